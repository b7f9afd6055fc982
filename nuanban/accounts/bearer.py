"""Who calls the API: a device by its token, or a member of staff by their session."""

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from nuanban.accounts.middleware import address_of
from nuanban.accounts.models import Device
from nuanban.accounts.perms import signed_in
from nuanban.accounts.queries import actor_of_device, device_by_token

if TYPE_CHECKING:
    from nuanban.accounts.perms import CityRequest


class DeviceToken(HttpBearer):
    """`Authorization: Bearer …` with the token of a device in use."""

    def authenticate(self, request: HttpRequest, token: str) -> Device | None:
        device = device_by_token(token)
        if device is not None:
            known = cast("CityRequest", request)
            known.device, known.actor = device, actor_of_device(device, address_of(request))
        return device


class StaffSession(APIKeyCookie):
    """The session of somebody who serves, with second factor, on an unlocked screen."""

    param_name = "nb_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        user = signed_in(request)
        return user if user is not None and user.is_staff_member else None


API_AUTH = [DeviceToken(), StaffSession(csrf=True)]
