"""The notice of an address, and one press of a button on it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest
from nuanban.lib.errors import Refusal
from nuanban.notices import queries
from nuanban.notices.enums import Kind
from nuanban.notices.queries import Notice


def find_or_404(notice_id: UUID, *kinds: Kind) -> Notice:
    """The notice with this id, of one of these kinds."""
    found = queries.notice_by_id(notice_id)
    if found is None or (kinds and found.kind not in kinds):
        raise Http404
    return found


def press(request: CityRequest, act: Callable[[], str], back: str) -> HttpResponseBase:
    """Does it once; a refusal is told on the page one came from."""
    try:
        return submit_once(request, act)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
