"""What people say counts once, and a bad word is answered."""

from datetime import date

import pytest
from django.test import Client

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.cases.queries import Serving
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.ratings import actions, queries
from nuanban.ratings.enums import CallBackState, Grade, RatedVia
from nuanban.zone import actions as zone
from nuanban.zone.enums import Via
from tests.cast import Cast
from tests.clients import colleague, machine


def serving(cast: Cast) -> Serving:
    """Somebody was served."""
    return cases.record_serving(
        channel=Channel.ZONE,
        site=cast.site,
        origin_id=new_key(),
        groups=["elderly"],
        by=cast.by(),
        at=cast.at,
    )


def test_a_serving_is_rated_once(cast: Cast) -> None:
    done = serving(cast)
    actions.rate(done, grade=Grade.GOOD, via=RatedVia.QR, by=cast.by(), at=cast.at)
    with pytest.raises(actions.AlreadyRated):
        actions.rate(done, grade=Grade.BAD, via=RatedVia.QR, by=cast.by(), at=cast.at)


@pytest.mark.parametrize("grade", list(Grade))
def test_the_two_lowest_grades_open_a_call_back(cast: Cast, grade: Grade) -> None:
    actions.rate(serving(cast), grade=grade, via=RatedVia.DEVICE, by=cast.by(), at=cast.at)
    tasks = queries.call_backs_visible_to(cast.user(Role.SUPERVISOR))
    assert tasks.count() == (1 if grade <= 2 else 0)
    if grade <= 2:
        task = tasks.get()
        assert (task.call_due_on, task.mend_due_on) == (date(2026, 3, 3), date(2026, 3, 23))


def test_a_call_back_ends_only_after_a_call_and_a_mend(cast: Cast) -> None:
    actions.rate(serving(cast), grade=Grade.VERY_BAD, via=RatedVia.QR, by=cast.by(), at=cast.at)
    task = queries.call_backs_visible_to(cast.user(Role.SUPERVISOR)).get()
    by = cast.by(Role.SUPERVISOR)
    with pytest.raises(actions.CallBackMoved):
        actions.note_mended(task, mended="加了座位", by=by, at=cast.at)
    with pytest.raises(Unusable):
        actions.note_call(task, found=" ", by=by, at=cast.at)
    actions.note_call(task, found="等得太久", by=by, at=cast.at)
    done = actions.note_mended(task, mended="午间加开一个窗口", by=by, at=cast.at)
    assert done.state == CallBackState.DONE


def test_the_ticket_tells_where_it_stands_and_takes_one_grade(cast: Cast) -> None:
    arrival = zone.Arrival(site=cast.site, via=Via.CARD, resident=cast.wang, item="SG-RS-01")
    ticket = zone.check_in(arrival, by=cast.by_kiosk, at=cast.at).ticket
    page = Client().get(f"/t/{ticket.code}/").content.decode()
    assert ticket.label in page
    assert "王秀兰" not in page
    called = zone.call_next(cast.zone_window, by=cast.by(), at=cast.at)
    assert called is not None


def test_the_device_at_the_window_asks_the_one_who_was_served_last(cast: Cast) -> None:
    client = machine(cast, DeviceKind.WINDOW)
    assert "爱心专窗 1" in client.get("/rating/").content.decode()
    assert "请坐" in client.get("/rating/?window=W1").content.decode()


def test_a_stranger_does_not_see_call_backs(cast: Cast) -> None:
    assert colleague(cast, Role.WINDOW_CLERK).get("/desk/call-backs/").status_code == 404
