"""Questions others may ask about cases and servings."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.cases import perms
from nuanban.cases.ahead import Ahead, form_ahead
from nuanban.cases.enums import Channel, State
from nuanban.cases.form import FIELDS, Value, form_of
from nuanban.cases.models import Case, CaseMaterial, Serving
from nuanban.cases.states import FILLABLE, OPEN
from nuanban.residents.queries import Resident

_DECIDED = (State.GRANTED, State.RESULT_READY, State.DELIVERED, State.CLOSED)
__all__ = [
    "FIELDS",
    "FILLABLE",
    "OPEN",
    "Ahead",
    "Case",
    "CaseMaterial",
    "Serving",
    "Value",
    "form_ahead",
    "form_of",
]


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases that this member of staff may see."""
    cases = Case.objects.select_related(
        "item", "version", "version__item", "resident", "site", "holder"
    )
    if not perms.may_see_cases(user):
        return cases.none()
    if user.has_role(Role.HOTLINE_AGENT):
        return cases
    mine = Q(pk__in=[])
    if user.site_id:
        mine |= Q(site_id=user.site_id)
    if user.has_role(Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER):
        mine |= Q(department=user.department) if user.department else Q()
    return cases.filter(mine)


def cases_of(resident: Resident) -> QuerySet[Case]:
    """Cases of one person, newest first."""
    return Case.objects.filter(resident=resident).select_related("item").order_by("-opened_at")


def case_by_id(case_id: UUID) -> Case | None:
    """One case."""
    return Case.objects.select_related("item", "version", "resident").filter(pk=case_id).first()


def cases_of_origin(origin_id: UUID) -> QuerySet[Case]:
    """Cases that came from one ticket, visit or call."""
    return Case.objects.filter(origin_id=origin_id).select_related("item")


def cases_with_result() -> QuerySet[Case]:
    """Cases whose result is made and not in anybody's hands yet."""
    found = Case.objects.filter(state=State.RESULT_READY)
    return found.select_related("item", "resident", "version__item")


def decided() -> QuerySet[Case]:
    """Cases with an answer, or that nobody wants answered any more."""
    return Case.objects.filter(state__in=[*_DECIDED, State.REFUSED, State.WITHDRAWN])


def materials_of(case: Case) -> QuerySet[CaseMaterial]:
    """Papers of a case, missing ones first."""
    return CaseMaterial.objects.filter(case=case).order_by("shown", "code")


def overdue(user: User, day: date) -> QuerySet[Case]:
    """Open cases past their promised day; cases that wait for papers do not run late."""
    late = cases_visible_to(user).filter(state__in=OPEN, due_on__lt=day, paused_on=None)
    return late.exclude(state__in=["result_ready"]).order_by("due_on")


def servings() -> QuerySet[Serving]:
    """Servings that count."""
    return Serving.objects.filter(undone_at=None)


def people_met_since(day: date) -> set[UUID]:
    """Whom somebody met since `day`: served in person, or with a case of theirs in hand. What was
    given without being asked for is no meeting.
    """
    met = servings().filter(served_on__gte=day, resident__isnull=False)
    met = met.exclude(channel=Channel.PROACTIVE)
    asked = Case.objects.filter(opened_at__date__gte=day)
    return _once(met) | _once(asked)


def _once(rows: QuerySet[Any]) -> set[UUID]:
    """Whose they are. Told once each by the database: a year of a city has millions of rows."""
    return set(rows.order_by().values_list("resident_id", flat=True).distinct())


def people_served_since(day: date) -> set[UUID]:
    """Who was served since `day`, in any way."""
    served = servings().filter(served_on__gte=day, resident__isnull=False)
    return _once(served)


def granted_since(day: date, items: Collection[str]) -> dict[UUID, set[str]]:
    """By person: which of the items were granted since `day`."""
    found: dict[UUID, set[str]] = {}
    granted = Case.objects.filter(
        item__in=items, decided_at__date__gte=day, state__in=_DECIDED, outcome_reason=""
    )
    for person, item in granted.values_list("resident_id", "item_id"):
        found.setdefault(person, set()).add(item)
    return found


def items_touched(people: Collection[UUID]) -> dict[UUID, set[str]]:
    """By person: every item for which there was ever a case or a serving."""
    found: dict[UUID, set[str]] = {}
    for rows in (Case.objects, servings().filter(item__isnull=False)):
        for person, item in rows.filter(resident__in=people).values_list("resident_id", "item_id"):
            found.setdefault(person, set()).add(item)
    return found


def serving_of_origin(origin_id: UUID) -> Serving | None:
    """The serving that came from one ticket, visit or call."""
    return servings().filter(origin_id=origin_id).first()


def serving_by_id(serving_id: UUID) -> Serving | None:
    """One serving."""
    return servings().select_related("item", "site").filter(pk=serving_id).first()
