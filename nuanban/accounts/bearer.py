"""Who calls the API: a device by its token, or a member of staff by their session."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie
from ninja.utils import check_csrf

from nuanban.accounts.middleware import address_of
from nuanban.accounts.models import Device
from nuanban.accounts.perms import signed_in
from nuanban.accounts.queries import actor_of_device, device_by_token
from nuanban.lib.errors import Refusal

if TYPE_CHECKING:
    from nuanban.accounts.perms import CityRequest


class DeviceToken(HttpBearer):
    """`Authorization: Bearer …` with the token of a device in use."""

    def authenticate(self, request: HttpRequest, token: str) -> Device | None:
        device = device_by_token(token)
        if device is not None:
            known = cast("CityRequest", request)
            known.device, known.actor = device, actor_of_device(device, address_of(request))
            # Whoever shows a token acts by it alone, whatever session the browser sends along.
            request.user = AnonymousUser()
        return device


class FormForged(Refusal):
    """请求不是从本系统的页面发出的，没有执行。请刷新页面再试。"""

    status = HTTPStatus.FORBIDDEN


class StaffSession(APIKeyCookie):
    """The session of somebody who serves, with second factor, on an unlocked screen."""

    param_name = "nb_session"

    def _get_key(self, request: HttpRequest) -> str | None:
        # A machine without a session is a stranger, not a forged form: 401, never 403.
        if not request.COOKIES.get(self.param_name):
            return None
        if self.csrf and check_csrf(request) is not None:
            raise FormForged
        return request.COOKIES[self.param_name]

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        user = signed_in(request)
        return user if user is not None and user.is_staff_member else None


API_AUTH = [DeviceToken(), StaffSession(csrf=True)]
