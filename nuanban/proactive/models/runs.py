"""Runs: the city judged on a day, what it means for people, and what was decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.lib.keys import new_key
from nuanban.proactive.enums import ChangeKind, ChangeState, RunState


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
    ends_on = models.DateField("发到哪天", null=True)
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
