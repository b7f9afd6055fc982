"""Closed lists of the papers."""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    """Documents that the platform makes."""

    DECISION = "decision", "办理结果"
    MISSING_LIST = "missing_list", "补材料清单"
    RECEIPT = "receipt", "签收单"
    NOTICE = "notice", "通知书"
    ENTITLEMENT = "entitlement", "待遇证明"


class Standing(TextChoices):
    """What the public check page says of a document."""

    GENUINE = "genuine", "真实有效"
    REVOKED = "revoked", "已撤销"
    UNKNOWN = "unknown", "查不到"
