"""Whether a crew is in time at a door, in a word and a tone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nuanban.lib.days import city_day
from nuanban.visits.clock import moment
from nuanban.visits.enums import VisitState
from nuanban.visits.models import Stop, Visit

# A crew that stands in front of a gate is not late yet.
PATIENCE = timedelta(minutes=5)
TOO_LONG_INSIDE = timedelta(minutes=45)
NOT_THERE = (VisitState.PROMISED, VisitState.ON_THE_WAY)


@dataclass(frozen=True)
class Word:
    """What stands beside the name. `tone` as of tags."""

    text: str
    tone: str
    is_late: bool = False


def word_of(visit: Visit, stop: Stop, at: datetime) -> Word:
    """How it stands with a visit at a moment."""
    state = VisitState(visit.state)
    if visit.day is not None and city_day(at) >= visit.day:
        late = _late(visit, stop, at)
        if late is not None:
            return late
    tones = {VisitState.DONE: "blue", VisitState.ARRIVED: "pine", VisitState.ON_THE_WAY: "pine"}
    return Word(state.label, tones.get(state, "plain"))


def _late(visit: Visit, stop: Stop, at: datetime) -> Word | None:
    assert visit.day is not None
    if visit.state in NOT_THERE:
        promised = moment(visit.day, visit.window_to or stop.start)
        if at > promised:
            return Word(f"过了约定 {_minutes(at - promised)} 分钟，人还没到", "red", is_late=True)
        planned = moment(visit.day, stop.start)
        if at > planned + PATIENCE:
            return Word(f"晚了 {_minutes(at - planned)} 分钟", "warm", is_late=True)
    if visit.state == VisitState.ARRIVED and visit.arrived_at is not None:
        out = visit.arrived_at + timedelta(seconds=visit.seconds)
        if at > out + TOO_LONG_INSIDE:
            return Word(f"进门太久，超出 {_minutes(at - out)} 分钟", "red", is_late=True)
    return None


def _minutes(late: timedelta) -> int:
    return int(late.total_seconds() // 60)
