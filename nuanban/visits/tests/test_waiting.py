"""Another time without an account, and freed time for whoever waits."""

from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from nuanban.notices.models import Notice
from nuanban.visits import actions
from nuanban.visits.clock import moment
from nuanban.visits.enums import PartOfDay, VisitState
from nuanban.visits.models import Stop, Visit
from nuanban.visits.own import find_own
from nuanban.visits.queries import key_of, waiting_of
from nuanban.visits.subscribers import offer_cancelled
from nuanban.visits.tests.days import (
    TUESDAY,
    neighbour,
    one_crew,
    promised,
    slots,
    wish,
)
from nuanban.visits.waiting import better_slots, still_waiting
from tests.cast import MONDAY_9, Cast
from tests.clients import colleague


def op(**said: str) -> dict[str, str]:
    """A form with its operation key."""
    return {**said, "op": str(new_key())}


def full(cast: Cast) -> list[Visit]:
    """A Tuesday on which nothing more fits."""
    found: list[Visit] = []
    while offered := slots(wish(cast, neighbour(90 + len(found)), minutes=240)):
        visit = wish(cast, neighbour(len(found)), minutes=240)
        found.append(promised(cast, visit, offered[0]))
    return found


def test_another_time_takes_the_place_of_the_promised_one(cast: Cast) -> None:
    one_crew(cast)
    visit = promised(cast, wish(cast), slots(wish(cast))[0])
    other = slots(visit)[-1]
    moved = actions.rebook(visit, other, by=cast.by(), at=MONDAY_9)
    assert (moved.state, moved.window_from) == (VisitState.PROMISED, other.window_from)
    assert Stop.objects.filter(visit=visit).count() == 1


def test_where_the_new_time_is_gone_the_promise_stands(cast: Cast) -> None:
    one_crew(cast)
    mine, theirs = slots(wish(cast))[0], slots(wish(cast))[-1]
    visit = promised(cast, wish(cast), mine)
    promised(cast, wish(cast, cast.liu), theirs)
    with pytest.raises(actions.SlotTaken):
        actions.rebook(visit, theirs, by=cast.by(), at=MONDAY_9)
    visit.refresh_from_db()
    assert (visit.state, visit.window_from) == (VisitState.PROMISED, mine.window_from)
    assert Stop.objects.filter(visit=visit).count() == 1


def test_freed_time_is_kept_for_the_first_who_waits_and_whom_it_suits(cast: Cast) -> None:
    one_crew(cast)
    booked = full(cast)
    late, first = wish(cast, cast.liu, minutes=240), wish(cast, minutes=240)
    for visit, part in ((late, PartOfDay.ANY), (first, PartOfDay.ANY)):
        at = MONDAY_9 + timedelta(minutes=1 if visit is late else 0)
        actions.wait(visit, until=TUESDAY, part=part, by=cast.by(), at=at)
    actions.cancel(booked[0], why="不用了", by=cast.by(), at=MONDAY_9)
    offer_cancelled(Entry.objects.get(kind="visits.cancelled"))
    first.refresh_from_db()
    late.refresh_from_db()
    assert (first.state, first.day) == (VisitState.HELD, TUESDAY)
    assert late.state == VisitState.WANTED
    told = Notice.objects.filter(purpose="visits.offer")
    assert [one.person_id for one in told] == [first.resident_id]


def test_nobody_is_asked_twice_about_one_day_and_the_next_one_is(cast: Cast) -> None:
    one_crew(cast)
    booked = full(cast)
    first, second = wish(cast, minutes=240), wish(cast, cast.liu, minutes=240)
    for visit in (first, second):
        actions.wait(visit, until=TUESDAY, part=PartOfDay.ANY, by=cast.by(), at=MONDAY_9)
    actions.cancel(booked[0], why="不用了", by=cast.by(), at=MONDAY_9)
    asked = actions.offer_free_time(site=cast.site, day=TUESDAY, at=MONDAY_9)
    assert asked is not None
    actions.let_go(asked, by=cast.by(), at=MONDAY_9)
    again = actions.offer_free_time(site=cast.site, day=TUESDAY, at=MONDAY_9)
    assert again is not None
    assert {asked.pk, again.pk} == {first.pk, second.pk}
    actions.let_go(again, by=cast.by(), at=MONDAY_9)
    assert actions.offer_free_time(site=cast.site, day=TUESDAY, at=MONDAY_9) is None


def test_a_promise_ends_the_waiting(cast: Cast) -> None:
    one_crew(cast)
    visit = wish(cast)
    actions.wait(visit, until=TUESDAY, part=PartOfDay.MORNING, by=cast.by(), at=MONDAY_9)
    assert waiting_of(visit) is not None
    promised(cast, visit, slots(visit)[0])
    assert waiting_of(visit) is None


