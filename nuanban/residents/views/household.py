"""The household somebody belongs to: founded, joined, left, and who is its head.

Whoever does it has seen the household book.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.errors import Unusable
from nuanban.residents import actions, forms, perms, queries
from nuanban.residents.enums import Relation, Source
from nuanban.residents.queries import Resident
from nuanban.residents.views.change import change


@require_POST
@requires(perms.may_change_households)
def open_household(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """A household of their own."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.open_household(
            resident,
            source=Source.PAPER_SEEN,
            since=filled["since"],
            by=request.actor,
            at=timezone.now(),
        )

    return change(request, resident_id, forms.SinceDay(request.POST), "open_form", deed)


@require_POST
@requires(perms.may_change_households)
def join_household(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """Into the household of somebody whose number was typed."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        other = queries.by_id_card(filled["id_number"].number)
        home = queries.now_of(other) if other else None
        if home is None:
            raise Unusable(
                sentence="这个身份证号没有登记过，或者他还不在任何一户里。请先给他立户。"
            )
        return actions.join_household(
            resident,
            home.household,
            relation=Relation(filled["relation"]),
            source=Source.PAPER_SEEN,
            since=filled["since"],
            by=request.actor,
            at=timezone.now(),
        )

    return change(request, resident_id, forms.JoinHousehold(request.POST), "join_form", deed)


@require_POST
@requires(perms.may_change_households)
def leave_household(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """Out of the household they are in."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.leave_household(
            resident, since=filled["since"], by=request.actor, at=timezone.now()
        )

    return change(request, resident_id, forms.SinceDay(request.POST), "leave_form", deed)


@require_POST
@requires(perms.may_change_households)
def set_head(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """The head of the household they are in."""

    def deed(resident: Resident, filled: dict[str, Any]) -> object:
        return actions.set_head(
            resident, since=filled["since"], by=request.actor, at=timezone.now()
        )

    return change(request, resident_id, forms.SinceDay(request.POST), "head_form", deed)
