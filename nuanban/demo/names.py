"""Believable names: family names by how common they are, given names by the time of birth."""

import random

# (family name, per mille), by frequency in the country and the two provinces.
FAMILY = (
    ("王", 71), ("李", 75), ("张", 67), ("刘", 58), ("陈", 53), ("杨", 31), ("黄", 28),
    ("周", 26), ("吴", 22), ("徐", 17), ("孙", 14), ("胡", 16), ("朱", 13), ("高", 10),
    ("林", 9), ("何", 13), ("郭", 11), ("马", 9), ("罗", 12), ("梁", 7), ("宋", 8),
    ("郑", 6), ("谢", 9), ("韩", 6), ("唐", 9), ("冯", 7), ("于", 5), ("董", 5),
    ("萧", 3), ("程", 6), ("曹", 7), ("袁", 7), ("邓", 10), ("许", 7), ("傅", 4),
    ("沈", 4), ("曾", 8), ("彭", 10), ("吕", 4), ("苏", 5), ("卢", 5), ("蒋", 7),
    ("蔡", 4), ("贾", 3), ("丁", 5), ("魏", 5), ("薛", 3), ("叶", 4), ("余", 8),
    ("潘", 5), ("杜", 5), ("戴", 5), ("夏", 5), ("钟", 6), ("汪", 5), ("田", 4),
    ("任", 4), ("姜", 3), ("范", 4), ("方", 4), ("石", 5), ("姚", 4), ("谭", 8),
    ("廖", 6), ("邹", 5), ("熊", 5), ("欧阳", 2), ("易", 5), ("龙", 4), ("毛", 3),
)  # fmt: skip

WOMEN = {
    1900: (
        "秀英 桂英 秀兰 玉兰 桂兰 玉珍 淑英 玉梅 凤英 素珍 兰英 金莲 翠英 "
        "菊香 腊梅 春秀 冬梅 玉莲 美珍 淑华 桂香 元秀 月娥 银秀"
    ),
    1965: (
        "丽华 建英 红梅 秀珍 爱华 小红 丽萍 燕 敏 霞 艳 玲 娟 丽 芳 静 "
        "琴 桂芳 慧 萍 雪梅 晓燕 海燕 春梅"
    ),
    1990: (
        "婷 佳 雨欣 思雨 欣怡 梦婷 倩 雅琴 诗涵 子涵 梓萱 一诺 可馨 雨桐 "
        "语嫣 若曦 佳怡 心怡 静怡 晓雯"
    ),
}
MEN = {
    1900: (
        "建国 国华 德明 志强 文华 明德 玉山 长生 福生 金生 水生 德华 光明 "
        "正华 友才 大明 春生 国清 学文 云山 家明 定国 有福 树林"
    ),
    1965: (
        "建军 伟 军 勇 强 斌 志勇 海波 建平 小平 卫东 文军 立新 新华 "
        "红兵 国强 永红 爱国 志刚 学军 俊 涛 辉 鹏"
    ),
    1990: (
        "浩 宇 俊杰 子豪 宇轩 浩然 博文 子轩 梓豪 浩宇 嘉豪 俊熙 天佑 "
        "一鸣 皓轩 泽宇 睿 晨 思远 家乐"
    ),
}

_family, _weights = zip(*FAMILY, strict=True)


def full_name(chance: random.Random, *, female: bool, born: int) -> str:
    """A name of somebody born in the year `born`."""
    pools = WOMEN if female else MEN
    since = max(year for year in pools if year <= born)
    family: str = chance.choices(_family, _weights)[0]
    return family + chance.choice(pools[since].split())


def family_of(name: str) -> str:
    """The family name of a name made here: 欧阳 of 欧阳娜."""
    return max((family for family in _family if name.startswith(family)), key=len, default="")
