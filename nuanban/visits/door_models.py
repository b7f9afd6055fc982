"""What else is noted at the door: forms filled at home."""

from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key


class VisitForm(models.Model):
    """A form filled at home, as the phone sent it. What others had changed meanwhile stands."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    # The operation key that the phone made.
    key = models.UUIDField()
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    user_name = models.TextField()
    # What was answered, and where the city knew otherwise, sealed: {said, differs}.
    said_sealed = models.BinaryField()
    differs = models.PositiveSmallIntegerField("几处和市里的不一样", default=0)
    happened_at = models.DateTimeField("照服务器的钟")
    received_at = models.DateTimeField("收到的时间")

    class Meta:
        ordering = ("happened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                name="visit_form_taken_in_once",
                violation_error_message="这张表已经收到过。",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=models.F("received_at")),
                name="visit_form_filled_before_received",
                violation_error_message="填表的时间不能晚于收到的时间。",
            ),
        )
        indexes = (models.Index(fields=["visit"], name="visit_form_by_visit"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.case_id}"
