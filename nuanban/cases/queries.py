"""Questions others may ask about cases and servings."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.cases import perms
from nuanban.cases.ahead import Ahead, form_ahead
from nuanban.cases.form import FIELDS, Value, form_of
from nuanban.cases.models import Case, CaseMaterial, Serving
from nuanban.cases.states import FILLABLE, OPEN
from nuanban.residents.queries import Resident

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


def serving_of_origin(origin_id: UUID) -> Serving | None:
    """The serving that came from one ticket, visit or call."""
    return servings().filter(origin_id=origin_id).first()


def serving_by_id(serving_id: UUID) -> Serving | None:
    """One serving."""
    return servings().select_related("item", "site").filter(pk=serving_id).first()
