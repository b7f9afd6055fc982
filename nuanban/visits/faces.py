"""The same face again, as a wish: which crews hold somebody whom a person knows from a visit."""

from collections.abc import Collection
from uuid import UUID

from nuanban.visits.enums import VisitState
from nuanban.visits.models import CrewMember, Visit


def familiar_crews(resident: UUID | None, crews: Collection[int]) -> set[int]:
    """Those of the crews with a member who has been at the person's home before."""
    if resident is None:
        return set()
    been = Visit.objects.filter(resident=resident, state=VisitState.DONE).values("crew")
    faces = CrewMember.objects.filter(crew__in=been).values("member")
    found = CrewMember.objects.filter(crew__in=crews, member__in=faces)
    return set(found.values_list("crew", flat=True))
