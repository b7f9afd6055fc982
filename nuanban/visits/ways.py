"""How long a crew is on the road."""

from collections.abc import Sequence

from nuanban.planner.travel import Pace
from nuanban.visits.models import Crew, Visit
from nuanban.visits.route_days import place_of, start_of, travel


def ways_of(crew: Crew, doors: Sequence[tuple[Visit, int]]) -> list[int]:
    """Seconds from the site to the first door, from door to door, and home.

    `doors`: who is visited, and the second at which the crew leaves there.
    """
    if not doors:
        return []
    leaves = [crew.begins, *(leave for _, leave in doors)]
    places = [start_of(crew)]
    places += [place_of(str(v.pk), v.latitude, v.longitude, v.division_id) for v, _ in doors]
    ways, pace, count = travel().ways.seconds(places), Pace(travel().slow), len(places)
    legs = [int(ways[here, (here + 1) % count]) for here in range(count)]
    return [pace.arrive(leave, way) - leave for leave, way in zip(leaves, legs, strict=True)]
