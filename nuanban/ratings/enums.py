"""Closed lists of the ratings."""

from django.db.models import IntegerChoices, TextChoices


class Grade(IntegerChoices):
    """Five grades of 好差评 (GB/T 39734-2020); the two lowest are bad."""

    VERY_BAD = 1, "非常不满意"
    BAD = 2, "不满意"
    FAIR = 3, "基本满意"
    GOOD = 4, "满意"
    VERY_GOOD = 5, "非常满意"


BAD_GRADES = (Grade.VERY_BAD, Grade.BAD)


class RatedVia(TextChoices):
    """How the rating came in."""

    DEVICE = "device", "窗口评价器"
    QR = "qr", "扫码"
    SPOKEN = "spoken", "口述，由工作人员代记"


class CallBackState(TextChoices):
    """Where a call-back stands."""

    OPEN = "open", "待回访"
    CALLED = "called", "已回访，整改中"
    DONE = "done", "已整改"