def test_code_and_phone_or_birth_date_open_the_visit_and_nothing_else_does(cast: Cast) -> None:
    visit = wish(cast)
    born = f"{cast.wang.birth_on:%Y%m%d}"
    for proof in ("13900002209", "139 0000 2209", born, f"{cast.wang.birth_on:%Y-%m-%d}"):
        assert find_own(visit.code.lower(), proof) == visit
    for code, proof in ((visit.code, "13900002299"), ("ABCDEFGH", born), (visit.code, "")):
        assert find_own(code, proof) is None


def test_without_an_account_a_time_is_changed_and_called_off(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(MONDAY_9)
    one_crew(cast)
    visit = promised(cast, wish(cast), slots(wish(cast))[0])
    client = Client()
    wrong = client.post(reverse("visits:find_own"), {"code": visit.code, "proof": "19000101"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    found = client.post(reverse("visits:find_own"), {"code": visit.code, "proof": "13900002209"})
    page = client.get(found.headers["Location"])
    assert "换一个时间" in page.content.decode()
    key, other = key_of(visit), slots(visit)[-1]
    client.post(reverse("visits:own_slot", args=[key]), op(slot=other.key))
    visit.refresh_from_db()
    assert visit.window_from == other.window_from
    client.post(reverse("visits:own_answer", args=[key]), op(said="cancel"))
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    too_late = client.post(reverse("visits:own_slot", args=[key]), op(slot=other.key))
    assert "刚刚有了变化" in too_late.content.decode()


def test_whoever_answers_the_telephone_changes_it_for_them(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(MONDAY_9)
    one_crew(cast)
    visit = promised(cast, wish(cast), slots(wish(cast))[0])
    agent, other = colleague(cast, Role.HOTLINE_AGENT), slots(visit)[-1]
    page = agent.get(reverse("visits:visit", args=[visit.pk]) + "?from=2026-03-02")
    assert "改到这个" in page.content.decode()
    agent.post(reverse("visits:rebook", args=[visit.pk]), op(slot=other.key))
    visit.refresh_from_db()
    assert visit.window_from == other.window_from
    time_machine.move_to(MONDAY_9 + timedelta(minutes=5), tick=False)
    form = op(until_year="2026", until_month="3", until_day="3", part="any")
    agent.post(reverse("visits:wait", args=[visit.pk]), form)
    assert waiting_of(visit) is not None


# 22:30 in the city.
LATE = MONDAY_9 + timedelta(hours=13, minutes=30)


def test_an_offer_made_at_night_wakes_nobody_and_stands_until_ten(cast: Cast) -> None:
    one_crew(cast)
    visit = wish(cast)
    actions.wait(visit, until=TUESDAY, part=PartOfDay.ANY, by=cast.by(), at=MONDAY_9)
    offered = actions.offer_free_time(site=cast.site, day=TUESDAY, at=LATE)
    assert offered is not None
    morning = MONDAY_9 + timedelta(hours=23)
    told = Notice.objects.get(purpose="visits.offer")
    assert told.next_try_at == morning
    assert offered.held_until == morning + timedelta(hours=2)
    assert moment(TUESDAY, offered.window_from or 0) >= offered.held_until
    assert "3月3日 10:00" in told.text


def test_what_cannot_wait_until_the_morning_is_told_at_night(cast: Cast) -> None:
    one_crew(cast)
    early, late = (promised(cast, wish(cast), slots(wish(cast))[turn]) for turn in (0, -1))
    for visit in (early, late):
        actions.cancel(visit, why="不用了", by=cast.by(), at=LATE)
    told = Notice.objects.filter(purpose="visits.cancel")
    assert [one.next_try_at for one in told.order_by("next_try_at")] == [
        LATE,
        MONDAY_9 + timedelta(hours=23),
    ]


def test_of_an_offer_that_failed_nothing_remains(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_crew(cast)
    visit = wish(cast)
    actions.wait(visit, until=TUESDAY, part=PartOfDay.ANY, by=cast.by(), at=MONDAY_9)
    taken = better_slots(still_waiting(cast.site, TUESDAY)[0], TUESDAY, MONDAY_9)
    for number, slot in enumerate(taken):
        with suppress(actions.SlotTaken):
            promised(cast, wish(cast, neighbour(number)), slot)
    monkeypatch.setattr("nuanban.visits.actions.waiting.better_slots", lambda *_: taken)
    assert actions.offer_free_time(site=cast.site, day=TUESDAY, at=MONDAY_9) is None
    waiting = waiting_of(visit)
    assert waiting is not None
    assert (waiting.offers, waiting.offered_day) == (0, None)
