"""Nobody left behind: who lives where, and how many of them were reached."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.knocks import perms, queries
from nuanban.knocks.town_map import drawn, share_of, shown
from nuanban.lib.small_cells import public_number
from nuanban.offices import queries as offices


@never_cache
@require_safe
@requires(perms.may_see_map)
def town_map(request: CityRequest) -> HttpResponseBase:
    """A map, and the same as a table: the least served first."""
    rows = list(queries.reached_visible_to(request.user))
    people, served = sum(r.people for r in rows), sum(r.served for r in rows)
    met = sum(r.met for r in rows)
    codes = {r.township_id for r in rows}
    outlines = offices.outlines_of(codes | {code[:6] for code in codes})
    towns = drawn(rows, list(outlines))
    # One hidden township among shown ones could be worked out from an exact sum.
    tells = len(rows) > 1 and sum(town.share is None for town in towns.towns) == 1
    context = {
        "map": towns,
        "people": _about(people) if tells else public_number(people),
        "served": _about(served) if tells else shown(people, served),
        "met": _about(met) if tells else shown(people, met),
        "share": share_of(people, served),
        "counted_at": rows[0].counted_at if rows else None,
    }
    return render(request, "knocks/map.html", context)


def _about(people: int) -> str:
    return f"约 {round(people, -1)}"
