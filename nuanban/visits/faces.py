"""The same face again, as a wish: which crews hold somebody whom a person knows from a visit."""

from collections.abc import Collection
from uuid import UUID

from nuanban.visits.enums import VisitState
from nuanban.visits.models import CrewMember, Visit


def known_faces(residents: Collection[UUID], crews: Collection[int]) -> dict[UUID, set[int]]:
    """Of each person those of the crews with a member who has been at their home before."""
    been = Visit.objects.filter(resident__in=residents, state=VisitState.DONE, crew__isnull=False)
    pairs = list(been.values_list("resident", "crew").distinct())
    then = _members({crew for _, crew in pairs})
    now = _members(crews)
    known: dict[UUID, set[int]] = {}
    for resident, crew in pairs:
        faces = then.get(crew, set())
        known.setdefault(resident, set()).update(key for key in now if now[key] & faces)
    return known


def _members(crews: Collection[int]) -> dict[int, set[UUID]]:
    found: dict[int, set[UUID]] = {}
    rows = CrewMember.objects.filter(crew__in=crews)
    for crew, member in rows.values_list("crew", "member"):
        found.setdefault(crew, set()).add(member)
    return found
