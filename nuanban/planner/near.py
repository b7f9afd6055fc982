"""Crews whose visits lie near to each other."""

import random

from nuanban.planner.draft import Draft

# Crews without visits that are looked at beside the others.
IDLE = 3


def sets_of_neighbours(draft: Draft, together: int, chance: random.Random) -> list[list[int]]:
    """Every busy crew in one set at least, each set with about so many visits."""
    waiting = [crew for crew, line in enumerate(draft.lines) if line.visits]
    doors = [_door(draft, crew) for crew in range(len(draft.lines))]
    chance.shuffle(waiting)
    sets = []
    while waiting:
        near = _neighbours(draft, waiting[0], doors, together)
        sets.append(near)
        waiting = [crew for crew in waiting if crew not in near]
    return sets


def _neighbours(draft: Draft, crew: int, doors: list[int], together: int) -> list[int]:
    """The crew and those whose visits lie nearest to its own."""
    far = draft.numbers.matrix[doors[crew], doors].tolist()
    near: list[int] = []
    visits = idle = 0
    for other in sorted(range(len(doors)), key=lambda one: (one != crew, far[one], one)):
        count = len(draft.lines[other].visits)
        idle += not count
        if visits + count > together and near:
            break
        if count or idle <= IDLE:
            near.append(other)
            visits += count
    return near


def _door(draft: Draft, crew: int) -> int:
    """A place that stands for where a crew is: the middle one of its visits."""
    visits = draft.lines[crew].visits
    if not visits:
        return draft.numbers.crews[crew].start
    return draft.numbers.visits[visits[len(visits) // 2]].place
