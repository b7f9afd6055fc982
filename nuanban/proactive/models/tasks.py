"""What people do because data cannot decide; what they were reminded of."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.proactive.enums import TaskKind, TaskState


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
