"""One urgent visit into a running day, at once: nobody is moved to another crew if it fits;
otherwise somebody to whom nothing was promised makes room."""

from dataclasses import dataclass

from nuanban.planner.changes import Slip, slips
from nuanban.planner.day import Day, Key, Visit
from nuanban.planner.insertion import Finder, insert
from nuanban.planner.limit import steps_only
from nuanban.planner.making_room import make_room
from nuanban.planner.plan import LeftOver, Plan, Reason
from nuanban.planner.planning import guarded
from nuanban.planner.reasons import Reasons
from nuanban.planner.rest_of_day import RestOfDay
from nuanban.planner.routes import plan_of


@dataclass(frozen=True, slots=True)
class Urgent:
    """The answer. Not placed: `plan` is the old one, `reason` and `by_crew` say why."""

    plan: Plan
    crews: tuple[Key, ...]
    start: int | None
    extra_seconds: int
    slips: tuple[Slip, ...]
    displaced: tuple[LeftOver, ...]
    reason: Reason | None = None
    by_crew: tuple[tuple[Key, str], ...] = ()

    @property
    def placed(self) -> bool:
        """Whether somebody goes."""
        return self.reason is None


def insert_urgent(
    day: Day, plan: Plan, visit: Visit, now: int = 0, *, may_displace: bool = True
) -> Urgent:
    """The visit in the plan of this day, from `now` on."""
    rest = RestOfDay(day, plan, now, more=[visit])
    draft = rest.draft()
    new = rest.numbers.visit_at[visit.id]
    left_before, travel_before = set(draft.left), draft.travel
    finder = Finder(draft)
    if not insert(finder, new) and not (may_displace and make_room(finder, new)):
        return _no(plan, Reasons(draft, steps_only()), new)
    made = rest.joined(guarded(rest.numbers, plan_of(draft, steps_only())))
    gone = {rest.rest.visits[one].id for one in draft.left - left_before}
    return Urgent(
        plan=made,
        crews=tuple(rest.rest.crews[crew].id for crew in draft.crews_of(new)),
        start=next(s.start for r in made.routes for s in r.stops if s.visit == visit.id),
        extra_seconds=draft.travel - travel_before,
        slips=slips(day, plan, made),
        displaced=tuple(one for one in made.left_over if one.visit in gone),
    )


def _no(plan: Plan, reasons: Reasons, visit: int) -> Urgent:
    crews = reasons.numbers.day.crews
    by_crew = tuple((crews[crew].id, code) for crew, code in reasons.by_crew(visit).items())
    return Urgent(plan, (), None, 0, (), (), reasons.of(visit), by_crew)
