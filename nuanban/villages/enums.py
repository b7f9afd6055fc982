"""Closed lists of the village days."""

from django.db.models import TextChoices


class DayState(TextChoices):
    """Where a village day stands."""

    PLANNED = "planned", "已安排"
    CANCELLED = "cancelled", "已取消"


class SeatState(TextChoices):
    """What became of somebody on the list."""

    LISTED = "listed", "已报名"
    SERVED = "served", "办了"
    ABSENT = "absent", "没来"
    DROPPED = "dropped", "不来了"
