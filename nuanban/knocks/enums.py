"""Closed lists of the knocks."""

from django.db.models import TextChoices


class Reason(TextChoices):
    """Why somebody should knock."""

    EXPIRING = "expiring", "证件到期"
    CERTIFICATION = "certification", "认证到期"
    LINKED = "linked", "关联的事没办"
    NO_CONTACT = "no_contact", "好久没有联系"
    UNDECIDED = "undecided", "数据定不了"


class KnockState(TextChoices):
    """The life of a knock."""

    OPEN = "open", "等人去"
    TAKEN = "taken", "有人去了"
    FOUND = "found", "等部门核对"
    HANDED = "handed", "转上门办"
    CLOSED = "closed", "了结"


LIVE = (KnockState.OPEN, KnockState.TAKEN, KnockState.FOUND, KnockState.HANDED)


class Result(TextChoices):
    """What was found at the door."""

    DONE = "done", "当场办好了"
    WANTS_VISIT = "wants_visit", "要安排上门办"
    NOT_NEEDED = "not_needed", "不需要"
    WRONG_DATA = "wrong_data", "资料不对"
    NOBODY_HOME = "nobody_home", "没人在家"
    MOVED = "moved", "搬走了"
    DIED = "died", "去世了"
    REFUSED = "refused", "本人不愿意"


# What the department that knows it must look at again.
TO_THE_SOURCE = (Result.WRONG_DATA, Result.MOVED, Result.DIED)
# Whoever says so is left in peace for a year.
LEAVES_IN_PEACE = (Result.NOT_NEEDED, Result.REFUSED)


class Way(TextChoices):
    """How somebody was reached."""

    DOOR = "door", "上门"
    PHONE = "phone", "电话"


class CorrectionState(TextChoices):
    """What the department says of data that were called wrong."""

    WAITING = "waiting", "等部门核对"
    CORRECTED = "corrected", "已改正"
    STAYS = "stays", "核对过，没有错"
