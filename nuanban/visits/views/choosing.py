"""The slot that somebody chose on a page."""

from nuanban.accounts.perms import CityRequest
from nuanban.visits import actions, queries
from nuanban.visits.forms import ChosenSlot
from nuanban.visits.queries import Slot


def chosen_slot(request: CityRequest) -> Slot:
    """As it was offered; refused when it is none of ours."""
    form = ChosenSlot(request.POST)
    slot = queries.read_slot(form.cleaned_data["slot"]) if form.is_valid() else None
    if slot is None:
        raise actions.SlotUnknown
    return slot
