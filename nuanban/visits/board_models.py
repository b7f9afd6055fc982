"""What a dispatcher does with the plan of a day, kept so that it can be taken back."""

from django.db import models

from nuanban.lib.keys import new_key
from nuanban.visits.enums import PlanState


class BoardMove(models.Model):
    """A stop that was put elsewhere: the plans of the crews before and after."""

    # In order, because the last one is undone first.
    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=new_key)
    day = models.DateField()
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    # Plans as `standing.snapshot` writes them.
    before = models.JSONField()
    after = models.JSONField()
    moved_at = models.DateTimeField()
    moved_by = models.TextField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True)
                | models.Q(undone_at__gte=models.F("moved_at")),
                name="move_undone_after_it_was_made",
                violation_error_message="撤销不能早于挪动。",
            ),
        )
        indexes = (models.Index(fields=["day", "site", "-id"], name="board_move_by_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.visit_id}"


OPEN = (PlanState.ASKED, PlanState.PROPOSED)


class DayPlan(models.Model):
    """A proposal for a day: nothing of it holds before somebody accepts it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    day = models.DateField()
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    state = models.TextField(choices=PlanState.choices, default=PlanState.ASKED)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    made_by = models.TextField()
    # Made by the keeper in the evening; once for each day.
    is_nightly = models.BooleanField(default=False)
    # The crew that cannot go on, and what its people were promised: key of a visit to seconds.
    gone = models.ForeignKey("visits.Crew", models.PROTECT, null=True, related_name="+")
    promises = models.JSONField(default=dict)
    # Routes as the planner's contract writes them; left over: key of a visit to words.
    plan = models.JSONField(null=True)
    left_over = models.JSONField(default=dict)
    travel_before = models.PositiveIntegerField(default=0)
    cut_short = models.BooleanField(default=False)
    # The number of the day's plan on which it was made.
    based_on = models.BigIntegerField(null=True)
    trouble = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["day", "site"],
                condition=models.Q(state__in=OPEN),
                name="one_open_plan_a_day",
                violation_error_message="这一天已经有一份建议安排在等您决定。",
            ),
            models.UniqueConstraint(
                fields=["day", "site"],
                condition=models.Q(is_nightly=True),
                name="nightly_plan_once_a_day",
                violation_error_message="这一天晚上已经排过一次。",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[PlanState.PROPOSED, PlanState.ACCEPTED])
                | models.Q(plan__isnull=False, based_on__isnull=False),
                name="proposed_plan_says_what",
                violation_error_message="建议安排要写明内容和依据。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.state}"
