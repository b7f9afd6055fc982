"""What people say about being served, and the call-back that follows a bad grade."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.ratings.enums import CallBackState, Grade, RatedVia


class Rating(models.Model):
    """One grade for one serving."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    serving = models.OneToOneField("cases.Serving", models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(choices=Grade.choices)
    reasons = ArrayField(models.TextField(), default=list, blank=True)
    words = models.TextField("想说的话", blank=True, default="")
    via = models.TextField(choices=RatedVia.choices)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=5),
                name="grade_is_1_to_5",
                violation_error_message="评价分为 1 到 5 五个等级。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.grade}"


class CallBack(models.Model):
    """A bad grade is answered by a person: first contact in 1 working day, mended in 15."""

    id = models.UUIDField(primary_key=True, default=new_key)
    rating = models.OneToOneField("ratings.Rating", models.PROTECT, related_name="+")
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    state = models.TextField(choices=CallBackState.choices, default=CallBackState.OPEN)
    call_due_on = models.DateField("回访期限")
    mend_due_on = models.DateField("整改期限")
    opened_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    found = models.TextField("回访情况", blank=True, default="")
    mended = models.TextField("整改措施", blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=CallBackState.OPEN) | ~Q(found=""),
                name="call_back_says_what_was_found",
                violation_error_message="请写下回访时了解到的情况。",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallBackState.DONE) | ~Q(mended=""),
                name="mended_call_back_says_how",
                violation_error_message="请写下怎么整改的。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.call_due_on}"
