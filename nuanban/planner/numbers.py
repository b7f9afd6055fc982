"""The day in numbers: places, crews and visits by index, who may serve whom."""

from dataclasses import dataclass

from nuanban.planner.day import Crew, Day, Visit, Window
from nuanban.planner.travel import Pace

ANY_LOAD = 1 << 40


@dataclass(frozen=True, slots=True)
class CrewNumbers:
    """One crew; `rests` are (first start, last start, seconds) in order of time.

    `rest_words` says which break of the crew each one is, counted from 1.
    """

    start: int
    end: int
    begins: int
    ends: int
    rests: tuple[tuple[int, int, int], ...]
    rest_words: tuple[int, ...]
    capacity: int
    size: int


@dataclass(frozen=True, slots=True)
class VisitNumbers:
    """One visit; `crews` may serve it, `windows` are those in which it may begin."""

    place: int
    seconds: int
    windows: tuple[Window, ...]
    load: int
    priority: int
    promised: bool
    people: int
    crews: tuple[int, ...]

    def begin(self, arrive: int) -> int | None:
        """The first moment from `arrive` on at which it may begin."""
        for first, last in self.windows:
            if arrive <= last:
                return max(arrive, first)
        return None

    def latest(self, bound: int) -> int | None:
        """The last arrival that still lets it begin by `bound`."""
        found = None
        for first, last in self.windows:
            if first <= bound:
                found = min(last, bound)
        return found


class Numbers:
    """Made once for a day. Asking is cheap."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.place_at = {place.id: i for i, place in enumerate(day.places)}
        self.crew_at = {crew.id: i for i, crew in enumerate(day.crews)}
        self.visit_at = {visit.id: i for i, visit in enumerate(day.visits)}
        self.matrix = day.travel.ways.seconds(day.places)
        self.ways: list[list[int]] = self.matrix.tolist()
        self.pace = Pace(day.travel.slow)
        self.crews = [self._crew(crew) for crew in day.crews]
        self._resting = [can_rest(crew) for crew in day.crews]
        self._able: dict[object, tuple[int, ...]] = {}
        self.visits = [self._visit(visit) for visit in day.visits]

    def _crew(self, crew: Crew) -> CrewNumbers:
        rests = sorted((*rest.window, rest.seconds, i) for i, rest in enumerate(crew.breaks, 1))
        return CrewNumbers(
            start=self.place_at[crew.start],
            end=self.place_at[crew.end],
            begins=crew.shift[0],
            ends=crew.shift[1],
            rests=tuple(rest[:3] for rest in rests),
            rest_words=tuple(rest[3] for rest in rests),
            capacity=ANY_LOAD if crew.capacity is None else crew.capacity,
            size=crew.size,
        )

    def _visit(self, visit: Visit) -> VisitNumbers:
        return VisitNumbers(
            place=self.place_at[visit.place],
            seconds=visit.seconds,
            windows=allowed_windows(visit),
            load=visit.load,
            priority=visit.priority,
            promised=visit.promised is not None,
            people=visit.people,
            crews=self._crews_for(visit),
        )

    def _crews_for(self, visit: Visit) -> tuple[int, ...]:
        promise = visit.promised and visit.promised.crew
        alike = (visit.skills, visit.unwilling_crews, visit.load, promise, visit.people)
        if alike not in self._able:
            able = [
                i
                for i, crew in enumerate(self.day.crews)
                if self._resting[i] and may_serve(crew, visit)
            ]
            self._able[alike] = tuple(self._as_promised(able, visit))
        return self._able[alike]

    def _as_promised(self, able: list[int], visit: Visit) -> list[int]:
        """Only the promised crew; for two people also those who can go along with it."""
        if visit.promised is None or visit.promised.crew is None:
            return able
        promised = self.crew_at[visit.promised.crew]
        if promised not in able:
            return []
        if self.crews[promised].size >= visit.people:
            return [promised]
        return [i for i in able if i == promised or self.crews[i].size < visit.people]

    def needs_two(self, visit: int, crew: int) -> bool:
        """Whether this crew needs another one beside it."""
        return self.visits[visit].people > self.crews[crew].size

    def promised_crew(self, visit: int) -> int | None:
        """The crew that was promised, if one was."""
        promise = self.day.visits[visit].promised
        if promise is None or promise.crew is None:
            return None
        return self.crew_at[promise.crew]


def may_serve(crew: Crew, visit: Visit) -> bool:
    """Skills, load and unwilling pairs; nothing about time."""
    if not visit.skills <= crew.skills or crew.id in visit.unwilling_crews:
        return False
    return crew.capacity is None or visit.load <= crew.capacity


def can_rest(crew: Crew) -> bool:
    """Whether the breaks fit into the shift, one after the other."""
    now = crew.shift[0]
    for rest in sorted(crew.breaks, key=lambda one: (one.window, one.seconds)):
        now = max(now, rest.window[0])
        if now > rest.window[1]:
            return False
        now += rest.seconds
    return now <= crew.shift[1]


def allowed_windows(visit: Visit) -> tuple[Window, ...]:
    """The windows, within the promise where there is one; in order of time."""
    begins, ends = visit.promised.window if visit.promised else (0, ANY_LOAD)
    merged: list[Window] = []
    for first, last in sorted(visit.windows):
        first, last = max(first, begins), min(last, ends)
        if first > last:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)
