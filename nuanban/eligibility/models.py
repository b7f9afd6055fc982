"""What departments know of a person, which lists are whole, and the texts of policies."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.eligibility.enums import OPEN_STATES, Department, VersionState
from nuanban.lib.keys import new_key


class Record(models.Model):
    """What one department says of one person: facts by name, from a day on.

    A newer record of the department takes the place of the older one, which stays for the
    question "what did we know on that day".
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    department = models.TextField(choices=Department.choices)
    facts = models.JSONField()
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    origin_id = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "department"],
                condition=Q(superseded_at__isnull=True),
                name="record_current_once_per_department",
                violation_error_message="同一部门对同一个人只有一条现行记录。",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="record_superseded_after_recorded",
                violation_error_message="记录被替换的时间不能早于登记时间。",
            ),
        )
        indexes = (models.Index(fields=["department", "resident"], name="record_by_department"),)

    def __str__(self) -> str:
        return f"{self.department} {self.resident_id}"


class Coverage(models.Model):
    """A department's list is whole since this moment: who is not on it has nothing of it."""

    department = models.TextField(primary_key=True, choices=Department.choices)
    whole_since = models.DateTimeField()

    def __str__(self) -> str:
        return self.department


class PolicyVersion(models.Model):
    """The text of a policy as somebody wrote it; released by somebody else, from a day on.

    `department` answers for it. `hands`: everybody who wrote in it. `revision` counts its texts.
    `withdrawn_on`: the first day on which a released text no longer applies; empty for drafts that
    were given up.
    `difference`: what it would change for the city, as reckoned for one revision and day.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    policy = models.TextField("政策")
    number = models.PositiveIntegerField("第几版")
    department = models.TextField("归哪个部门", default="")
    policy_text = models.TextField("条文")
    numbers_text = models.TextField("数", blank=True, default="")
    examples_text = models.TextField("例子", blank=True, default="")
    state = models.TextField(choices=VersionState.choices, default=VersionState.DRAFT)
    in_force_from = models.DateField("哪天起用", null=True)
    why = models.TextField("为什么改", blank=True, default="")
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    released_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    hands = ArrayField(models.UUIDField(), default=list)
    revision = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField(null=True)
    sent_back_because = models.TextField("为什么退回", blank=True, default="")
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_on = models.DateField("哪天起不再用", null=True)
    why_withdrawn = models.TextField("为什么撤回", blank=True, default="")
    difference = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_version_per_policy",
                violation_error_message="这项政策已经有一份没有发布的草稿，请先处理那一份。",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.WITHDRAWN)
                | (
                    Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(why_withdrawn="")
                ),
                name="withdrawn_version_says_who_and_why",
                violation_error_message="撤回要写明谁撤回、为什么。",
            ),
            models.UniqueConstraint(
                fields=["policy", "number"],
                name="policy_version_number_once",
                violation_error_message="这一版已经有了，请刷新页面。",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.RELEASED)
                | Q(
                    released_by__isnull=False,
                    released_at__isnull=False,
                    in_force_from__isnull=False,
                ),
                name="released_version_says_who_and_when",
                violation_error_message="发布要写明谁发布、哪天起用。",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("written_by")),
                name="version_released_by_another_person",
                violation_error_message="写的人不能自己发布，请另一位同事核对后发布。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy} 第 {self.number} 版"
