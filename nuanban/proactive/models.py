"""Runs and what they mean for people; entitlements, grants, decisions, answers, tasks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.lib.keys import new_key
from nuanban.proactive.enums import (
    LIVE,
    AnswerKind,
    AnswerVia,
    ChangeKind,
    ChangeState,
    EntitlementState,
    GrantState,
    RowState,
    RunState,
    TaskKind,
    TaskState,
)


class Run(models.Model):
    """The city judged on one day: a preview, then, if two people agree, what it says is done."""

    id = models.UUIDField(primary_key=True, default=new_key)
    day = models.DateField("按哪天判断")
    place = models.TextField("地区")
    policies = ArrayField(models.TextField())
    versions = models.JSONField(default=dict)
    state = models.TextField(choices=RunState.choices, default=RunState.RECKONING)
    known_at = models.DateTimeField("数据截至")
    figures = models.JSONField(default=dict)
    held_because = ArrayField(models.TextField(), default=list)
    changes = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True, default="")
    words = models.TextField("核对说明", blank=True, default="")
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    released_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-prepared_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
                name="run_released_by_another_person",
                violation_error_message="经办人不能自己发布，请另一位同事核对后发布。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RunState.RELEASING, RunState.RELEASED])
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="released_run_says_who_and_when",
                violation_error_message="发布要写明谁在什么时候发布。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.place}"


class Change(models.Model):
    """What a run means for one person and one policy, with the facts as they were."""

    id = models.UUIDField(primary_key=True, default=new_key)
    run = models.ForeignKey("proactive.Run", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    policy = models.TextField()
    kind = models.TextField(choices=ChangeKind.choices)
    amount_fen = models.BigIntegerField(default=0)
    before_fen = models.BigIntegerField(default=0)
    county = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    missing = ArrayField(models.TextField(), default=list)
    state = models.TextField(choices=ChangeState.choices, default=ChangeState.WAITING)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["run", "resident", "policy"],
                name="change_once_per_run",
                violation_error_message="同一次计算里一个人一项政策只有一条结论。",
            ),
        )
        indexes = (
            models.Index(
                fields=["run", "id"],
                name="change_still_waiting",
                condition=Q(state=ChangeState.WAITING),
            ),
            models.Index(fields=["resident"], name="change_by_resident"),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.kind}"


class Entitlement(models.Model):
    """A person has a right under a policy, since a day, until it ends."""

    id = models.UUIDField(primary_key=True, default=new_key)
    code = models.TextField(unique=True)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    policy = models.TextField()
    state = models.TextField(choices=EntitlementState.choices)
    amount_fen = models.BigIntegerField()
    since = models.DateField()
    objection_until = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    why_ended = models.TextField(blank=True, default="")
    document_id = models.UUIDField(null=True)
    run = models.ForeignKey("proactive.Run", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "policy"],
                condition=Q(state__in=[s.value for s in LIVE]),
                name="entitlement_live_once",
                violation_error_message="这个人已经在享受这项政策。",
            ),
        )
        indexes = (models.Index(fields=["policy", "state"], name="entitlement_by_policy"),)

    def __str__(self) -> str:
        return f"{self.policy} {self.state}"


class Decision(models.Model):
    """Why something was given or ended: policy version, facts as they were, who released it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    run = models.ForeignKey("proactive.Run", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    policy = models.TextField()
    version = models.TextField()
    kind = models.TextField(choices=ChangeKind.choices)
    amount_fen = models.BigIntegerField()
    facts = models.JSONField()
    reasons = models.JSONField(default=list)
    released_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["run", "resident", "policy"],
                name="decision_once_per_run",
                violation_error_message="这一条已经决定过了。",
            ),
        )
        indexes = (models.Index(fields=["resident", "policy"], name="decision_by_resident"),)

    def __str__(self) -> str:
        return f"{self.policy} {self.kind}"


