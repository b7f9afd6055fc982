"""Lists for somebody outside."""

from django.db import models

from nuanban.lib.keys import new_key
from nuanban.proactive.enums import RowState


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
