"""Who waits for a better time, and what was offered to them."""

from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.visits.enums import PartOfDay


class Waiting(models.Model):
    """Somebody found no time that suits, or wants to be visited sooner than was promised."""

    id = models.UUIDField(primary_key=True, default=new_key)
    visit = models.OneToOneField("visits.Visit", models.CASCADE, related_name="+")
    until = models.DateField("最晚哪天")
    part = models.TextField("什么时候方便", choices=PartOfDay.choices, default=PartOfDay.ANY)
    put_at = models.DateTimeField()
    offers = models.PositiveSmallIntegerField("问过几次", default=0)
    # Nobody is asked twice about the same day.
    offered_day = models.DateField(null=True)
    offered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("offers", "put_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(offered_day__isnull=True, offered_at__isnull=True)
                | Q(offered_day__isnull=False, offered_at__isnull=False),
                name="waiting_offer_says_when",
                violation_error_message="问过的候补要写明哪天、什么时候问的。",
            ),
        )
        indexes = (
            models.Index(
                fields=["offers", "put_at"],
                name="waiting_open",
                condition=Q(withdrawn_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id} {self.until}"
