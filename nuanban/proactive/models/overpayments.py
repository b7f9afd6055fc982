"""What somebody was given beyond the last day: found by the city, decided by people."""

from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.proactive.enums import AnswerVia, OverpaymentState

_DECIDED = [OverpaymentState.CLAIMED, OverpaymentState.WAIVED]


class Overpayment(models.Model):
    """Grants for a time after the last day of one entitlement. Nothing is ever taken by itself:
    somebody decides whether it is asked back, and the person pays it back or is let off.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    entitlement = models.ForeignKey("proactive.Entitlement", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    policy = models.TextField()
    amount_fen = models.BigIntegerField()
    last_day = models.DateField("发到哪天为止是应得的")
    why = models.TextField()
    facts = models.JSONField(default=dict)
    is_death = models.BooleanField(default=False)
    run = models.ForeignKey("proactive.Run", models.PROTECT, null=True, related_name="+")
    state = models.TextField(choices=OverpaymentState.choices, default=OverpaymentState.FOUND)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.TextField("为什么追，或者为什么不追", blank=True, default="")
    said = models.TextField("本人或家属怎么说", blank=True, default="")
    said_via = models.TextField(choices=AnswerVia.choices, blank=True, default="")
    said_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-found_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0),
                name="overpayment_is_something",
                violation_error_message="多发的金额要大于零。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(words="")),
                name="overpayment_decided_by_somebody",
                violation_error_message="追回或者不追，要写明谁在什么时候、为什么这样定。",
            ),
            models.CheckConstraint(
                condition=~Q(state=OverpaymentState.OBJECTED) | Q(said_at__isnull=False),
                name="objection_to_claim_says_when",
                violation_error_message="有异议的，要写明什么时候提出的。",
            ),
        )
        indexes = (models.Index(fields=["state", "found_at"], name="overpayment_by_state"),)

    def __str__(self) -> str:
        return f"{self.policy} {self.state}"


class OverpaidGrant(models.Model):
    """A grant that was not theirs; it stands in one overpayment only."""

    append_only = True

    grant = models.OneToOneField(
        "proactive.Grant", models.PROTECT, primary_key=True, related_name="+"
    )
    overpayment = models.ForeignKey("proactive.Overpayment", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.grant_id}"


class Instalment(models.Model):
    """Some of it paid back; below zero where an earlier note was wrong."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    overpayment = models.ForeignKey("proactive.Overpayment", models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    paid_on = models.DateField()
    words = models.TextField("怎样还的，收据号")
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(amount_fen=0),
                name="instalment_is_something",
                violation_error_message="请写明还了多少。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount_fen}"
