"""Calling people to windows, and taking a step back."""

from datetime import timedelta

import pytest

from nuanban.accounts.enums import Role
from nuanban.cases import queries as cases
from nuanban.lib.keys import new_key
from nuanban.offices import actions as offices
from nuanban.zone import actions, queries
from nuanban.zone.actions.moves import TooLateToUndo, WindowClosed
from nuanban.zone.enums import HelpKind, Post, TicketState, Via
from nuanban.zone.queries import Ticket
from tests.cast import Cast

MINUTE = timedelta(minutes=1)


def come(cast: Cast, number: str = "") -> Ticket:
    """Somebody takes a ticket at nine."""
    arrival = actions.Arrival(site=cast.site, via=Via.TYPED, id_number=number)
    return actions.check_in(arrival, by=cast.by_kiosk, at=cast.at).ticket


def call(cast: Cast, minutes: int = 1) -> Ticket:
    """Window W1 calls the next one."""
    at = cast.at + minutes * MINUTE
    ticket = actions.call_next(cast.zone_window, by=cast.by(), at=at)
    assert ticket is not None
    return ticket


def test_the_old_woman_is_called_before_the_young_man_who_came_first(cast: Cast) -> None:
    come(cast, cast.liu_number)
    come(cast, cast.wang_number)
    assert call(cast).resident == cast.wang
    waiting = queries.open_tickets(cast.site, cast.at.date()).get(state=TicketState.WAITING)
    assert waiting.overtaken == 1


def test_a_window_serves_one_person_at_a_time(cast: Cast) -> None:
    come(cast)
    come(cast)
    call(cast)
    with pytest.raises(actions.WindowBusy, match="B001"):
        call(cast, 2)


def test_a_closed_window_calls_nobody(cast: Cast) -> None:
    come(cast)
    offices.set_window(
        site=cast.site,
        code="W1",
        name="爱心专窗 1",
        area="一楼",
        skills=[],
        is_zone=True,
        is_open=False,
        by=cast.by(Role.SUPERVISOR),
        at=cast.at,
    )
    cast.zone_window.refresh_from_db()
    with pytest.raises(WindowClosed):
        call(cast)


def test_who_missed_the_call_keeps_a_second_chance(cast: Cast) -> None:
    first = come(cast)
    for _ in range(4):
        come(cast)
    by, at = cast.by(), cast.at + MINUTE
    missed = actions.miss(call(cast), by=by, at=at)
    assert missed == first
    assert missed.window is None
    actions.give_back(missed, by=by, at=at)
    called = []
    for turn in range(3):
        ticket = call(cast, 2 + turn)
        called.append(ticket.label)
        actions.finish(ticket, by=by, at=at)
    assert called == ["B002", "B003", "B001"]


def test_put_aside_and_taken_up_again(cast: Cast) -> None:
    come(cast)
    come(cast)
    by, at = cast.by(), cast.at
    held = actions.hold(call(cast), by=by, at=at)
    second = call(cast, 2)
    with pytest.raises(actions.WindowBusy):
        actions.resume(held, cast.zone_window, by=by, at=at)
    actions.finish(second, by=by, at=at)
    assert actions.resume(held, cast.zone_window, by=by, at=at).state == TicketState.SERVING


def test_forwarded_with_a_note_to_one_window_only(cast: Cast) -> None:
    come(cast)
    by, at = cast.by(), cast.at
    sent = actions.forward(
        call(cast), to=cast.window, item=None, skill="", note="已核对身份", by=by, at=at
    )
    assert sent.state == TicketState.WAITING
    assert actions.call_next(cast.zone_window, by=by, at=at) is None
    taken = actions.call_next(cast.window, by=by, at=at)
    assert taken == sent
    assert taken.note == "已核对身份"


def test_undo_within_a_minute_takes_the_count_back(cast: Cast) -> None:
    come(cast, cast.wang_number)
    by, at = cast.by(), cast.at + MINUTE
    done = actions.finish(call(cast), by=by, at=at)
    assert cases.servings().count() == 1
    back = actions.undo(done, by=by, at=at + timedelta(seconds=59))
    assert back.state == TicketState.CALLED
    assert cases.servings().count() == 0
    again = actions.finish(back, by=by, at=at + MINUTE)
    assert cases.servings().count() == 1
    with pytest.raises(TooLateToUndo):
        actions.undo(again, by=by, at=at + 3 * MINUTE)


def test_a_move_that_is_not_possible_says_where_the_ticket_stands(cast: Cast) -> None:
    ticket = come(cast)
    with pytest.raises(actions.TicketMoved, match="等候"):
        actions.finish(ticket, by=cast.by(), at=cast.at)


def test_closing_a_day_deletes_nobody(cast: Cast) -> None:
    tickets = [come(cast) for _ in range(3)]
    call(cast)
    left = actions.close_day(site=cast.site, by=cast.by(Role.SUPERVISOR), at=cast.at)
    assert {t.pk for t in left} == {t.pk for t in tickets}
    assert queries.carried(cast.site).count() == 3


def test_served_without_a_number_is_one_step_and_one_count(cast: Cast) -> None:
    ticket = actions.serve_directly(
        window=cast.zone_window,
        site=cast.site,
        resident=cast.wang,
        item="SG-RS-01",
        key=new_key(),
        by=cast.by(),
        at=cast.at,
    )
    assert ticket.label == "M001"
    serving = cases.serving_of_origin(ticket.pk)
    assert serving is not None
    assert serving.channel == "zone"
    assert serving.groups == ["elderly"]


def test_three_posts_hand_a_person_on_with_times(cast: Cast) -> None:
    ticket = come(cast, cast.wang_number)
    guide, volunteer = cast.by(Role.GUIDE), cast.user(Role.VOLUNTEER)
    first = actions.hand_over(
        ticket, to=cast.user(Role.SPECIALIST), post=Post.SPECIALIST, by=guide, at=cast.at
    )
    actions.take_over(first, by=cast.by(), at=cast.at + MINUTE)
    actions.hand_over(
        ticket, to=volunteer, post=Post.VOLUNTEER, by=cast.by(), at=cast.at + 9 * MINUTE
    )
    led = list(queries.hand_overs_of(ticket))
    assert [h.to_user.name for h in led] == ["服务专员甲", "帮代办志愿者甲"]
    assert led[0].taken_at == cast.at + MINUTE
    assert led[0].ended_at == cast.at + 9 * MINUTE
    assert led[1].ended_at is None


def test_one_colleague_goes_when_somebody_calls_for_help(cast: Cast) -> None:
    by, at = cast.by(Role.GUIDE), cast.at
    asked = actions.call_help(
        site=cast.site, kind=HelpKind.WHEELCHAIR, place="东门", by=cast.by_kiosk, at=at
    )
    assert actions.take_help(asked, by=by, at=at).taken_by == cast.user(Role.GUIDE)
    with pytest.raises(Exception, match="已经有同事去了"):
        actions.take_help(asked, by=cast.by(), at=at)


def test_entry_on_paper_is_a_numbered_pass(cast: Cast) -> None:
    user, by = cast.user(Role.GUIDE), cast.by(Role.GUIDE)
    numbers = [
        actions.register_entry(site=cast.site, name="邓淑娴", user=user, by=by, at=cast.at).number
        for _ in range(2)
    ]
    assert numbers == [1, 2]
