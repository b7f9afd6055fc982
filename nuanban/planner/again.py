"""Parts of a day planned again: VROOM forgets how a few neighbouring crews go.

It moves visits together with rests, where shorter ways alone no longer help.
"""

import random

from nuanban.planner.draft import Draft
from nuanban.planner.limit import Limit
from nuanban.planner.near import sets_of_neighbours
from nuanban.planner.parts import COST, Part, Pieces, choices

# Visits that are planned again together.
TOGETHER = 50
# Share of the time after which nothing is begun.
RESERVE_SHARE = 0.1


def plan_again(draft: Draft, limit: Limit, seconds: float, seed: int) -> Draft:
    """The best draft found; at worst the same. `seconds` are reckoned, not measured, so that
    the same day gives the same plan everywhere.
    """
    from nuanban.planner.first_plan import PATIENCE, first_plan

    if limit.is_over(limit.seconds * RESERVE_SHARE):
        return draft
    left = seconds
    for crews in sets_of_neighbours(draft, TOGETHER, random.Random(seed)):
        part: Part = ([visit for crew in crews for visit in draft.lines[crew].visits], crews)
        depth, takes = _search(choices(draft.numbers, part), left)
        if depth is None or limit.is_over(limit.seconds * RESERVE_SHARE):
            break
        left -= takes
        # On a slow minute a part may take all that is left: the clock alone ends it.
        pieces = Pieces([part], depth, min(seconds, limit.left() / 2 / PATIENCE))
        other = first_plan(draft, pieces, limit)
        draft = other if other.cost < draft.cost else draft
    return draft


def _search(size: int, left: float) -> tuple[int | None, float]:
    """The deepest search for which the time that is left is enough, and its seconds."""
    for depth, cost in COST.items():
        if size * cost <= left:
            return depth, size * cost
    return None, 0.0
