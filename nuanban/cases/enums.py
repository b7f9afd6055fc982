"""Closed lists of the cases."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """The five channels, and ordinary windows, which the figure of the five does not count."""

    ZONE = "zone", "专区办"
    VISITS = "visits", "上门办"
    ASSIST = "assist", "帮代办"
    PROACTIVE = "proactive", "免申办"
    CARE = "care", "贴心办"
    ORDINARY = "ordinary", "普通窗口"


FIVE_CHANNELS = tuple(c for c in Channel if c is not Channel.ORDINARY)


class State(TextChoices):
    """Where a case stands."""

    DRAFT = "draft", "正在填写"
    SUBMITTED = "submitted", "已提交"
    ACCEPTED = "accepted", "已受理"
    RETURNED = "returned", "等待补材料"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"
    RESULT_READY = "result_ready", "结果已出"
    DELIVERED = "delivered", "结果已送到"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class Shown(TextChoices):
    """How a needed paper was shown."""

    MISSING = "missing", "还缺"
    PHOTO = "photo", "已拍照或扫描"
    SEEN = "seen", "已看原件"
    KNOWN = "known", "市里已有"
    WAIVED = "waived", "免交"


class HandedBy(TextChoices):
    """How the result reached the person."""

    WINDOW = "window", "窗口当面"
    POST = "post", "免费邮寄"
    VISIT = "visit", "送到家"
    PROXY = "proxy", "代办人领取"


class Recorded(TextChoices):
    """Where a serving was written down."""

    LIVE = "live", "办理时记录"
    IMPORT = "import", "历史数据导入"
