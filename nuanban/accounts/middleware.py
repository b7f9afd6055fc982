"""Who acts in this request, with a second factor and an unlocked screen."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse

from nuanban.accounts.models import Device
from nuanban.accounts.perms import CityRequest, signed_in
from nuanban.accounts.queries import actor_of, actor_of_device, device_by_token
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.ui.care import CareSettings, show_as
from nuanban.ui.care import read as read_care

DEVICE_COOKIE = "nb_device"
LOCKED, SEEN = "locked", "seen"
# Forms know no others; what else comes is refused in one place.
PAGE_METHODS = ("GET", "HEAD", "POST")
# Pages that answer before the second factor and on a locked screen.
OPEN_NAMES = frozenset(
    {
        "accounts:second",
        "accounts:lock",
        "accounts:unlock",
        "accounts:sign_out",
        "ui:care",
        "ui:language",
    }
)


def address_of(request: HttpRequest) -> str:
    """The address the request came from, as the server in front of us saw it.

    Behind a proxy that is the last one in its list; what stands before it anybody may have written.
    """
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.HTTPS:
        return nearest
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or nearest


def _actor(request: CityRequest) -> Actor:
    user = signed_in(request)
    if user is not None:
        return actor_of(user, address_of(request))
    if request.device:
        return actor_of_device(request.device, address_of(request))
    return SYSTEM


def _device(request: HttpRequest) -> Device | None:
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    return device_by_token(token) if token else None


class SignInFirst(LoginRequiredMiddleware):
    """Pages ask strangers to sign in; the API answers them itself, and denies by default too."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.path.startswith("/api/"):
            return None
        if request.method not in PAGE_METHODS:
            return HttpResponseNotAllowed(PAGE_METHODS)
        return super().process_view(request, view_func, view_args, view_kwargs)


class WhoActs:
    """Adds `request.actor` and `request.device`; sends staff to the second factor or the lock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        city_request = cast("CityRequest", request)
        city_request.device = _device(request)
        city_request.actor = _actor(city_request)
        self._show_as_liked(city_request)
        return self._gate(city_request) or self.get_response(request)

    def _show_as_liked(self, request: CityRequest) -> None:
        """Care mode follows the person to another machine; what this machine was told wins."""
        user = signed_in(request) if request.session.session_key else None
        if user is not None and user.care and read_care(request) is None:
            show_as(request, CareSettings.from_mapping(user.care))

    def _gate(self, request: CityRequest) -> HttpResponse | None:
        if not request.session.session_key or request.path.startswith("/static/"):
            return None
        user = signed_in(request)
        if user is None or not user.is_staff_member:
            return None
        if request.path in {reverse(name) for name in OPEN_NAMES}:
            return None
        if getattr(user, "otp_device", None) is None:
            return self._send(request, "accounts:second")
        if self._is_locked(request):
            return self._send(request, "accounts:lock")
        return None

    def _is_locked(self, request: CityRequest) -> bool:
        now, seen = int(time.time()), request.session.get(SEEN, 0)
        if seen and now - seen > settings.IDLE_LOCK_SECONDS:
            request.session[LOCKED] = True
        # A page that asks by itself is no sign of a person.
        asks_by_itself = "NB-Poll" in request.headers
        if not request.session.get(LOCKED) and not asks_by_itself and now - seen > 30:
            request.session[SEEN] = now
        return bool(request.session.get(LOCKED))

    def _send(self, request: CityRequest, name: str) -> HttpResponse:
        if request.path.startswith("/api/"):
            return HttpResponse(status=401)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse(name)})
        return redirect(f"{reverse(name)}?next={request.get_full_path()}")
