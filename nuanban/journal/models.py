"""What was done, by whom, for whom, when: append-only entries, their seals, kept answers."""

from django.db import models
from django.db.models.functions import Now

from nuanban.lib.keys import new_key


class Entry(models.Model):
    """One act. Payloads hold ids and codes, never personal data."""

    append_only = True

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField("动作")
    at = models.DateTimeField("业务时间")
    recorded_at = models.DateTimeField("记录时间", db_default=Now())
    actor_kind = models.TextField()
    actor_id = models.UUIDField("办理人")
    actor_name = models.TextField()
    subject_id = models.UUIDField("服务对象", null=True)
    mandate_id = models.UUIDField("授权", null=True)
    device_id = models.UUIDField(null=True)
    object_id = models.UUIDField(null=True)
    site = models.TextField(blank=True, default="")
    address = models.TextField("来源地址", blank=True, default="")
    payload = models.JSONField(default=dict)
    # xid8 of the writing transaction: the sealer reads only below the oldest running one.
    xid = models.BigIntegerField(db_default=models.Func(function="nuanban_current_xid"))

    class Meta:
        indexes = (
            models.Index(fields=["subject_id", "id"], name="entry_by_subject"),
            models.Index(fields=["object_id", "id"], name="entry_by_object"),
            models.Index(fields=["kind", "id"], name="entry_by_kind"),
            models.Index(fields=["actor_id", "id"], name="entry_by_actor"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=["staff", "device", "resident", "system"]),
                name="entry_has_an_actor",
                violation_error_message="每一步都要记下是谁办的。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Seal(models.Model):
    """The Merkle root over one batch of entries, chained to the seal before it."""

    append_only = True

    id = models.BigAutoField(primary_key=True)
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    leaves = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.pk}"


class Leaf(models.Model):
    """An entry's place under a seal."""

    append_only = True

    entry = models.OneToOneField(
        "journal.Entry", models.PROTECT, primary_key=True, related_name="+"
    )
    seal = models.ForeignKey("journal.Seal", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["seal", "position"],
                name="leaf_position_once",
                violation_error_message="同一封存批次里的位置不能重复。",
            ),
        )

    def __str__(self) -> str:
        return f"leaf {self.pk}"


class KeptAnswer(models.Model):
    """The first answer to an operation key, given again when the same operation is repeated."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    key = models.UUIDField("操作号")
    scope = models.TextField("来源")
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["key", "scope"],
                name="operation_answered_once",
                violation_error_message="这一步已经办过了，不会重复办理。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
