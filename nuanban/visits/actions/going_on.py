"""What came from the door in any order is put together: papers, request, decision."""

from datetime import datetime

from nuanban.cases import actions as cases
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import Shown
from nuanban.cases.queries import Case
from nuanban.lib.actor import Actor
from nuanban.visits.actions.at_once import decide_what_waits
from nuanban.visits.actions.putting_in import put_photos_in
from nuanban.visits.models import Visit


def go_on(visit: Visit, item: str, *, when: datetime, by: Actor, at: datetime) -> None:
    """As far as it goes now; whatever is still missing comes later, and this runs again.

    `when` it happened at the door; `at` is when the city hears of it.
    """
    case = case_of(visit, item)
    if case is not None:
        when = max(when, case.opened_at)
        put_photos_in(visit, case, by=by, at=when)
        _hand_in(case, by, when, at)
    decide_what_waits(visit, item, case, at)


def case_of(visit: Visit, item: str) -> Case | None:
    """The case that this visit opened for an item, for one at a time."""
    found = case_queries.cases_of_origin(visit.pk).select_for_update(of=("self",))
    return found.select_related("version__item", "resident").filter(item=item).first()


def _hand_in(case: Case, by: Actor, when: datetime, at: datetime) -> None:
    """The request is made at the door; it is taken on when no paper is missing."""
    if case.state == "draft":
        cases.submit(case, by=by, at=when)
    lacks = case_queries.materials_of(case).filter(shown=Shown.MISSING).exists()
    if case.state == "submitted" and not lacks:
        cases.accept(case, by=by, at=when)
    if case.state == "returned" and not lacks:
        cases.resume(case, by=by, at=at)
