"""It takes more than a knock: a visit, filled in from what is known."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanban.accounts.enums import Role
from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.catalogue import queries as catalogue
from nuanban.eligibility import queries as eligibility
from nuanban.knocks import actions, perms
from nuanban.knocks.enums import Way
from nuanban.knocks.forms import VisitForm
from nuanban.knocks.queries import Knock
from nuanban.knocks.views.one import found_knock
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.enums import Need
from nuanban.visits.actions import NewVisit
from nuanban.visits.enums import AskedVia, VisitKind


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_knock)
def ask_visit(request: CityRequest, knock_id: UUID) -> HttpResponseBase:
    """What for, where, whom to ask for; then the hall plans it."""
    knock = found_knock(request, knock_id)
    if not perms.may_note(request.user, knock):
        messages.error(request, str(actions.KnockMoved()))
        return redirect("knocks:knock", knock_id=knock.pk)
    items = _items(knock)
    contact = residents.contacts_of([knock.resident_id])[knock.resident_id]
    known: dict[str, Any] = {
        "contact_name": knock.resident.name,
        "items": [code for code, _name in items],
    }
    form, status = VisitForm(items, contact, request.POST or None, initial=known), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return submit_once(request, lambda: _ask(request, knock, form))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    context = {"knock": knock, "form": form}
    return render(request, "knocks/visit.html", context, status=status)


def _items(knock: Knock) -> list[tuple[str, str]]:
    """The items of the policy that the knock is about, where they are done at home."""
    policy = eligibility.book_on(city_day(timezone.now())).get(knock.what)
    found = [catalogue.item(code) for code in (policy.items if policy else ())]
    return [(item.code, item.plain_name) for item in found if item is not None]


def _ask(request: CityRequest, knock: Knock, form: VisitForm) -> str:
    said, hall = form.cleaned_data, offices.main_hall()
    if hall is None:
        raise Http404
    latitude, longitude = offices.point_of(knock.division_id)
    asked = NewVisit(
        resident=knock.resident,
        kind=VisitKind.KNOCK,
        via=AskedVia.KNOCK,
        items=said["items"],
        site=hall.code,
        division=knock.division_id,
        latitude=latitude,
        longitude=longitude,
        address=said["address"],
        access_notes=said["access_notes"],
        contact_name=said["contact_name"],
        contact_phone=said["contact_phone"],
        needs=[Need(need) for need in knock.resident.needs],
        why=knock.words,
    )
    way = Way.PHONE if request.user.has_role(Role.HOTLINE_AGENT) else Way.DOOR
    found = actions.hand_over(knock, asked, way=way, by=request.user, at=timezone.now())
    messages.success(request, "已转上门办。选一个时段，读给对方听。")
    return reverse("visits:visit", args=[found.knock.visit_id])
