"""Closed lists of eligibility."""

from django.db.models import TextChoices


class Department(TextChoices):
    """Who knows a fact and sends it."""

    CIVIL_AFFAIRS = "civil_affairs", "民政"
    DISABILITY_FEDERATION = "disability_federation", "残联"
    SOCIAL_INSURANCE = "social_insurance", "人社"
    MEDICAL_INSURANCE = "medical_insurance", "医保"
    UTILITIES = "utilities", "水电气公司"
    POLICE = "police", "公安"
    VETERANS_AFFAIRS = "veterans_affairs", "退役军人事务"
    COUNTER = "counter", "窗口或上门核实"


class VersionState(TextChoices):
    """The life of a policy's text."""

    DRAFT = "draft", "草稿"
    PROPOSED = "proposed", "等另一人发布"
    RELEASED = "released", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


# Not released yet: a policy has one of these at most.
OPEN_STATES = (VersionState.DRAFT, VersionState.PROPOSED)
