"""A result is brought home."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.keys import read_key
from nuanban.visits import actions, perms
from nuanban.visits.views.one import find_visit


@require_POST
@requires(perms.may_ask)
def bring(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """One press: a visit is asked for, to the same door."""
    found = find_visit(request, visit_id)

    def act() -> str:
        case = read_key(request.POST.get("case", ""))
        if case is None:
            raise actions.NothingToBring
        made = actions.ask_to_bring(found, case, by=request.actor, at=timezone.now())
        messages.success(request, "已记下要送结果。请选一个时段，读给对方听。")
        return reverse("visits:visit", args=[made.pk])

    return press(request, act, reverse("visits:visit", args=[found.pk]))
