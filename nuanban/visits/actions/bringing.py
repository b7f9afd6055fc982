"""The result comes home: a visit of its own, to the same door, if it can be with the same faces."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuanban.cases import actions as cases
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import HandedBy
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal
from nuanban.residents.enums import Need
from nuanban.visits import queries
from nuanban.visits.actions.asking import NewVisit, ask
from nuanban.visits.actions.sent import locked_visit
from nuanban.visits.door_queries import results_to_bring
from nuanban.visits.enums import AskedVia, VisitKind
from nuanban.visits.models import Visit

MINUTES = 30


class NothingToBring(Refusal):
    """这件事没有要送的结果，或者已经约了人去送。"""


@transaction.atomic
def ask_to_bring(visit: Visit, case_id: UUID, *, by: Actor, at: datetime) -> Visit:
    """Asks for a visit that brings the result of a case which an earlier visit opened."""
    visit = locked_visit(visit.pk)
    case = results_to_bring(visit).filter(pk=case_id).first()
    if case is None:
        raise NothingToBring
    new = NewVisit(
        resident=visit.resident,
        kind=VisitKind.HOME,
        via=AskedVia.RESULT,
        items=[],
        site=visit.site_id,
        division=visit.division_id,
        latitude=visit.latitude,
        longitude=visit.longitude,
        address=queries.address_of(visit),
        contact_name=visit.contact_name,
        contact_phone=queries.contact_of(visit),
        access_notes=queries.access_of(visit),
        needs=[Need(need) for need in visit.needs if need in Need.values],
        minutes=MINUTES,
        hospital=visit.hospital,
        ward=visit.ward,
        why=f"送结果：{case.item.plain_name}",
        brings=case.pk,
    )
    return ask(new, by=by, at=at)


def hand_over(visit: Visit, *, by: Actor, at: datetime) -> None:
    """The result is in their hands, unless they got it another way meanwhile."""
    found = case_queries.cases_with_result().select_for_update(of=("self",))
    case = found.filter(pk=visit.brings_id).first() if visit.brings_id else None
    if case is None:
        return
    receiver = case.agent_name or case.resident.name
    cases.deliver(case, handed_by=HandedBy.VISIT, received_by=receiver, by=by, at=at)
    cases.close(case, by=by, at=at)
