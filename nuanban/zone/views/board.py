"""The big screen."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.perms import CityRequest, requires_device
from nuanban.offices import queries as offices
from nuanban.zone import queries
from nuanban.zone.api import STREAM_SALT

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
        "stream": reverse("zone:board_stream"),
    }
    return render(request, "zone/board.html", context)


@never_cache
@require_safe
@login_not_required
@requires_device(*SCREENS)
def board_now(request: CityRequest) -> HttpResponseBase:
    """The same words as JSON, for screens whose stream is away."""
    return JsonResponse(queries.board(request.actor.site, timezone.now()).as_json())


@never_cache
@require_safe
@login_not_required
@requires_device(*SCREENS)
def board_stream(request: CityRequest) -> HttpResponseBase:
    """Leads to the live words: a browser sends its cookie, never a bearer token, with a stream."""
    ticket = signing.dumps(request.actor.site, salt=STREAM_SALT)
    return HttpResponseRedirect(f"{settings.STREAM_ADDRESS}/board?{urlencode({'ticket': ticket})}")
