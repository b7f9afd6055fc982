"""What a helper decided at somebody's home: kept whatever becomes of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.lib.keys import new_key
from nuanban.visits.enums import HomeState


class HomeDecision(models.Model):
    """An immediate item ended at the bedside, as the phone sent it, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    # The operation key that the phone made.
    key = models.UUIDField()
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    item = models.ForeignKey("catalogue.Item", models.PROTECT, related_name="+")
    handed = models.TextField("当面交给对方的", blank=True, default="")
    # What the phone knew of the case: what others did to it later is not decided over.
    last_entry = models.BigIntegerField(default=0)
    # Photos of papers that belong to it, by their operation keys; they may come later.
    photos = ArrayField(models.UUIDField(), default=list)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    user_name = models.TextField()
    happened_at = models.DateTimeField("照服务器的钟")
    received_at = models.DateTimeField("收到的时间")
    state = models.TextField(choices=[(s.value, s.label) for s in HomeState])
    why = models.TextField("为什么没有办结", blank=True, default="")

    class Meta:
        ordering = ("happened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                name="home_decision_taken_in_once",
                violation_error_message="这一条已经收到过。",
            ),
            models.UniqueConstraint(
                fields=["visit", "item"],
                condition=Q(state=HomeState.DECIDED),
                name="item_decided_at_home_once",
                violation_error_message="这件事这次上门已经办结了。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in HomeState]),
                name="home_decision_state_is_known",
                violation_error_message="没有这个状态。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[HomeState.DECIDED, HomeState.ALREADY]) | ~Q(why=""),
                name="undecided_at_home_says_why",
                violation_error_message="没有办结要写明为什么。",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("received_at")),
                name="decided_at_home_before_received",
                violation_error_message="办结的时间不能晚于收到的时间。",
            ),
        )
        indexes = (models.Index(fields=["visit", "item"], name="home_decision_by_visit"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item_id} {self.state}"
