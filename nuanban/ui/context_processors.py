from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nuanban.ui import care as care_mode


def care(request: HttpRequest) -> dict[str, Any]:
    """`care` draws the page; `page_address` is where a settings form returns to."""
    return {"care": care_mode.of(request), "page_address": page_address(request)}


CITIES = {
    "yueyang": {"name": _("岳阳"), "help_phone": "0730-12345"},
    "meishan": {"name": _("眉山"), "help_phone": "028-12345"},
}


def city(request: HttpRequest) -> dict[str, Any]:
    """`city`: name, help_phone, help_hours; settings CITY_FACE changes any of them."""
    told = CITIES.get(getattr(settings, "CITY", "yueyang"), CITIES["yueyang"])
    return {"city": {**told, "help_hours": _("全天有人接"), **getattr(settings, "CITY_FACE", {})}}


def page_address(request: HttpRequest) -> str:
    """Path of this page for coming back to it with GET, "/" when there is none.

    A page drawn in answer to a POST returns to the page that held the form.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from._replace(scheme="", netloc="").geturl() or "/"
