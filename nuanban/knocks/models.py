"""Whom to knock at and why, what was found there, and what goes back to the departments."""

from django.db import models
from django.db.models import F, Q

from nuanban.eligibility.enums import Department
from nuanban.knocks.enums import LIVE, CorrectionState, KnockState, Reason, Result, Way
from nuanban.lib.keys import new_key

NEEDS_NO_WORDS = (Result.DONE, Result.NOBODY_HOME, Result.WANTS_VISIT)


class Knock(models.Model):
    """Somebody should knock at a person's door, for one reason.

    `what`: policy, bundle or task of that reason. `urgency`: 0 to 100 from the reason alone;
    `rank`: the same weighed by how vulnerable the person is. `quiet_until`: until this day the
    same is not brought up again.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    reason = models.TextField("为什么", choices=Reason.choices)
    what = models.TextField("哪一件", blank=True, default="")
    due_on = models.DateField("哪天到期", null=True)
    urgency = models.PositiveSmallIntegerField("急不急")
    rank = models.PositiveSmallIntegerField("先后")
    words = models.TextField("一句话")
    division = models.ForeignKey("offices.Division", models.PROTECT, related_name="+")
    task_id = models.UUIDField("待办", null=True)
    state = models.TextField(choices=KnockState.choices, default=KnockState.OPEN)
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField("去过几次", default=0)
    next_try_on = models.DateField("哪天再去", null=True)
    visit = models.ForeignKey("visits.Visit", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    why_closed = models.TextField("怎么了结的", blank=True, default="")
    quiet_until = models.DateField("不再提到哪天", null=True)

    class Meta:
        ordering = ("-rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "reason", "what"],
                condition=Q(state__in=LIVE),
                name="knock_open_once",
                violation_error_message="这件事已经在敲门名单里了。",
            ),
            models.CheckConstraint(
                condition=~Q(state=KnockState.TAKEN)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="taken_knock_says_by_whom",
                violation_error_message="要写明谁去敲门。",
            ),
            models.CheckConstraint(
                condition=~Q(state=KnockState.HANDED) | Q(visit__isnull=False),
                name="handed_knock_has_a_visit",
                violation_error_message="转上门办要有一次上门。",
            ),
            models.CheckConstraint(
                condition=~Q(state=KnockState.CLOSED)
                | Q(closed_at__isnull=False) & ~Q(why_closed=""),
                name="closed_knock_says_when_and_why",
                violation_error_message="了结要写明时间和原因。",
            ),
            models.CheckConstraint(
                condition=Q(urgency__lte=100),
                name="urgency_is_at_most_100",
                violation_error_message="急不急用 0 到 100 表示。",
            ),
        )
        indexes = (
            models.Index(fields=["state", "division", "-rank"], name="knock_by_place"),
            models.Index(fields=["resident"], name="knock_by_resident"),
            models.Index(
                fields=["quiet_until"],
                name="knock_left_in_peace",
                condition=Q(quiet_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.what}"


class KnockResult(models.Model):
    """What somebody found at a door, or heard on the telephone."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    knock = models.ForeignKey("knocks.Knock", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    result = models.TextField(choices=Result.choices)
    way = models.TextField(choices=Way.choices)
    words = models.TextField(blank=True, default="")
    next_try_on = models.DateField(null=True)
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-noted_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(result__in=NEEDS_NO_WORDS) | ~Q(words=""),
                name="knock_result_says_what_was_seen",
                violation_error_message="请写明看到了什么、听到了什么。",
            ),
            models.CheckConstraint(
                condition=~Q(result=Result.NOBODY_HOME) | Q(next_try_on__isnull=False),
                name="nobody_home_has_a_next_try",
                violation_error_message="没人在家，要写明哪天再去。",
            ),
        )
        indexes = (models.Index(fields=["resident", "-noted_at"], name="knock_result_by_resident"),)

    def __str__(self) -> str:
        return f"{self.result}"


class Correction(models.Model):
    """Data that somebody at the door called wrong; the department says corrected, or right."""

    id = models.UUIDField(primary_key=True, default=new_key)
    result = models.OneToOneField("knocks.KnockResult", models.PROTECT, related_name="+")
    knock = models.ForeignKey("knocks.Knock", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    department = models.TextField("哪个部门的", choices=Department.choices)
    words = models.TextField("哪里不对")
    state = models.TextField(choices=CorrectionState.choices, default=CorrectionState.WAITING)
    asked_at = models.DateTimeField()
    answer = models.TextField("部门的回答", blank=True, default="")
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=CorrectionState.WAITING)
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="answered_correction_says_by_whom",
                violation_error_message="回答要写明是谁、怎么核对的。",
            ),
        )
        indexes = (models.Index(fields=["state", "department"], name="correction_by_department"),)

    def __str__(self) -> str:
        return f"{self.department} {self.state}"


class GatherDay(models.Model):
    """A day on which the list was made; once by itself, again whenever somebody asks."""

    day = models.DateField(primary_key=True)
    gathered_at = models.DateTimeField()
    waiting = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}"


class Reached(models.Model):
    """How many people of the groups live in a township, and how many of them were served, and met
    in person, in twelve months. Counted with every gathering.
    """

    township = models.OneToOneField(
        "offices.Division", models.PROTECT, primary_key=True, related_name="+"
    )
    people = models.PositiveIntegerField("特殊群体")
    served = models.PositiveIntegerField("有服务")
    met = models.PositiveIntegerField("见过面")
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(met__lte=F("served"), served__lte=F("people")),
                name="reached_are_part_of_the_people",
                violation_error_message="服务到的人不会比登记的人多。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.township_id} {self.served}/{self.people}"
