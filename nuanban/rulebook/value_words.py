"""The values of facts as people say them."""

VALUE_WORDS = {
    **{"none": "没有", "dibao": "低保", "tekun": "特困供养", "marginal": "低保边缘"},
    **{"rigid": "刚性支出困难", "antireturn": "防返贫监测", "orphan": "孤儿"},
    **{"defacto_orphan": "事实无人抚养儿童", "male": "男", "female": "女"},
    **{"urban": "城镇", "rural": "农村", "resident": "城乡居民", "employee": "企业职工"},
    **{"civil": "机关事业", "veteran": "退役军人", "martyr_family": "烈属"},
    **{"other_family": "因公牺牲、病故军人家属"},
}
