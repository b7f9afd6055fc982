"""Uploads as received and cleaned, documents as issued."""

from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.papers.enums import DocumentKind


class Upload(models.Model):
    """A photo or PDF, re-encoded, kept sealed under its own name in the uploads folder."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.TextField("文件名")
    media_type = models.TextField()
    size = models.PositiveIntegerField("字节")
    pages = models.PositiveSmallIntegerField(default=1)
    digest = models.BinaryField(max_length=32)
    subject_id = models.UUIDField("属于谁")
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["subject_id"], name="upload_by_subject"),)

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """A document issued by the platform: numbered, signed, checkable, revocable."""

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField("文号", max_length=40, unique=True)
    code = models.CharField("验真码", max_length=24, unique=True)
    kind = models.TextField(choices=DocumentKind.choices)
    title = models.TextField()
    subject_id = models.UUIDField()
    holder_masked = models.TextField()
    issuer = models.TextField("出具单位")
    is_large_print = models.BooleanField(default=False)
    digest = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""),
                name="revocation_has_a_reason",
                violation_error_message="撤销文书要写明原因。",
            ),
        )
        indexes = (models.Index(fields=["subject_id"], name="document_by_subject"),)

    def __str__(self) -> str:
        return self.number


class DocumentCounter(models.Model):
    """Last document number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"
