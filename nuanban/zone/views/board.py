"""The big screen."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.perms import CityRequest, requires_device
from nuanban.offices import queries as offices
from nuanban.zone import queries

SCREENS = (DeviceKind.BOARD, DeviceKind.KIOSK)


@never_cache
@require_safe
@login_not_required
@requires_device(*SCREENS)
def board(request: CityRequest) -> HttpResponseBase:
    """Number, window, masked name; the last four calls; how old the words are."""
    site = offices.site(request.actor.site)
    shown = queries.board(request.actor.site, timezone.now())
    context = {
        "site": site,
        "board": shown,
        "stream": f"/api/v1/zone/board/stream?site={request.actor.site}",
        "stream_address": settings.STREAM_ADDRESS,
    }
    return render(request, "zone/board.html", context)


@never_cache
@require_safe
@login_not_required
@requires_device(*SCREENS)
def board_now(request: CityRequest) -> HttpResponseBase:
    """The same words as JSON, for screens whose stream is away."""
    return JsonResponse(queries.board(request.actor.site, timezone.now()).as_json())
