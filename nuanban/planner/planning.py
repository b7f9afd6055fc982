"""A whole day: meetings first, then everybody, then shorter ways. The last guard is `check`."""

from nuanban.planner.again import plan_again
from nuanban.planner.check import faults
from nuanban.planner.day import Day
from nuanban.planner.draft import Draft, empty_draft
from nuanban.planner.faces import with_known_faces
from nuanban.planner.insertion import Finder, insert
from nuanban.planner.limit import Limit
from nuanban.planner.making_room import make_room
from nuanban.planner.numbers import Numbers
from nuanban.planner.parts import pieces_for
from nuanban.planner.plan import Plan
from nuanban.planner.routes import plan_of

# Share of the time in which VROOM may search.
FIRST_SHARE = 0.2
# Without breaks PyVRP alone goes as far, from wherever it starts.
FIRST_SHARE_PLAIN = 0.05
# Of what is left, the share for each search of shorter ways, and between them for planning parts
# again; without breaks nothing is planned again, and few long searches go further.
SHORTER_SHARES, AGAIN_SHARE = (0.2, 0.2, 0.2), 0.35
SHORTER_SHARES_PLAIN = (0.6, 0.4)
# Share of the time after which nothing new is begun.
RESERVE_SHARE = 0.05
# Visits left over for which others are asked to make room; more would take too long.
FEW = 30
# A first plan may take so many seconds longer: better late than nobody visited.
GRACE = 0.7
# Steps are counted for so many seconds at most.
LONGEST = 600.0


def plan_day(day: Day, limit: Limit, seed: int = 0) -> Plan:
    """The plan of a day. Every visit is in it once, planned or left over with its reason."""
    numbers = Numbers(day)
    draft = best_draft(empty_draft(numbers), limit, seed)
    draft = with_known_faces(draft, range(len(day.visits)), limit)
    return guarded(numbers, plan_of(draft, limit))


def best_draft(draft: Draft, limit: Limit, seed: int) -> Draft:
    """Fills an empty draft."""
    draft = _first(draft, limit)
    return improved(draft, limit, seed)


def _first(draft: Draft, limit: Limit) -> Draft:
    numbers = draft.numbers
    finder = Finder(draft)
    for visit in in_order(draft):
        if numbers.visits[visit].people > 1 and not limit.is_over():
            insert(finder, visit)
    rests = any(crew.rests for crew in numbers.crews)
    share = FIRST_SHARE if rests else FIRST_SHARE_PLAIN
    pieces = pieces_for(numbers, min(limit.seconds, LONGEST) * share)
    if pieces is not None:
        from nuanban.planner.first_plan import first_plan

        draft = first_plan(draft, pieces, limit)
    fill(draft, limit, reserve=-GRACE)
    return draft


def improved(draft: Draft, limit: Limit, seed: int) -> Draft:
    """Shorter ways, and another try for those who are left over and for pairs."""
    if limit.is_over():
        # The library alone takes half a second to read.
        return draft
    from nuanban.planner.polish import polish

    seconds = min(limit.seconds, LONGEST) * (1 - FIRST_SHARE - RESERVE_SHARE)
    rests = any(crew.rests for crew in draft.numbers.crews)
    first, *others = SHORTER_SHARES if rests else SHORTER_SHARES_PLAIN
    draft = polish(draft, limit, seconds * first, seed)
    for turn, share in enumerate(others, 1):
        if rests:
            draft = plan_again(draft, limit, seconds * AGAIN_SHARE, seed + turn)
        draft = meet_again(draft, limit)
        fill(draft, limit)
        draft = polish(draft, limit, seconds * share, seed + turn)
    fill(draft, limit)
    return draft


def fill(draft: Draft, limit: Limit, reserve: float | None = None) -> None:
    """Puts in who is left over, wherever there is room; for promises others make room."""
    if reserve is None:
        reserve = limit.seconds * RESERVE_SHARE
    finder = Finder(draft)

    def promised(visit: int) -> bool:
        return draft.numbers.visits[visit].promised

    draft.untried = True
    for visit in in_order(draft):
        if limit.is_over(reserve):
            return
        if not insert(finder, visit) and (promised(visit) or len(draft.left) <= FEW):
            make_room(finder, visit)
    draft.untried = False


def meet_again(draft: Draft, limit: Limit) -> Draft:
    """Finds better moments and pairs for two-person visits, now that the others are known."""
    for visit in sorted(draft.meetings):
        if limit.is_over(limit.seconds * RESERVE_SHARE):
            break
        other = draft.copy()
        other.take_out(visit)
        if insert(Finder(other), visit) and other.cost < draft.cost:
            draft = other
    return draft


def in_order(draft: Draft) -> list[int]:
    """Who is left over: promises first, then priority, then who has the least choice."""
    visits = draft.numbers.visits

    def rank(visit: int) -> tuple[bool, int, int, int]:
        one = visits[visit]
        wide = sum(last - first for first, last in one.windows) * len(one.crews)
        return not one.promised, -one.priority, wide // one.people, visit

    return sorted(draft.left, key=rank)


class PlanFault(Exception):
    """A plan that does not hold never leaves the planner."""


def guarded(numbers: Numbers, plan: Plan) -> Plan:
    """The plan, looked at once more. Raises PlanFault."""
    wrong = faults(numbers.day, plan, numbers.matrix)
    if wrong:
        raise PlanFault("；".join(wrong[:5]))
    return plan
