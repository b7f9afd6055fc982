"""A village day, and who is on its list."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.lib.keys import new_key
from nuanban.villages.enums import DayState, SeatState
from nuanban.visits.enums import Outcome


class VillageDay(models.Model):
    """Staff, doctors and assessors go to a village for some hours: one trip serves many."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    division = models.ForeignKey("offices.Division", models.PROTECT, related_name="+")
    place = models.CharField("在哪里", max_length=60)
    day = models.DateField("日期")
    begins = models.TimeField("开始")
    ends = models.TimeField("结束")
    capacity = models.PositiveSmallIntegerField("名额")
    purpose = models.CharField("办什么", max_length=60)
    items = ArrayField(models.TextField(), default=list)
    bring = models.CharField("请带上", max_length=120, blank=True, default="")
    # Its people are away that day and are offered to nobody else.
    crew = models.ForeignKey("visits.Crew", models.PROTECT, null=True, related_name="+")
    state = models.TextField(choices=DayState.choices, default=DayState.PLANNED)
    why = models.TextField("为什么取消", blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("day", "begins")
        constraints = (
            models.CheckConstraint(
                condition=Q(begins__lt=F("ends")),
                name="village_day_begins_before_it_ends",
                violation_error_message="开始要早于结束。",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=500),
                name="village_day_has_seats",
                violation_error_message="名额从 1 到 500。",
            ),
            models.CheckConstraint(
                condition=~Q(state=DayState.CANCELLED) | ~Q(why=""),
                name="cancelled_village_day_says_why",
                violation_error_message="取消要写明为什么。",
            ),
            models.UniqueConstraint(
                fields=["crew"],
                name="crew_goes_to_one_village_day",
                violation_error_message="这一组已经派去另一场。",
            ),
        )
        indexes = (models.Index(fields=["day", "state"], name="village_day_by_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.place}"


class Seat(models.Model):
    """Somebody on the list of a village day. `turn` gives the time they are asked to come at."""

    id = models.UUIDField(primary_key=True, default=new_key)
    village_day = models.ForeignKey("villages.VillageDay", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField("第几个")
    is_fetched = models.BooleanField("要接送", default=False)
    note = models.CharField("备注", max_length=100, blank=True, default="")
    state = models.TextField(choices=SeatState.choices, default=SeatState.LISTED)
    outcome = models.TextField(choices=Outcome.choices, blank=True, default="")
    words = models.TextField("结果", blank=True, default="")
    put_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("village_day", "turn")
        constraints = (
            models.UniqueConstraint(
                fields=["village_day", "resident"],
                condition=~Q(state=SeatState.DROPPED),
                name="one_seat_for_a_person",
                violation_error_message="这个人已经在名单上。",
            ),
            models.UniqueConstraint(
                fields=["village_day", "turn"],
                name="seat_has_its_turn",
                violation_error_message="这个号刚刚给了别人，请再按一次。",
            ),
            models.CheckConstraint(
                condition=~Q(state=SeatState.SERVED) | Q(noted_at__isnull=False) & ~Q(outcome=""),
                name="served_seat_says_when_and_what",
                violation_error_message="办了要写明结果。",
            ),
        )
        indexes = (models.Index(fields=["resident", "-put_at"], name="seat_by_resident"),)

    def __str__(self) -> str:
        return f"{self.village_day_id} {self.turn}"
