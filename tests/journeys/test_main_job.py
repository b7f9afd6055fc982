"""From the door to a rated result: the main job of the house, through the actions of its rooms."""

from datetime import timedelta

from nuanban.accounts.enums import Role
from nuanban.cases import actions as cases
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import Channel, Shown, State
from nuanban.papers import queries as papers
from nuanban.papers.enums import Standing
from nuanban.ratings import actions as ratings
from nuanban.ratings.enums import Grade, RatedVia
from nuanban.reports.figures import Filter, figures
from nuanban.zone import actions as zone
from nuanban.zone.enums import TicketState, Via
from tests.cast import Cast

IMMEDIATE = "SG-RS-01"


def test_one_person_is_led_from_the_door_to_a_rated_result(cast: Cast) -> None:
    arrival = zone.Arrival(site=cast.site, via=Via.CARD, id_number=cast.wang_number, item=IMMEDIATE)
    zone.check_in(arrival, by=cast.by_kiosk, at=cast.at)
    by, at = cast.by(Role.SPECIALIST), cast.at + timedelta(minutes=3)
    ticket = zone.call_next(cast.zone_window, by=by, at=at)
    assert ticket is not None
    assert ticket.resident == cast.wang
    case = cases.open_case(
        item=IMMEDIATE,
        resident=cast.wang,
        channel=Channel.ZONE,
        site=cast.site,
        origin_id=ticket.pk,
        by=by,
        at=at,
    )
    for material in case_queries.materials_of(case):
        cases.note_material(case, code=material.code, shown=Shown.SEEN, by=by, at=at)
    done = cases.finish_at_window(case, by=by, at=at)
    assert done.state == State.CLOSED
    document = papers.document_by_id(done.document_id) if done.document_id else None
    assert document is not None
    assert papers.check(document.code).standing == Standing.GENUINE
    assert papers.pdf_of(document).startswith(b"%PDF-")
    ticket = zone.finish(ticket, by=by, at=at + timedelta(minutes=6))
    assert ticket.state == TicketState.FINISHED
    serving = case_queries.serving_of_origin(ticket.pk)
    assert serving is not None
    assert serving.case == done
    ratings.rate(serving, grade=Grade.VERY_GOOD, via=RatedVia.DEVICE, by=by, at=at)
    found = figures(Filter())
    assert found.totals.by_channel == {"zone": 1}
    assert found.totals.total == 1
