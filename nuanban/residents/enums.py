"""Closed lists of the residents."""

from django.db.models import TextChoices


class IdentityKind(TextChoices):
    """Papers by which a person is known."""

    ID_CARD = "id_card", "居民身份证"
    HOUSEHOLD_BOOK = "household_book", "户口簿"
    SOCIAL_CARD = "social_card", "社会保障卡"
    DISABILITY_CARD = "disability_card", "残疾人证"
    VETERAN_CARD = "veteran_card", "退役军人优待证"
    ELDER_CARD = "elder_card", "老年人优待证"
    PASSPORT = "passport", "护照"
    PERMIT = "permit", "港澳台居民证件"
    FOREIGN_PERMIT = "foreign_permit", "外国人永久居留身份证"


class StatusKind(TextChoices):
    """Dated facts that put a person in a group. Elderly is derived from the birth date."""

    DISABILITY = "disability", "残疾"
    DIBAO = "dibao", "低保"
    TEKUN = "tekun", "特困"
    MARGINAL = "marginal", "低保边缘"
    RIGID = "rigid", "刚性支出困难"
    ORPHAN = "orphan", "孤儿"
    PREGNANCY = "pregnancy", "孕产"
    INFANT_CARE = "infant_care", "照护婴幼儿"
    VETERAN = "veteran", "退役军人"
    MARTYR_FAMILY = "martyr_family", "烈属军属"
    ILLNESS = "illness", "重病"
    LIVES_ALONE = "lives_alone", "独居"
    ABILITY_LOSS = "ability_loss", "失能"
    DECEASED = "deceased", "已故"


class DisabilityCategory(TextChoices):
    """First digit after the ID number on a disability card."""

    VISION = "1", "视力"
    HEARING = "2", "听力"
    SPEECH = "3", "言语"
    LIMB = "4", "肢体"
    INTELLECTUAL = "5", "智力"
    MENTAL = "6", "精神"
    MULTIPLE = "7", "多重"


class Need(TextChoices):
    """What helps this person."""

    WHEELCHAIR = "wheelchair", "轮椅"
    LARGE_PRINT = "large_print", "大字"
    SIGN_LANGUAGE = "sign_language", "手语"
    BRAILLE = "braille", "盲文"
    DIALECT = "dialect", "方言"
    ESCORT = "escort", "陪同"
    BEDSIDE = "bedside", "床边办"


class Group(TextChoices):
    """The groups of the mission: 老弱病残孕军."""

    ELDERLY = "elderly", "老"
    VULNERABLE = "vulnerable", "弱"
    SICK = "sick", "病"
    DISABLED = "disabled", "残"
    MATERNAL = "maternal", "孕婴"
    MILITARY = "military", "军"


class Sex(TextChoices):
    """As registered (GB/T 2261.1)."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class Relation(TextChoices):
    """What the other person is to this one."""

    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    PARENT = "parent", "父母"
    GRANDCHILD = "grandchild", "孙辈"
    SIBLING = "sibling", "兄弟姐妹"
    GUARDIAN = "guardian", "监护人"
    NEIGHBOUR = "neighbour", "邻居"
    OTHER = "other", "其他"


class TellBy(TextChoices):
    """How a person wants to be told."""

    PHONE = "phone", "打电话"
    SMS = "sms", "短信"
    LETTER = "letter", "信件"
    IN_PERSON = "in_person", "上门或当面"


class Source(TextChoices):
    """Where a fact comes from."""

    PERSON = "person", "本人说的"
    RELATIVE = "relative", "家属说的"
    CARD = "card", "读卡"
    PAPER_SEEN = "paper_seen", "看过原件"
    CIVIL_AFFAIRS = "civil_affairs", "民政"
    DISABILITY_FEDERATION = "disability_federation", "残联"
    SOCIAL_INSURANCE = "social_insurance", "人社"
    MEDICAL_INSURANCE = "medical_insurance", "医保"
    POLICE = "police", "公安"
    VETERANS_AFFAIRS = "veterans_affairs", "退役军人事务"
    HEALTH = "health", "卫健"
    IMPORT = "import", "批量导入"
