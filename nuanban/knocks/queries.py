"""Questions others may ask about knocks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.eligibility.enums import Department
from nuanban.knocks import perms
from nuanban.knocks.enums import LIVE, CorrectionState, KnockState
from nuanban.knocks.models import Correction, GatherDay, Knock, KnockResult, Reached
from nuanban.knocks.ranking import fair_order
from nuanban.offices import queries as offices

__all__ = ["Correction", "Knock", "KnockResult"]


@dataclass(frozen=True)
class Place:
    """How many wait at one place, and how urgent the first of them is."""

    code: str
    name: str
    inside: str
    people: int
    first: int


def knocks_visible_to(user: User) -> QuerySet[Knock]:
    """The hotline sees all of them, everybody else what lies below their own place."""
    found = Knock.objects.select_related("resident", "division", "taken_by", "visit")
    if not perms.may_knock(user):
        return found.none()
    if user.has_role(Role.HOTLINE_AGENT):
        return found
    if not user.site_id:
        return found.none()
    return found.filter(division__code__startswith=offices.reach_of(user.site_id))


def waiting(knocks: QuerySet[Knock], day: date) -> QuerySet[Knock]:
    """Those at whose door somebody may go today."""
    today = Q(next_try_on__isnull=True) | Q(next_try_on__lte=day)
    return knocks.filter(today, state=KnockState.OPEN)


def first_in_turn(knocks: QuerySet[Knock]) -> list[UUID]:
    """Keys in the order that is fair between the villages."""
    rows = knocks.only("pk", "division_id", "rank").select_related(None)
    return [knock.pk for knock in fair_order(rows.order_by("-rank", "pk"))]


def in_order(knocks: QuerySet[Knock], keys: Sequence[UUID]) -> list[Knock]:
    """The knocks with these keys, in this order."""
    found = {knock.pk: knock for knock in knocks.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def places(knocks: QuerySet[Knock], digits: int) -> list[Place]:
    """Where people wait, by townships (9 digits) or villages (12); the most urgent place first."""
    people: Counter[str] = Counter()
    first: dict[str, int] = {}
    rows = knocks.order_by().values_list("division_id").annotate(n=Count("pk"), first=Max("rank"))
    for code, count, most in rows:
        people[code[:digits]] += count
        first[code[:digits]] = max(most, first.get(code[:digits], 0))
    named = offices.names_of_divisions(people)
    found = [
        Place(code, *named.get(code, (code, "")), people[code], first[code]) for code in people
    ]
    return sorted(found, key=lambda one: (-one.first, -one.people, one.code))


def held_by(user: User) -> QuerySet[Knock]:
    """What this colleague took and has not finished."""
    mine = Knock.objects.filter(taken_by=user, state=KnockState.TAKEN)
    return mine.select_related("resident", "division").order_by("taken_at")


def results_of(knock: Knock) -> QuerySet[KnockResult]:
    """What was found, newest first."""
    return KnockResult.objects.filter(knock=knock).select_related("noted_by")


def others_of(knock: Knock) -> QuerySet[Knock]:
    """What else the same person should be asked about at this door."""
    live = Knock.objects.filter(resident=knock.resident_id, state__in=LIVE)
    return live.exclude(pk=knock.pk)


def correction_of(knock: Knock) -> Correction | None:
    """The last time the data of this knock were called wrong."""
    return Correction.objects.filter(knock=knock).order_by("-asked_at").first()


def corrections_visible_to(user: User) -> QuerySet[Correction]:
    """Officers see those of their department; an officer without one sees all."""
    found = Correction.objects.filter(state=CorrectionState.WAITING)
    found = found.select_related("resident", "knock", "result__noted_by")
    if not perms.may_answer_corrections(user):
        return found.none()
    own = [d.value for d in Department if user.department in ("", d.label)]
    return found.filter(department__in=own)


def reached_visible_to(user: User) -> QuerySet[Reached]:
    """Townships below the user's own place; the hotline and officers see all of them."""
    found = Reached.objects.select_related("township__parent").order_by("township_id")
    if not perms.may_see_map(user):
        return found.none()
    if user.has_role(Role.HOTLINE_AGENT, Role.DEPARTMENT_OFFICER):
        return found
    reach = offices.reach_of(user.site_id) if user.site_id else None
    # A village has no figure of its own: those of its township are shown.
    return found.none() if reach is None else found.filter(township__code__startswith=reach[:9])


def last_gathered() -> GatherDay | None:
    """When the list was made the last time."""
    return GatherDay.objects.order_by("-day").first()
