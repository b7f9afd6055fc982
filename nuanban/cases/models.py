"""A request until its answer, and the count of people served."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuanban.cases.enums import Channel, HandedBy, Recorded, Shown, State
from nuanban.lib.keys import new_key


class Case(models.Model):
    """One request of one person for one item. Subject, actor and mandate stand apart."""

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField("办件号", max_length=24, unique=True)
    item = models.ForeignKey("catalogue.Item", models.PROTECT, related_name="+")
    version = models.ForeignKey("catalogue.ItemVersion", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    mandate_id = models.UUIDField("授权", null=True)
    agent_name = models.TextField("代办人", blank=True, default="")
    channel = models.TextField(choices=Channel.choices)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    department = models.TextField("办理部门", blank=True, default="")
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    # Counts every change: who saves on top of somebody else's change is told so.
    revision = models.PositiveIntegerField(default=1)
    answers = models.JSONField("情形选择", default=dict)
    form_sealed = models.BinaryField("表单", null=True)
    origin_id = models.UUIDField("来源（小票、预约或来电）", null=True)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_on = models.DateField("受理日", null=True)
    due_on = models.DateField("承诺办结日", null=True)
    paused_on = models.DateField("暂停计时", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    outcome_reason = models.TextField("理由", blank=True, default="")
    remedy = models.TextField("不服怎么办", blank=True, default="")
    document_id = models.UUIDField("结果文书", null=True)
    delivered_at = models.DateTimeField(null=True)
    handed_by = models.TextField(choices=HandedBy.choices, blank=True, default="")
    received_by = models.TextField("签收人", blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["resident", "-opened_at"], name="case_by_resident"),
            models.Index(fields=["state", "due_on"], name="case_by_state_and_due"),
            models.Index(fields=["site", "-opened_at"], name="case_by_site"),
            models.Index(fields=["origin_id"], name="case_by_origin"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]),
                name="case_state_is_known",
                violation_error_message="没有这个办件状态。",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(outcome_reason="") & ~Q(remedy=""),
                name="refusal_has_reason_and_remedy",
                violation_error_message="不同意要写明理由，还要告诉对方不服怎么办。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.RESULT_READY, State.DELIVERED, State.CLOSED])
                | Q(document_id__isnull=False),
                name="result_has_a_document",
                violation_error_message="还没有生成结果文书。",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DELIVERED) | Q(delivered_at__isnull=False),
                name="delivery_has_a_moment",
                violation_error_message="送达要记下时间。",
            ),
        )

    def __str__(self) -> str:
        return self.number


class CaseCounter(models.Model):
    """Last case number of a day."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.last}"


class CaseMaterial(models.Model):
    """One paper that this person in this situation needs, and how it was shown."""

    id = models.UUIDField(primary_key=True, default=new_key)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField("材料")
    reason = models.TextField("为什么需要", blank=True, default="")
    shown = models.TextField(choices=Shown.choices, default=Shown.MISSING)
    source = models.TextField("来自", blank=True, default="")
    upload_id = models.UUIDField("附件", null=True)
    noted_by = models.TextField(blank=True, default="")
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "code"],
                name="material_once_per_case",
                violation_error_message="这份材料已经在清单里了。",
            ),
            models.CheckConstraint(
                condition=~Q(shown=Shown.PHOTO) | Q(upload_id__isnull=False),
                name="photo_has_an_upload",
                violation_error_message="请先拍照或上传。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class CaseViewer(models.Model):
    """Who has a case open right now, so that two people on one case see each other."""

    id = models.UUIDField(primary_key=True, default=new_key)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "user"],
                name="viewer_once_per_case",
                violation_error_message="已经记下您在看这个办件。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"


class Serving(models.Model):
    """One person served once, in exactly one channel. Imported past rows may stand for several."""

    id = models.UUIDField(primary_key=True, default=new_key)
    served_on = models.DateField("日期")
    channel = models.TextField(choices=Channel.choices)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey("catalogue.Item", models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    staff = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    groups = ArrayField(models.TextField(), default=list, blank=True)
    # The ticket, visit, call or import row that this serving came from.
    origin_id = models.UUIDField(unique=True)
    people = models.PositiveIntegerField("人次", default=1)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recorded = models.TextField(choices=Recorded.choices, default=Recorded.LIVE)
    note = models.TextField(blank=True, default="")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["served_on", "channel"], name="serving_by_day_and_channel"),
            models.Index(fields=["resident"], name="serving_by_resident"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="serving_counts_someone",
                violation_error_message="人次至少是 1。",
            ),
            models.CheckConstraint(
                condition=Q(recorded=Recorded.IMPORT) | Q(people=1),
                name="live_serving_counts_one",
                violation_error_message="现场服务一次只记一人次。",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[c.value for c in Channel]),
                name="serving_channel_is_known",
                violation_error_message="没有这个服务方式。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.served_on} {self.channel}"
