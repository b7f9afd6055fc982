"""What somebody has a right to, what was given, and what the person said."""

from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.proactive.enums import LIVE, AnswerKind, AnswerVia, EntitlementState, GrantState


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
