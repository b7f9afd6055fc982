"""What a dispatcher does with the plan of a day, kept so that it can be taken back."""

from django.db import models

from nuanban.lib.keys import new_key


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
