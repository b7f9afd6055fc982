"""What lies within a county: offered while somebody writes the name of a township or village."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, may_use_desk, requires
from nuanban.eligibility.places import below

COUNTY = 6


@never_cache
@require_safe
@requires(may_use_desk)
def places(request: CityRequest) -> HttpResponseBase:
    """Names within the chosen county, whatever the box that asks is called."""
    chosen = next(iter(request.GET.values()), "")
    names = [name for _code, name in below(str(chosen))] if len(str(chosen)) == COUNTY else []
    return render(request, "eligibility/parts/below.html", {"names": names})
