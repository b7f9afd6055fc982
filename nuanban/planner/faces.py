"""The same face again, as a wish: worth some way, never worth leaving anybody over."""

from collections.abc import Iterable

from nuanban.planner.draft import Draft
from nuanban.planner.insertion import Finder
from nuanban.planner.limit import Limit

# Seconds on the road that a known face is worth.
WORTH = 600


def with_known_faces(draft: Draft, visits: Iterable[int], limit: Limit) -> Draft:
    """Gives these visits to crews whom people know, each for ten minutes more of way at most."""
    for visit in visits:
        if limit.is_over():
            break
        if visit not in draft.left and visit not in draft.meetings:
            draft = _with_known(draft, visit)
    return draft


def _with_known(draft: Draft, visit: int) -> Draft:
    numbers = draft.numbers
    known = {numbers.crew_at.get(key) for key in numbers.day.visits[visit].known_crews}
    alone = [crew for crew in numbers.visits[visit].crews if not numbers.needs_two(visit, crew)]
    crews = [crew for crew in alone if crew in known]
    if not crews or known & set(draft.crews_of(visit)):
        return draft
    other = draft.copy()
    other.take_out(visit)
    place = Finder(other).best(visit, crews)
    if place is None:
        return draft
    other.lines[place.line.crew] = place.line
    other.left.discard(visit)
    is_worth_it = other.left <= draft.left and other.travel - draft.travel <= WORTH
    return other if is_worth_it else draft
