"""Writing down what a person says or shows. Each form returns to the person's page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.errors import Refusal
from nuanban.residents import actions, forms, perms, queries
from nuanban.residents.enums import IdentityKind, Need, Relation, Source, StatusKind, TellBy
from nuanban.residents.queries import Resident
from nuanban.residents.views.person import find_or_404, page_context

Deed = Callable[[Resident, dict[str, Any]], object]


def change(
    request: CityRequest, resident_id: UUID, form: django_forms.Form, name: str, deed: Deed
) -> HttpResponseBase:
    """Runs a deed with a checked form, or shows the page again with what was typed."""
    resident = find_or_404(resident_id)

    def act() -> str:
        deed(resident, form.cleaned_data)
        return reverse("residents:person", args=[resident.pk])

    if form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = page_context(request, resident) | {name: form}
    return render(request, "residents/person.html", context, status=422)


@require_POST
@requires(perms.may_change_residents)
def set_needs(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """What helps this person."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.set_needs(
            resident,
            needs=[Need(need) for need in filled["needs"]],
            dialect=filled["dialect"],
            by=request.actor,
            at=timezone.now(),
        )

    return change(request, resident_id, forms.SetNeeds(request.POST), "needs_form", deed)


@require_POST
@requires(perms.may_change_residents)
def set_preferences(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """How the person wants to be told."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.set_preferences(
            resident,
            tell_by=TellBy(filled["tell_by"]),
            tell_relative_too=filled["tell_relative_too"],
            care_size=int(filled["care"] or 0),
            by=request.actor,
            at=timezone.now(),
        )

    form = forms.SetPreferences(request.POST)
    return change(request, resident_id, form, "preferences_form", deed)


@require_POST
@requires(perms.may_change_residents)
def add_status(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """A dated fact with source and evidence."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.add_status(
            resident,
            kind=StatusKind(filled["kind"]),
            source=Source(filled["source"]),
            category=filled["category"],
            level=filled["level"],
            valid_from=filled["valid_from"],
            valid_to=filled["valid_to"],
            evidence=filled["evidence"],
            by=request.actor,
            at=timezone.now(),
        )

    return change(request, resident_id, forms.AddStatus(request.POST), "status_form", deed)


@require_POST
@requires(perms.may_change_residents)
def withdraw_status(request: CityRequest, status_id: UUID) -> HttpResponseBase:
    """A status that was wrong; the row stays for older decisions."""
    status = queries.status_by_id(status_id)
    if status is None:
        raise Http404

    def deed(_resident: Resident, _filled: dict[str, Any]) -> object:
        return actions.withdraw_status(status, by=request.actor, at=timezone.now())

    form = django_forms.Form(request.POST)
    return change(request, status.resident_id, form, "withdraw_form", deed)


@require_POST
@requires(perms.may_change_residents)
def add_relative(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """A relative by name and phone."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.tie_relative(
            resident,
            relation=Relation(filled["relation"]),
            name=filled["name"],
            phone=filled["phone"],
            source=Source.PERSON,
            by=request.actor,
            at=timezone.now(),
        )

    return change(request, resident_id, forms.AddRelative(request.POST), "relative_form", deed)


@require_POST
@requires(perms.may_change_residents)
def add_identity(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """Another paper of the person."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.add_identity(
            resident,
            kind=IdentityKind(filled["kind"]),
            number=filled["number"],
            source=Source(filled["source"]),
            by=request.actor,
            at=timezone.now(),
        )

    return change(request, resident_id, forms.AddIdentity(request.POST), "identity_form", deed)


@require_POST
@requires(perms.may_change_residents)
def set_contact(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """Phone and address; a field left empty stays as it was."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        at = timezone.now()
        if filled["phone"]:
            actions.set_phone(resident, phone=filled["phone"], by=request.actor, at=at)
        if filled["address"]:
            division = resident.resident_division_id
            address = filled["address"]
            actions.set_address(
                resident, address=address, division=division, by=request.actor, at=at
            )
        return resident

    return change(request, resident_id, forms.Contact(request.POST), "contact_form", deed)
