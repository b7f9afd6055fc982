"""Why a visit fits nowhere, in words; the first reason that alone is enough."""

from collections.abc import Iterable
from itertools import islice

from nuanban.planner.day import Crew, Visit
from nuanban.planner.draft import Draft, draft_of, line_of, resting
from nuanban.planner.insertion import Finder, insert
from nuanban.planner.limit import Limit
from nuanban.planner.numbers import Numbers, VisitNumbers
from nuanban.planner.plan import Reason

FULL = "会办的人这段时间都排满了。请改时间、改一天，或加人。"
# So many seconds after the limit no reason is looked into any more.
LATE = 0.3


class Reasons:
    """Finds reasons for one draft. Asking about many visits is cheap."""

    def __init__(self, draft: Draft, limit: Limit) -> None:
        self.draft, self.numbers, self.limit = draft, draft.numbers, limit
        self._promises: Finder | None = None

    def of(self, visit: int) -> Reason:
        """Why this visit is left over."""
        what = self.numbers.day.visits[visit]
        found = self._nobody(what)
        if not self.limit.is_over(-LATE):
            found = found or self._alone(visit, what)
        if found is None and self.draft.untried:
            return Reason("no_time", "给的时间里没有排到。请多给几秒，再排一次。")
        if found is None and self.limit.is_over(-LATE):
            return Reason("shift_full", FULL)
        return found or self._together(visit, what)

    def _nobody(self, what: Visit) -> Reason | None:
        """Nobody could, whatever the hour."""
        crews = self.numbers.day.crews
        if not crews:
            return Reason("no_crew", "这一天没有人出车。请先排班。")
        able = [crew for crew in crews if what.skills <= crew.skills]
        if not able:
            return Reason("no_skill", _no_skill(what, crews))
        carry = [crew for crew in able if crew.capacity is None or what.load <= crew.capacity]
        if not carry:
            return Reason("load", f"要带 {what.load} 件，没有一辆车装得下。请分几次送，或换大车。")
        willing = [crew for crew in carry if crew.id not in what.unwilling_crews]
        if not willing:
            return Reason("unwilling", "会办的人都是他不愿意再见的。请另找人，或先问问他本人。")
        if what.people > sum(crew.size for crew in willing):
            return Reason("two_people", "要两个人去，会办的只有一个人。请再排一个人。")
        promise = what.promised
        if promise and promise.crew is not None and promise.crew not in [c.id for c in willing]:
            text = f"答应了由 {promise.crew} 去，可是他不能去。请打电话另约。"
            return Reason("promise_clash", text)
        return None

    def _alone(self, visit: int, what: Visit) -> Reason | None:
        """Nobody could, even with nothing else to do that day."""
        numbers = self.numbers
        one = numbers.visits[visit]
        if not any(self._reached(one, crew) for crew in one.crews):
            return Reason("unreachable", "一个班次来不及往返。请核对地址，或安排住得近的人。")
        free = (crew for crew in one.crews if _has_gap(numbers, visit, crew))
        able = list(islice(free, what.people))
        if not able and what.promised:
            text = "答应的时间没有人赶得到（不在班上，或路太远）。请打电话另约。"
            return Reason("promise_clash", text)
        if not able:
            text = "可以上门的时间里没有人在班上，或者赶不到。请放宽时间，或改一天。"
            return Reason("window", text)
        if what.people > sum(numbers.crews[crew].size for crew in able):
            return Reason("two_people", "要两个人同时去，那段时间只有一个人去得了。请放宽时间。")
        return None

    def _reached(self, one: VisitNumbers, crew: int) -> bool:
        c, numbers = self.numbers.crews[crew], self.numbers
        there = numbers.pace.arrive(c.begins, numbers.ways[c.start][one.place])
        return numbers.pace.arrive(there + one.seconds, numbers.ways[one.place][c.end]) <= c.ends

    def _together(self, visit: int, what: Visit) -> Reason:
        """Somebody could, but others come first."""
        if not self._beside_promises(visit):
            text = "去了他家，就要对别人失约。请改时间，或加人。"
            return Reason("promise_clash", text)
        if what.people > 1 and next(Finder(self.draft).places(visit), None):
            return Reason("two_people", "找不到两个人都有空的时间。请改时间，或加人。")
        return Reason("shift_full", FULL)

    def _beside_promises(self, visit: int) -> bool:
        """Whether it fits when only promises are kept."""
        finder = self._only_promises()
        if self.numbers.visits[visit].people == 1:
            return finder.best(visit) is not None
        draft = finder.draft.copy()
        return insert(Finder(draft), visit)

    def _only_promises(self) -> Finder:
        """The same day with promised visits only."""
        if self._promises is None:
            kept = [
                [t for t in line.tasks if t < 0 or self.numbers.visits[t].promised]
                for line in self.draft.lines
            ]
            meetings = {
                visit: begin
                for visit, begin in self.draft.meetings.items()
                if self.numbers.visits[visit].promised
            }
            self._promises = Finder(draft_of(self.numbers, kept, meetings))
        return self._promises

    def by_crew(self, visit: int) -> dict[int, str]:
        """For each crew the code why it cannot come."""
        what = self.numbers.day.visits[visit]
        return {
            i: self._of_crew(visit, what, i, crew) for i, crew in enumerate(self.numbers.day.crews)
        }

    def _of_crew(self, visit: int, what: Visit, i: int, crew: Crew) -> str:
        if not what.skills <= crew.skills:
            return "no_skill"
        if crew.id in what.unwilling_crews:
            return "unwilling"
        if crew.capacity is not None and what.load > crew.capacity:
            return "load"
        if i not in self.numbers.visits[visit].crews and what.promised:
            return "promise_clash"
        if not self._reached(self.numbers.visits[visit], i):
            return "unreachable"
        return "shift_full" if _has_gap(self.numbers, visit, i) else "window"


def _has_gap(numbers: Numbers, visit: int, crew: int) -> bool:
    """Whether the crew could make the visit with nothing else to do."""
    rests = resting(numbers, crew)
    return any(
        line_of(numbers, crew, (*rests[:gap], visit, *rests[gap:]), {})
        for gap in range(len(rests) + 1)
    )


def _no_skill(what: Visit, crews: Iterable[Crew]) -> str:
    known = frozenset[str]().union(*(crew.skills for crew in crews))
    missing = sorted(what.skills - known)
    if missing:
        return f"没有人会“{'、'.join(missing)}”。请借一个会的人，或改一天。"
    return f"没有一个人同时会“{'、'.join(sorted(what.skills))}”。请两组分开办，或改一天。"
