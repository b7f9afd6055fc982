"""Closed lists of the feeds."""

from django.db.models import TextChoices


class DeliveryState(TextChoices):
    """The life of one file."""

    RECEIVED = "received", "已收到"
    READING = "reading", "正在读"
    HELD = "held", "等人核对"
    KEEPING = "keeping", "正在写入"
    KEPT = "kept", "已收下"
    REFUSED = "refused", "没有收下"


class Format(TextChoices):
    """How a file is written."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel 表格"
    PARQUET = "parquet", "Parquet"


class RowState(TextChoices):
    """What became of a row that could not be taken."""

    WAITING = "waiting", "等处理"
    FIXED = "fixed", "已改好收下"
    DROPPED = "dropped", "不再处理"


class Cause(TextChoices):
    """Why a row could not be taken."""

    UNREADABLE = "unreadable", "读不出来"
    SHIFTED = "shifted", "格数不对"
    WRONG_VALUE = "wrong_value", "内容不对"
    UNKNOWN_PERSON = "unknown_person", "查无此人"
    OTHER_NAME = "other_name", "姓名对不上"
    TWICE = "twice", "同一人两行"
