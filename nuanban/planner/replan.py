"""The rest of a running day anew: a crew is gone, or the day is late. Promises stay."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from nuanban.planner.changes import Slip, slips
from nuanban.planner.day import Day, Key, Visit
from nuanban.planner.draft import Draft, empty_draft
from nuanban.planner.faces import with_known_faces
from nuanban.planner.limit import Limit
from nuanban.planner.plan import Plan
from nuanban.planner.planning import best_draft, fill, guarded, improved
from nuanban.planner.rest_of_day import RestOfDay
from nuanban.planner.routes import plan_of


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new plan of the whole day, and what it changes for people."""

    plan: Plan
    slips: tuple[Slip, ...]


def replan(
    day: Day,
    plan: Plan,
    now: int,
    limit: Limit,
    *,
    gone: Collection[Key] = (),
    more: Iterable[Visit] = (),
    shorter_ways: bool = False,
    seed: int = 0,
) -> Replanned:
    """Moves as few people as it can: only who lost their crew, and who must make room.

    When somebody would be left over, everything that has not begun is planned anew, and that
    is taken if it serves more. `shorter_ways`: others may be moved for less travel too.
    """
    rest = RestOfDay(day, plan, now, gone=gone, more=more)
    draft = rest.draft()
    waiting = sorted(draft.left)
    fill(draft, limit)
    if shorter_ways:
        draft = improved(draft, limit, seed)
    if draft.left:
        draft = _served_more(draft, best_draft(empty_draft(rest.numbers), limit, seed))
    draft = with_known_faces(draft, waiting, limit)
    made = rest.joined(guarded(rest.numbers, plan_of(draft, limit)))
    return Replanned(made, slips(rest.whole, plan, made))


def _served_more(old: Draft, new: Draft) -> Draft:
    return new if new.cost[:3] < old.cost[:3] else old
