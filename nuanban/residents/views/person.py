"""One person: who they are, what helps them, what is on file, who looked."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.journal import queries as journal
from nuanban.journal.actions import record
from nuanban.lib.days import age_on, city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.residents import actions, forms, perms, queries
from nuanban.residents.groups import describe
from nuanban.residents.queries import Resident

RECENT = 15


def find_or_404(resident_id: UUID) -> Resident:
    """The person, or 404."""
    resident = queries.by_id(resident_id)
    if resident is None:
        raise Http404
    return resident


def page_context(request: CityRequest, resident: Resident) -> dict[str, Any]:
    """Everything the page of a person shows."""
    day = city_day(timezone.now())
    return {
        "resident": resident,
        "age": age_on(resident.birth_on, day) if resident.birth_on else None,
        "memberships": queries.memberships_of(resident, day),
        "identities": queries.identities_of(resident),
        "statuses": [(s, describe(s)) for s in queries.all_statuses_of(resident)],
        "relatives": queries.relatives_of(resident),
        **_household(request, resident, day),
        "duplicates": queries.likely_duplicates(resident),
        "merges": queries.merges_of(resident),
        "entries": journal.entries_about(resident.pk)[:RECENT],
        "may_change": perms.may_change_residents(request.user),
        "may_reveal": perms.may_reveal_numbers(request.user),
        "may_merge": perms.may_merge_residents(request.user),
        "needs_form": forms.SetNeeds(
            initial={"needs": resident.needs, "dialect": resident.dialect}
        ),
        "preferences_form": forms.SetPreferences(
            initial={
                "tell_by": resident.tell_by,
                "tell_relative_too": resident.tell_relative_too,
                "care": str(resident.care.get("size", "")) if resident.care.get("on") else "",
            }
        ),
        "status_form": forms.AddStatus(initial={"valid_from": day}),
        "relative_form": forms.AddRelative(),
        "identity_form": forms.AddIdentity(),
        "contact_form": forms.Contact(),
        "reveal_form": forms.Reveal(),
        "op": new_key(),
    }


def _household(request: CityRequest, resident: Resident, day: date) -> dict[str, Any]:
    home = queries.now_of(resident)
    members = list(queries.now_members(home.household)) if home else []
    return {
        "home": home,
        "members": members,
        "has_head": any(member.is_head for member in members),
        "may_change_household": perms.may_change_households(request.user),
        "join_form": forms.JoinHousehold(initial={"since": day}),
        **{
            f"{name}_form": forms.SinceDay(initial={"since": day}, auto_id=f"{name}_%s")
            for name in ("open", "leave", "head")
        },
    }


@never_cache
@require_safe
@requires(perms.may_find_residents)
def person(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """The page of one person. Opening it leaves a trace."""
    resident = find_or_404(resident_id)
    if resident.pk != resident_id:
        return redirect("residents:person", resident.pk)
    record(
        "residents.opened",
        by=request.actor,
        at=timezone.now(),
        subject_id=resident.pk,
        object_id=resident.pk,
    )
    return render(request, "residents/person.html", page_context(request, resident))


@never_cache
@require_POST
@requires(perms.may_reveal_numbers)
def reveal(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """Shows a whole number once, with a reason; a page that is left does not show it again."""
    resident = find_or_404(resident_id)
    form = forms.Reveal(request.POST)
    context = page_context(request, resident)
    if form.is_valid():
        try:
            context["shown"] = actions.reveal(
                resident,
                what=form.cleaned_data["what"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
            context["shown_what"] = dict(forms.REVEALED)[form.cleaned_data["what"]]
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
    status = 200 if "shown" in context else 422
    return render(request, "residents/person.html", context | {"reveal_form": form}, status=status)
