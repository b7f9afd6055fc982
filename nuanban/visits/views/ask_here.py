"""The resident's page that asks for a visit: no account, no script, nothing told of anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest
from nuanban.catalogue import queries as catalogue
from nuanban.catalogue.enums import Channel
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.residents.enums import Need
from nuanban.ui.sentences import sentence_of
from nuanban.visits import actions, queries
from nuanban.visits.forms_own import OwnWish


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_here(request: CityRequest) -> HttpResponseBase:
    """Who, where, what for; then their own page, with times to choose from."""
    form, status = _form(request), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return submit_once(request, lambda: _take(request, form))
            except Refusal as refusal:
                form.add_error(None, sentence_of(refusal))
    return render(request, "visits/ask.html", {"form": form}, status=status)


def _form(request: CityRequest) -> OwnWish:
    return OwnWish(
        request.POST or None,
        items=_items(),
        places=offices.places_to_serve(),
        today=city_day(timezone.now()),
        initial={"item": request.GET.get("item", "")},
    )


def _items() -> list[tuple[str, str]]:
    """What is done at home, in the language of the page."""
    channels, is_english = catalogue.channels_by_item(), get_language() == "en"
    return [
        (item.code, item.name_en if is_english else item.plain_name)
        for item in catalogue.items_for_choice()
        if Channel.VISITS in channels.get(item.code, ())
    ]


def _take(request: CityRequest, form: OwnWish) -> str:
    said, hall = form.cleaned_data, offices.main_hall()
    if hall is None:
        raise Http404
    wish = actions.Wish(
        name=said["name"],
        id_number=said["id_number"],
        relative=said["own_name"],
        phone=said["phone"],
        site=hall.code,
        division=said["division"],
        address=said["address"],
        items=[said["item"]] if said["item"] else [],
        words=said["words"],
        access_notes=said["access_notes"],
        needs=[Need(need) for need in said["needs"]],
    )
    visit = actions.take_wish(wish, by=request.actor, at=timezone.now())
    return reverse("visits:own", args=[queries.key_of(visit)])
