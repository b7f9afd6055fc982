"""Closed lists of the team."""

from django.db.models import TextChoices


class MemberKind(TextChoices):
    """What somebody is in the team."""

    STAFF = "staff", "工作人员"
    VOLUNTEER = "volunteer", "志愿者"
    HELPER = "helper", "村社代办员"
    DRIVER = "driver", "驾驶员"
    DOCTOR = "doctor", "医生"
    ASSESSOR = "assessor", "评定人员"
    INTERPRETER = "interpreter", "手语翻译"


class Skill(TextChoices):
    """What a visit may need somebody to be able to do."""

    RECEPTION = "reception", "受理业务"
    ID_CARD = "id_card", "人像采集"
    SIGNING = "signing", "不动产面签"
    ASSESS_DISABILITY = "assess_disability", "残疾评定"
    ASSESS_ABILITY = "assess_ability", "能力评估"
    NURSING = "nursing", "护理照看"
    SIGN_LANGUAGE = "sign_language", "手语"
    LIFTING = "lifting", "搬抬轮椅"
    DRIVING = "driving", "驾驶"
    DIALECT = "dialect", "本地方言"


class AbsenceKind(TextChoices):
    """Why somebody is not there."""

    LEAVE = "leave", "休假"
    SICK = "sick", "病假"
    TRAINING = "training", "培训"
    OTHER = "other", "其他"


class KitKind(TextChoices):
    """What is taken along."""

    CARD_READER = "card_reader", "身份证读卡器"
    CAMERA = "camera", "人像采集仪"
    SCANNER = "scanner", "高拍仪"
    PRINTER = "printer", "便携打印机"
    WHEELCHAIR = "wheelchair", "轮椅"
    TERMINAL = "terminal", "移动终端"
