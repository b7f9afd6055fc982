"""One press of a button on a page: done once, and what came of it told where one goes next."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest
from nuanban.lib.errors import Refusal


def press(request: CityRequest, act: Callable[[], str], back: str) -> HttpResponseBase:
    """`act` gives the next address; a refusal is told on the page `back`."""
    try:
        return submit_once(request, act)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)


def press_on(
    request: CityRequest, act: Callable[[], str], page: str, then: str = ""
) -> HttpResponseBase:
    """`act` gives the words of success, told on `then`, or on the page where one pressed."""

    def once() -> str:
        messages.success(request, act())
        return then or page

    return press(request, once, page)
