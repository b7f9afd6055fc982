"""Crews of a day, visits with their promise, and the stops of the plan."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q

from nuanban.lib.keys import new_key
from nuanban.team.enums import KitKind, Skill
from nuanban.visits.board_models import BoardMove, DayPlan
from nuanban.visits.door_models import (
    CashHandIn,
    CashTaken,
    CashVoid,
    DoorNote,
    ReceiptBook,
    VisitForm,
)
from nuanban.visits.enums import BOOKED, ENDED, AskedVia, Outcome, Ride, VisitKind, VisitState
from nuanban.visits.home_models import HomeDecision
from nuanban.visits.round_models import Deed, VisitConflict, VisitPhoto, VisitSignature
from nuanban.visits.waiting_models import Waiting

DAY_SECONDS = 86_400

__all__ = [
    "BoardMove",
    "CashHandIn",
    "CashTaken",
    "CashVoid",
    "Crew",
    "CrewKit",
    "CrewMember",
    "DayPlan",
    "Deed",
    "DoorNote",
    "HomeDecision",
    "ReceiptBook",
    "Stop",
    "Unwilling",
    "Visit",
    "VisitConflict",
    "VisitForm",
    "VisitPhoto",
    "VisitSignature",
    "Waiting",
]


class Crew(models.Model):
    """People who go out together on one day. Seconds count from midnight in the city."""

    # A number, because the constraint on overlaps reckons with it.
    id = models.BigAutoField(primary_key=True)
    day = models.DateField("日期")
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=20)
    vehicle = models.ForeignKey("team.Vehicle", models.PROTECT, null=True, related_name="+")
    begins = models.PositiveIntegerField("出发")
    ends = models.PositiveIntegerField("回来")
    rest_from = models.PositiveIntegerField(null=True)
    rest_to = models.PositiveIntegerField(null=True)
    rest_seconds = models.PositiveIntegerField(default=0)
    # Broken down, or gone home: nothing more is planned for it.
    stopped_at = models.DateTimeField(null=True)
    # The whole day somewhere else, for instance in a village: nobody else is promised its time.
    away = models.TextField("去了哪里", blank=True, default="")
    planned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("day", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["day", "site", "name"],
                name="crew_name_once_a_day",
                violation_error_message="这一天已经有同名的小组。",
            ),
            models.UniqueConstraint(
                fields=["day", "vehicle"],
                condition=Q(vehicle__isnull=False),
                name="vehicle_goes_with_one_crew",
                violation_error_message="这辆车这一天已经派给别的小组。",
            ),
            models.CheckConstraint(
                condition=Q(begins__lt=F("ends"), ends__lte=DAY_SECONDS),
                name="crew_begins_before_it_ends",
                violation_error_message="出发要早于回来。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    @property
    def goes_visiting(self) -> bool:
        """Whether anything may be planned for it."""
        return self.stopped_at is None and not self.away


class CrewMember(models.Model):
    """Somebody in a crew; in one a day."""

    id = models.UUIDField(primary_key=True, default=new_key)
    crew = models.ForeignKey("visits.Crew", models.CASCADE, related_name="+")
    member = models.ForeignKey("team.Member", models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["member", "day"],
                name="member_in_one_crew_a_day",
                violation_error_message="这个人这一天已经在别的小组。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.day}"


class CrewKit(models.Model):
    """A device that a crew has with it; with one crew a day."""

    id = models.UUIDField(primary_key=True, default=new_key)
    crew = models.ForeignKey("visits.Crew", models.CASCADE, related_name="+")
    kit = models.ForeignKey("team.Kit", models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kit", "day"],
                name="kit_with_one_crew_a_day",
                violation_error_message="这件设备这一天已经由别的小组带走。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kit_id} {self.day}"


class Visit(models.Model):
    """Somebody is visited: what for, where, what it needs, and what they were promised."""

    id = models.UUIDField(primary_key=True, default=new_key)
    # With it and the phone or birth date, a visit is moved or called off without an account.
    code = models.CharField("查询码", max_length=12, unique=True)
    kind = models.TextField("种类", choices=VisitKind.choices)
    asked_via = models.TextField("怎么约的", choices=AskedVia.choices)
    # Asked for on the page of residents: whoever did it may be anybody, so the file tells nothing.
    unseen = models.BooleanField("没见过面的人约的", default=False)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    items = ArrayField(models.TextField(), default=list)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    division = models.ForeignKey("offices.Division", models.PROTECT, related_name="+")
    latitude = models.FloatField()
    longitude = models.FloatField()
    address_sealed = models.BinaryField()
    access_sealed = models.BinaryField(null=True)
    contact_name = models.TextField("联系人")
    contact_sealed = models.BinaryField(null=True)
    contact_masked = models.TextField("联系电话", blank=True, default="")
    contact_index = models.BinaryField(max_length=32, null=True)
    needs = ArrayField(models.TextField(), default=list)
    skills = ArrayField(models.TextField(choices=Skill.choices), default=list)
    devices = ArrayField(models.TextField(choices=KitKind.choices), default=list)
    ride = models.TextField("接送", choices=Ride.choices, blank=True, default=Ride.NONE)
    seconds = models.PositiveIntegerField("多久")
    people = models.PositiveSmallIntegerField("几个人去", default=1)
    hospital = models.TextField("医院", blank=True, default="")
    ward = models.TextField("病区床号", blank=True, default="")
    deadline_at = models.DateTimeField("最晚", null=True)
    why = models.TextField("为什么去", blank=True, default="")
    # The case whose result is brought home.
    brings = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    state = models.TextField(choices=VisitState.choices, default=VisitState.WANTED)
    # The promise: this crew begins between these seconds of this day.
    crew = models.ForeignKey("visits.Crew", models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True)
    window_from = models.PositiveIntegerField(null=True)
    window_to = models.PositiveIntegerField(null=True)
    held_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    set_out_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField("去过几次", default=0)
    outcome = models.TextField(choices=Outcome.choices, blank=True, default="")
    words = models.TextField("结果", blank=True, default="")

    class Meta:
        ordering = ("day", "window_from", "asked_at")
        constraints = (
            models.UniqueConstraint(
                fields=["brings"],
                condition=~Q(state__in=ENDED),
                name="result_is_brought_by_one_visit",
                violation_error_message="已经约了人去送这个结果。",
            ),
            models.UniqueConstraint(
                fields=["crew", "window_from"],
                condition=Q(state__in=BOOKED),
                name="slot_has_one_visit",
                violation_error_message="这个时段刚刚被别人约走了。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BOOKED)
                | Q(
                    crew__isnull=False,
                    day__isnull=False,
                    window_from__isnull=False,
                    window_to__gt=F("window_from"),
                ),
                name="booked_visit_has_a_promise",
                violation_error_message="约好的上门要写明哪一组、哪一天、什么时段。",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.HELD) | Q(held_until__isnull=False),
                name="held_visit_says_until_when",
                violation_error_message="留着的时段要写明留到什么时候。",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.DONE)
                | Q(arrived_at__isnull=False, left_at__isnull=False) & ~Q(outcome=""),
                name="done_visit_says_when_and_what",
                violation_error_message="办完的上门要有到达、离开时间和结果。",
            ),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90)
                & Q(longitude__gte=-180, longitude__lte=180),
                name="visit_lies_on_earth",
                violation_error_message="坐标不对，请在地图上重新点选。",
            ),
            models.CheckConstraint(
                condition=Q(people__in=[1, 2], seconds__gte=60),
                name="visit_takes_people_and_time",
                violation_error_message="上门要一到两个人、至少一分钟。",
            ),
        )
        indexes = (
            models.Index(fields=["day", "site", "state"], name="visit_by_day"),
            models.Index(fields=["resident", "-asked_at"], name="visit_by_resident"),
            models.Index(
                fields=["held_until"],
                name="visit_held",
                condition=Q(state=VisitState.HELD),
            ),
        )

    def __str__(self) -> str:
        return self.code


class Stop(models.Model):
    """What a crew does next: a visit, or its rest. Rewritten whole whenever a plan changes."""

    id = models.UUIDField(primary_key=True, default=new_key)
    crew = models.ForeignKey("visits.Crew", models.CASCADE, related_name="+")
    visit = models.ForeignKey("visits.Visit", models.CASCADE, null=True, related_name="+")
    turn = models.PositiveSmallIntegerField()
    arrive = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    leave = models.PositiveIntegerField()
    # Crew number and seconds in one: two stops of a crew never overlap.
    span = BigIntegerRangeField()

    class Meta:
        ordering = ("crew", "turn")
        constraints = (
            ExclusionConstraint(
                name="stops_of_a_crew_never_overlap",
                expressions=[("span", RangeOperators.OVERLAPS)],
                deferrable=Deferrable.DEFERRED,
                violation_error_message="一个小组不能同时在两个地方。",
            ),
            models.UniqueConstraint(
                fields=["crew", "turn"],
                name="stop_has_its_turn",
                deferrable=Deferrable.DEFERRED,
                violation_error_message="两站的顺序撞了，请重排。",
            ),
            models.CheckConstraint(
                condition=Q(arrive__lte=F("start"), start__lte=F("leave")),
                name="stop_in_order",
                violation_error_message="到达、开始、离开的先后不对。",
            ),
        )
        indexes = (models.Index(fields=["visit"], name="stop_by_visit"),)

    def __str__(self) -> str:
        return f"{self.crew_id} {self.turn}"


class Unwilling(models.Model):
    """Whom somebody does not want to see again; never sent to them."""

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    member = models.ForeignKey("team.Member", models.PROTECT, related_name="+")
    words = models.TextField("说明", blank=True, default="")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "member"],
                name="unwilling_said_once",
                violation_error_message="已经记下不再派这个人。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.resident_id} {self.member_id}"
