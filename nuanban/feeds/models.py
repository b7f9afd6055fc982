"""Files that departments send, the rows taken from them, and the rows that wait for a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.feeds.enums import Cause, DeliveryState, Format, RowState
from nuanban.lib.keys import new_key


class Delivery(models.Model):
    """One file of one kind of feed. The same bytes are the same delivery."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.CharField("名单", max_length=60)
    name = models.TextField("文件名")
    digest = models.BinaryField(max_length=32)
    size = models.BigIntegerField("字节")
    format = models.TextField(choices=Format.choices, default=Format.CSV)
    encoding = models.TextField("编码", blank=True, default="")
    header = ArrayField(models.TextField(), default=list)
    delimiter = models.CharField(max_length=1, default=",")
    as_of = models.DateField("名单截至")
    sender_kind = models.TextField()
    sender_id = models.UUIDField()
    sender_name = models.TextField("谁送来的")
    received_at = models.DateTimeField("收到时间")
    state = models.TextField(choices=DeliveryState.choices, default=DeliveryState.RECEIVED)
    # Sentences for people: why it is held, or why it was refused.
    words = ArrayField(models.TextField(), default=list)
    last_line = models.BigIntegerField("读到第几行", default=0)
    # A row cut off at the end: the file may not have come whole.
    is_cut = models.BooleanField(default=False)
    progress = models.PositiveSmallIntegerField("百分之几", default=0)
    rows_in = models.BigIntegerField("行数", default=0)
    accepted = models.BigIntegerField("收下", default=0)
    quarantined = models.BigIntegerField("挑出", default=0)
    duplicates = models.BigIntegerField("重复", default=0)
    written = models.BigIntegerField("已写入", default=0)
    people = models.BigIntegerField("人数", default=0)
    deaths = models.BigIntegerField("死亡", default=0)
    left = models.BigIntegerField("不在名单上了", default=0)
    leavers_done_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_words = models.TextField("怎么核对的", blank=True, default="")
    finished_at = models.DateTimeField("完成时间", null=True)
    destroyed_at = models.DateTimeField("原件销毁时间", null=True)

    class Meta:
        indexes = (
            models.Index(fields=["kind", "-received_at"], name="delivery_by_kind"),
            models.Index(
                fields=["finished_at"],
                name="delivery_has_its_original",
                condition=Q(destroyed_at__isnull=True, finished_at__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "digest"],
                condition=~Q(state=DeliveryState.REFUSED),
                name="delivery_once_per_file",
                violation_error_message="这个文件已经收过了，不会再收一次。",
            ),
            models.CheckConstraint(
                condition=Q(rows_in=F("accepted") + F("quarantined") + F("duplicates")),
                name="delivery_loses_no_row",
                violation_error_message="行数要等于收下、挑出和重复之和。",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.KEPT) | Q(finished_at__isnull=False),
                name="delivery_kept_says_when",
                violation_error_message="收下的文件要写明完成时间。",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True)
                | Q(state__in=[DeliveryState.KEPT, DeliveryState.REFUSED]),
                name="delivery_in_use_keeps_its_original",
                violation_error_message="还没有处理完的文件不能销毁原件。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """One good row, on its way into what the city knows. Gone once a newer file is kept."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    digest = models.BinaryField(max_length=16)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, null=True, related_name="+")
    # Name and number of somebody who is not on file yet.
    newcomer_sealed = models.BinaryField(null=True)
    facts = models.JSONField()
    # None: the row says nothing of statuses.
    statuses = models.JSONField(null=True)
    change = models.TextField(blank=True, default="")
    valid_from = models.DateField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["delivery", "number"],
                name="line_counted_once",
                violation_error_message="这一行已经收下了。",
            ),
            models.UniqueConstraint(
                fields=["delivery", "digest"],
                name="line_content_once",
                violation_error_message="文件里已有内容相同的一行。",
            ),
        )
        indexes = (
            models.Index(
                fields=["delivery", "number"],
                name="line_to_write",
                condition=Q(written_at__isnull=True),
            ),
            models.Index(fields=["delivery", "resident"], name="line_by_resident"),
        )

    def __str__(self) -> str:
        return f"第 {self.number} 行"


class QuarantinedRow(models.Model):
    """A row that could not be taken: its bytes as they came, sealed, and why, in words."""

    id = models.UUIDField(primary_key=True, default=new_key)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+")
    number = models.BigIntegerField("第几行")
    raw_sealed = models.BinaryField()
    cause = models.TextField(choices=Cause.choices)
    reason = models.TextField("为什么")
    state = models.TextField(choices=RowState.choices, default=RowState.WAITING)
    text_sealed = models.BinaryField(null=True)
    words = models.TextField("处理说明", blank=True, default="")
    decided_by = models.TextField("谁处理的", blank=True, default="")
    decided_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["delivery", "number"],
                name="quarantined_row_counted_once",
                violation_error_message="这一行已经挑出来了。",
            ),
            models.CheckConstraint(
                condition=Q(state=RowState.WAITING) | Q(decided_at__isnull=False),
                name="quarantined_row_says_when_decided",
                violation_error_message="处理过的行要写明时间。",
            ),
        )
        indexes = (
            models.Index(
                fields=["delivery", "number"],
                name="quarantined_row_waiting",
                condition=Q(state=RowState.WAITING),
            ),
        )

    def __str__(self) -> str:
        return f"第 {self.number} 行"
