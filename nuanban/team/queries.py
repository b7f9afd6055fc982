"""Who is in the team, who is there on a day, and what they can do then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanban.papers import queries as papers
from nuanban.team.enums import Skill
from nuanban.team.models import Absence, HeldSkill, Kit, Member, Shift, Vehicle
from nuanban.team.sealed import open_phone

__all__ = ["Absence", "HeldSkill", "Kit", "Member", "Shift", "Vehicle"]

WARNED_DAYS = 60


@dataclass(frozen=True)
class OnDuty:
    """A member who is there on a day, with what they can do on it."""

    member: Member
    shift: Shift
    skills: frozenset[Skill]


def members(day: date) -> QuerySet[Member]:
    """Who belongs to the team on a day."""
    return Member.objects.filter(Q(left_on=None) | Q(left_on__gte=day), joined_on__lte=day)


def member_by_id(key: UUID) -> Member | None:
    """The member with this key."""
    return Member.objects.select_related("user", "division").filter(pk=key).first()


def member_of_user(user_id: UUID) -> Member | None:
    """The member whose account this is."""
    return Member.objects.filter(user_id=user_id).first()


def accounts_taken() -> QuerySet[Member, UUID | None]:
    """Accounts that are somebody's already."""
    return Member.objects.filter(user__isnull=False).values_list("user", flat=True)


def on_duty(day: date) -> list[OnDuty]:
    """Who has a shift and is not absent."""
    away = Absence.objects.filter(withdrawn_at=None, from_day__lte=day, to_day__gte=day)
    shifts = (
        Shift.objects.filter(day=day, member__in=members(day))
        .exclude(member__in=away.values("member"))
        .select_related("member")
        .order_by("starts_at", "member__name", "member_id")
    )
    found = list(shifts)
    held = skills_of([shift.member_id for shift in found], day)
    return [OnDuty(s.member, s, held.get(s.member_id, frozenset())) for s in found]


def skills_of(ids: Sequence[UUID], day: date) -> dict[UUID, frozenset[Skill]]:
    """What these members can do on a day."""
    found: dict[UUID, set[Skill]] = {}
    for held in _in_force(day).filter(member_id__in=ids):
        found.setdefault(held.member_id, set()).add(Skill(held.skill))
    return {key: frozenset(skills) for key, skills in found.items()}


def _in_force(day: date) -> QuerySet[HeldSkill]:
    lasts = Q(expires_on=None) | Q(expires_on__gt=day)
    return HeldSkill.objects.filter(lasts, since__lte=day, withdrawn_at=None)


def skills_held(member: Member) -> QuerySet[HeldSkill]:
    """All that stand in the file, run out or not."""
    return HeldSkill.objects.filter(member=member, withdrawn_at=None)


def skills_running_out(day: date) -> QuerySet[HeldSkill]:
    """What has run out or will within 60 days."""
    soon = day + timedelta(days=WARNED_DAYS)
    running = HeldSkill.objects.filter(
        withdrawn_at=None, expires_on__lte=soon, member__in=members(day)
    )
    return running.select_related("member").order_by("expires_on")


def shifts_of(member: Member, from_day: date) -> QuerySet[Shift]:
    """Shifts from a day on."""
    return Shift.objects.filter(member=member, day__gte=from_day)


def absences_of(member: Member) -> QuerySet[Absence]:
    """All that were not withdrawn, newest first."""
    return Absence.objects.filter(member=member, withdrawn_at=None)


def vehicles() -> QuerySet[Vehicle]:
    """All cars."""
    return Vehicle.objects.all()


def kits() -> QuerySet[Kit]:
    """All devices."""
    return Kit.objects.all()


def photo_of(member: Member) -> bytes | None:
    """The badge photo, a JPEG."""
    kept = papers.upload_by_id(member.photo_id) if member.photo_id else None
    return papers.content_of(kept) if kept else None


def phone_of(member: Member) -> str:
    """The open phone, for whoever has to call."""
    return open_phone(bytes(member.phone_sealed), member.pk) if member.phone_sealed else ""