class Grant(models.Model):
    """One payment or right for one period. The key leaves the policy's version out on purpose:
    a rule that changed, a run repeated, a worker that died never pay twice.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    policy = models.TextField()
    period_key = models.TextField()
    amount_fen = models.BigIntegerField()
    state = models.TextField(choices=GrantState.choices)
    entitlement = models.ForeignKey("proactive.Entitlement", models.PROTECT, related_name="+")
    decision = models.ForeignKey("proactive.Decision", models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "policy", "period_key"],
                name="grant_once_per_period",
                violation_error_message="这个人这一期已经发过这项待遇。",
            ),
            models.CheckConstraint(
                condition=~Q(state=GrantState.GRANTED) | Q(granted_at__isnull=False),
                name="granted_grant_says_when",
                violation_error_message="发放要写明时间。",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0),
                name="grant_is_not_negative",
                violation_error_message="金额不能是负数。",
            ),
        )
        indexes = (
            models.Index(fields=["policy", "period_key", "state"], name="grant_by_period"),
            models.Index(fields=["entitlement"], name="grant_by_entitlement"),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.period_key}"


class Answer(models.Model):
    """What the person said, how, and who took it down."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    entitlement = models.ForeignKey("proactive.Entitlement", models.PROTECT, related_name="+")
    kind = models.TextField(choices=AnswerKind.choices)
    via = models.TextField(choices=AnswerVia.choices)
    words = models.TextField(blank=True, default="")
    taken_by = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.via}"


class Task(models.Model):
    """What somebody must find out or do, because data alone cannot decide."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.TextField(choices=TaskKind.choices)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    policy = models.TextField()
    entitlement = models.ForeignKey(
        "proactive.Entitlement", models.PROTECT, null=True, related_name="+"
    )
    missing = ArrayField(models.TextField(), default=list)
    why = models.TextField()
    urgency = models.PositiveSmallIntegerField(default=0)
    division = models.TextField(blank=True, default="")
    state = models.TextField(choices=TaskState.choices, default=TaskState.OPEN)
    outcome = models.TextField(blank=True, default="")
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-urgency", "opened_at")
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "policy", "kind"],
                condition=Q(state=TaskState.OPEN),
                name="task_open_once",
                violation_error_message="这件事已经有人在办。",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE) | Q(done_at__isnull=False),
                name="done_task_says_when",
                violation_error_message="办完要写明时间。",
            ),
        )
        indexes = (models.Index(fields=["state", "kind", "division"], name="task_by_place"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.policy}"


class PartnerList(models.Model):
    """A signed list for somebody outside (power, water, gas, bus): one policy, one period."""

    id = models.UUIDField(primary_key=True, default=new_key)
    policy = models.TextField()
    period_key = models.TextField()
    turn = models.PositiveIntegerField("第几次")
    rows = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["policy", "period_key", "turn"],
                name="partner_list_turn_once",
                violation_error_message="这一期的名单已经有了，请刷新。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.period_key}"


class PartnerRow(models.Model):
    """A grant on a list, and what the receiver said of it. A grant stands on one list only."""

    grant = models.OneToOneField(
        "proactive.Grant", models.PROTECT, primary_key=True, related_name="+"
    )
    partner_list = models.ForeignKey("proactive.PartnerList", models.PROTECT, related_name="+")
    state = models.TextField(choices=RowState.choices, default=RowState.SENT)
    words = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.grant_id} {self.state}"


class ReminderDay(models.Model):
    """A day on which the city was looked through for what runs out; done once."""

    day = models.DateField(primary_key=True)
    reminded = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}"


class Reminder(models.Model):
    """Somebody was reminded that something runs out in so many days."""

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    policy = models.TextField()
    step = models.PositiveSmallIntegerField("还剩几天以内")
    told_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "policy", "step", "told_on"],
                name="reminder_once_a_day",
                violation_error_message="今天已经提醒过了。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.step}"
