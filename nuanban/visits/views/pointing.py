"""The ground of the map on which a home is pointed at."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.visits import perms
from nuanban.visits.forms_pointing import LookAt
from nuanban.visits.pointing import pin_map


@require_safe
@requires(perms.may_ask)
def ground(request: CityRequest) -> HttpResponseBase:
    """A part for the script of the map, made anew for every look."""
    map = pin_map(LookAt(request.GET).wanted())
    return render(request, "visits/parts/pin_ground.html", {"map": map})
