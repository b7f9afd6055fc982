"""The car takes somebody along (爱心专车): how much longer that takes."""

import math

from nuanban.offices import queries as offices
from nuanban.visits.route_days import place_of, travel

# Getting in and out, with a wheelchair too.
BOARDING = 15 * 60


def ride_seconds(site: str, latitude: float, longitude: float, division: str) -> int:
    """To the hall and back to the door, in the rush hour: whoever is visited next lies no
    farther from the hall than by way of that door, so what they are promised can be kept.
    """
    hall = offices.site(site)
    if hall is None:
        return BOARDING
    where = hall.division
    places = [
        place_of("door", latitude, longitude, division),
        place_of("hall", where.latitude or 0.0, where.longitude or 0.0, where.code),
    ]
    ways = travel().ways.seconds(places)
    slowest = max((slow.factor for slow in travel().slow), default=1.0)
    return BOARDING + math.ceil((int(ways[0, 1]) + int(ways[1, 0])) * slowest)
