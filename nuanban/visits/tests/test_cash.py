"""Cash at the door: one receipt, one number, one settlement; most visits cost nothing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.lib.days import city_day
from nuanban.lib.keys import new_key
from nuanban.visits import actions, door_queries
from nuanban.visits.actions.cashing import NotInBook, NumberUsed
from nuanban.visits.enums import DeedAnswer, Slip
from nuanban.visits.models import CashTaken, ReceiptBook, Visit
from nuanban.visits.tests.days import book
from nuanban.visits.tests.test_round import NOON, waits
from nuanban.visits.tests.test_round_pages import phone, row, send, visit
from tests.cast import Cast
from tests.clients import colleague

__all__ = ["phone", "visit"]
HELPER = Role.VISITING_STAFF


def _cash(visit: Visit, number: int, fen: int = 500, ago: int = 0) -> actions.SentCash:
    return actions.SentCash(
        key=new_key(),
        visit=visit.pk,
        phone_at=NOON - timedelta(minutes=ago),
        sent_at=NOON,
        number=number,
        amount_fen=fen,
        what_for="身份证工本费",
        slip=Slip.WRITTEN,
    )


def test_a_receipt_number_is_used_once_even_by_two_phones(cast: Cast) -> None:
    visit = waits(cast)
    book(cast, HELPER)
    first = _cash(visit, 7)
    by = cast.by(HELPER)
    assert actions.take_cash(first, by=by, at=NOON) == DeedAnswer.DONE
    assert actions.take_cash(first, by=by, at=NOON) == DeedAnswer.DONE
    with pytest.raises(NumberUsed):
        actions.take_cash(_cash(visit, 7, ago=300), by=by, at=NOON)
    assert [one.amount_fen for one in CashTaken.objects.all()] == [500]


def test_numbers_come_from_the_own_book_and_no_number_lies_in_two(cast: Cast) -> None:
    visit = waits(cast)
    book(cast, HELPER)
    for number in (0, 101):
        with pytest.raises(NotInBook):
            actions.take_cash(_cash(visit, number), by=cast.by(HELPER), at=NOON)
    with pytest.raises(NotInBook):
        actions.take_cash(_cash(visit, 7), by=cast.by(), at=NOON)
    with pytest.raises(actions.NumbersTaken):
        book(cast, Role.SPECIALIST, 100, 150)
    twin = ReceiptBook.objects.get()
    twin.pk = new_key()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def _hand_in(cast: Cast, day: date, fen: int) -> None:
    actions.hand_in(
        user=cast.user(HELPER),
        site=cast.site,
        day=day,
        amount_fen=fen,
        by=cast.by(Role.SUPERVISOR),
        at=NOON,
    )


def test_what_was_counted_is_what_is_handed_in(cast: Cast) -> None:
    visit = waits(cast)
    book(cast, HELPER)
    day = city_day(NOON)
    for number, fen in ((1, 500), (2, 1_250)):
        actions.take_cash(_cash(visit, number, fen), by=cast.by(HELPER), at=NOON)
    with pytest.raises(actions.OtherAmount):
        _hand_in(cast, day, 500)
    _hand_in(cast, day, 1_750)
    (row,) = door_queries.cash_on(cast.site, day)
    assert (row.taken_fen, row.owed_fen) == (1_750, 0)
    # A phone that was without signal sends a late one.
    actions.take_cash(_cash(visit, 3, 100, ago=60), by=cast.by(HELPER), at=NOON)
    assert door_queries.days_owed(cast.site, day + timedelta(days=1)) == [(day, 100)]


def test_the_phone_knows_its_book_and_free_is_the_default(
    cast: Cast, visit: Visit, phone: Client
) -> None:
    assert phone.get("/round/day/").json()["books"] == []
    book(cast, HELPER, 41, 60)
    day = phone.get("/round/day/").json()
    assert day["books"] == [[41, 60]]
    said = {"deed": "cash", "number": 41, "what_for": "工本费", "slip": "written"}
    sent = [
        row(day, **said, amount_fen=2_000),
        row(day, **{**said, "number": 42}, amount_fen=0),
        row(day, **{**said, "number": 43}, amount_fen=12.5),
        row(day, **{**said, "number": True}, amount_fen=100),
        row(day, **{**said, "number": 44, "what_for": " "}, amount_fen=100),
    ]
    assert [one["answer"] for one in send(phone, *sent)] == ["done", *["refused"] * 4]
    told = phone.get("/round/day/").json()
    assert (told["used"], told["visits"][0]["taken"]) == ([41], [[41, 2_000, "工本费", False]])


def test_a_dispatcher_settles_the_day(cast: Cast, visit: Visit, phone: Client) -> None:
    desk, helper = colleague(cast, Role.SUPERVISOR), cast.user(HELPER)
    given = {"op": str(new_key()), "holder": str(helper.pk), "first": 1, "last": 50}
    assert desk.post("/desk/visits/cash/books/", given).status_code == 303
    again = {**given, "op": str(new_key())}
    assert "别的收据本" in desk.post("/desk/visits/cash/books/", again).content.decode()
    day = phone.get("/round/day/").json()
    cash = {"deed": "cash", "number": 1, "what_for": "工本费", "slip": "printed"}
    send(phone, row(day, **cash, amount_fen=1_250))
    assert "12.50 元" in desk.get("/desk/visits/cash/").content.decode()
    today: date = city_day(timezone.now())
    said = {"op": str(new_key()), "user": str(helper.pk), "day": f"{today}", "fen": 1_250}
    desk.post("/desk/visits/cash/in/", said)
    assert "点清了" not in desk.get("/desk/visits/cash/").content.decode()
    late = {**said, "op": str(new_key())}
    page = desk.post("/desk/visits/cash/in/", late, follow=True).content.decode()
    assert "已经交清" in page
