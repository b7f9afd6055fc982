"""Closed lists of the hall."""

from django.db.models import TextChoices


class Lane(TextChoices):
    """The two lanes of a hall."""

    PRIORITY = "priority", "优先"
    ORDINARY = "ordinary", "普通"


class TicketState(TextChoices):
    """Where a ticket stands."""

    WAITING = "waiting", "等候"
    CALLED = "called", "已叫号"
    SERVING = "serving", "接待中"
    HELD = "held", "暂停"
    MISSED = "missed", "过号"
    FINISHED = "finished", "已完成"
    CANCELLED = "cancelled", "已取消"
    CARRIED = "carried", "当天未办，已转后续"


class Via(TextChoices):
    """How a person got the ticket."""

    CARD = "card", "刷证"
    TYPED = "typed", "输入号码"
    STAFF = "staff", "工作人员代取"
    OFFLINE = "offline", "断网时取号"
    DIRECT = "direct", "免叫号"


class Reason(TextChoices):
    """Why somebody goes first."""

    ELDERLY = "elderly", "老年人"
    DISABLED = "disabled", "残疾人"
    SICK = "sick", "病人"
    MATERNAL = "maternal", "孕妇或带婴幼儿"
    MILITARY = "military", "军人军属、退役军人"
    VULNERABLE = "vulnerable", "困难群众"
    NEED = "need", "行动或交流不便"
    GUIDE = "guide", "导服员判断需要优先"


class HelpKind(TextChoices):
    """What people ask for in the hall."""

    GUIDE = "guide", "叫人帮忙"
    WHEELCHAIR = "wheelchair", "要轮椅"
    SIGN_LANGUAGE = "sign_language", "要手语"
    FIRST_AID = "first_aid", "身体不舒服"


class Post(TextChoices):
    """The three posts of the zone (三岗制)."""

    GUIDE = "guide", "前台引导"
    SPECIALIST = "specialist", "服务专员"
    VOLUNTEER = "volunteer", "帮代办志愿者"
