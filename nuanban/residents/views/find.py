"""Finding one person, and entering one whom nobody knows."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.residents import actions, perms, queries
from nuanban.residents.enums import Source
from nuanban.residents.forms import RegisterPerson


@never_cache
@require_safe
@requires(perms.may_find_residents)
def find(request: CityRequest) -> HttpResponseBase:
    """Search-first: without a key there is no list."""
    text = request.GET.get("q", "").strip()
    at = timezone.now()
    found = queries.search(text, today=city_day(at)) if text else None
    if found is not None:
        record(
            "residents.searched",
            by=request.actor,
            at=at,
            payload={"found": len(found.residents), "too_many": found.too_many},
        )
    day = city_day(at)
    rows = [(r, queries.groups_of(r, day)) for r in found.residents] if found else []
    context = {"text": text, "found": found, "rows": rows}
    return render(request, "residents/find.html", context)


def _next_of(request: CityRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else ""


@never_cache
@requires(perms.may_change_residents)
def register(request: CityRequest) -> HttpResponseBase:
    """Two fields are enough; the rest is completed later."""
    form = RegisterPerson(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, lambda: _register(request, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "op": new_key(), "next": _next_of(request)}
    return render(request, "residents/register.html", context)


def _register(request: CityRequest, form: RegisterPerson) -> str:
    filled = form.cleaned_data
    resident = actions.register(
        actions.NewResident(
            name=filled["name"],
            id_number=filled["id_number"],
            birth_on=filled["birth_on"],
            phone=filled["phone"],
            source=Source.PAPER_SEEN if filled["id_number"] else Source.PERSON,
        ),
        by=request.actor,
        at=timezone.now(),
    )
    target = _next_of(request)
    if target:
        return f"{target}{'&' if '?' in target else '?'}resident={resident.pk}"
    return reverse("residents:person", args=[resident.pk])
