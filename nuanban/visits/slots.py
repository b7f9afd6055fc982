"""Which promises could be kept: windows of crews with all ways reckoned in, the cheapest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core import signing

from nuanban.lib.days import city_day, is_working_day
from nuanban.offices import queries as offices
from nuanban.planner.faces import WORTH
from nuanban.planner.slots import slots
from nuanban.visits.clock import HOUR, moment, second_of
from nuanban.visits.faces import known_faces
from nuanban.visits.models import DAY_SECONDS, Crew, Visit
from nuanban.visits.route_days import RouteDay

WIDTH, STEP = 2 * HOUR, HOUR // 2
# Nobody is promised anything sooner than this.
LEAD = timedelta(minutes=45)
LONGEST_SPAN = 31
_SALT = "visits.slot"


@dataclass(frozen=True)
class Slot:
    """A window of a crew that can be promised.

    `extra_seconds`: more time on the road; `is_familiar`: somebody of them came before.
    """

    crew: int
    crew_name: str
    day: date
    window_from: int
    window_to: int
    extra_seconds: int = 0
    is_familiar: bool = False

    @property
    def key(self) -> str:
        """What a page or machine sends back; nobody can make one up."""
        said = [self.crew, f"{self.day}", self.window_from, self.window_to]
        return signing.dumps(said, salt=_SALT, compress=True)

    @property
    def starts_at(self) -> datetime:
        """The beginning of the window."""
        return moment(self.day, self.window_from)

    @property
    def ends_at(self) -> datetime:
        """The end of the window."""
        return moment(self.day, self.window_to)


def read_slot(key: str) -> Slot | None:
    """The slot that was offered under this key; None for anything else."""
    try:
        crew, day, first, last = signing.loads(key, salt=_SALT)
        return Slot(int(crew), "", date.fromisoformat(day), int(first), int(last))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def offers(
    visit: Visit, *, from_day: date, to_day: date, at: datetime, most: int = 12
) -> list[Slot]:
    """Windows that can be promised, in order of time; for each window the crew with least way."""
    found: list[Slot] = []
    last = min(to_day, from_day + timedelta(days=LONGEST_SPAN))
    day = max(from_day, city_day(at))
    while day <= last and len(found) < most:
        if is_working_day(day, offices.calendar()):
            found += _apart(_of_day(visit, day, at))
        day += timedelta(days=1)
    return found[:most]


def _of_day(visit: Visit, day: date, at: datetime) -> list[Slot]:
    crews = list(
        Crew.objects.filter(
            day=day, site_id=visit.site_id, stopped_at=None, away=""
        ).select_related("site__division")
    )
    if not crews:
        return []
    route_day = RouteDay(crews, at, visit)
    windows = _windows(crews, second_of(at + LEAD) if day == city_day(at) else 0)
    asked = replace(route_day.asked(visit), promised=None)
    fits = slots(route_day.as_day, route_day.plan, asked, windows, route_day.now)
    taken = {(one.crew_id, one.window_from) for one in route_day.visits}
    names = {crew.pk: crew.name for crew in crews}
    familiar = known_faces([visit.resident_id], names).get(visit.resident_id, ())
    found = []
    for fit in fits:
        crew, (first, last) = fit.crews[0], fit.window
        # Two crews at once are sent by the dispatcher, not over the telephone.
        if len(fit.crews) == 1 and isinstance(crew, int) and (crew, first) not in taken:
            known = crew in familiar
            found.append(Slot(crew, names[crew], day, first, last, fit.extra_seconds, known))
    return found


def _windows(crews: Sequence[Crew], earliest: int) -> list[tuple[int, int]]:
    first = max(earliest, min(crew.begins for crew in crews))
    first = -(-first // STEP) * STEP
    end = max(crew.ends for crew in crews)
    return [(start, min(start + WIDTH, DAY_SECONDS - 1)) for start in range(first, end, STEP)]


def _apart(found: Sequence[Slot]) -> list[Slot]:
    """One crew for each window, and windows an hour apart: a short list to read out."""
    best: dict[int, Slot] = {}
    for slot in sorted(found, key=_cost):
        best.setdefault(slot.window_from, slot)
    return list(_spread(sorted(best.values(), key=lambda one: one.window_from)))


def _cost(slot: Slot) -> tuple[int, int]:
    return slot.extra_seconds - (WORTH if slot.is_familiar else 0), slot.crew


def _spread(found: Sequence[Slot]) -> Iterator[Slot]:
    last = -DAY_SECONDS
    for slot in found:
        if slot.window_from - last >= 2 * STEP:
            last = slot.window_from
            yield slot
