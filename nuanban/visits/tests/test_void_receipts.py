"""A receipt noted wrongly stays, its number is used, and nobody owes it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.visits import actions, door_queries
from nuanban.visits.models import CashTaken, CashVoid, Visit
from nuanban.visits.tests.days import receipt, wish
from tests.cast import MONDAY_9, Cast
from tests.clients import colleague

LATER = MONDAY_9 + timedelta(hours=1)
DAY = city_day(MONDAY_9)
WHY = "把 50 元记成了 5 元"


def _void(cast: Cast, one: CashTaken, why: str = WHY) -> CashVoid:
    return actions.void_receipt(one, why=why, by=cast.by(Role.SUPERVISOR), at=LATER)


def _hand_in(cast: Cast, fen: int) -> None:
    actions.hand_in(
        user=cast.user(Role.VISITING_STAFF),
        site=cast.site,
        day=DAY,
        amount_fen=fen,
        by=cast.by(Role.SUPERVISOR),
        at=LATER,
    )


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return wish(cast)


def test_a_void_receipt_stays_and_is_not_owed(cast: Cast, visit: Visit) -> None:
    wrong = receipt(cast, visit)
    receipt(cast, visit, 202)
    _void(cast, wrong)
    (row,) = door_queries.cash_on(cast.site, DAY)
    assert [(one.taken.number, bool(one.void)) for one in row.receipts] == [
        (201, True),
        (202, False),
    ]
    assert (row.taken_fen, row.owed_fen) == (500, 500)
    assert door_queries.numbers_used([wrong.book]) == [201]
    entry = Entry.objects.get(kind="visits.cash_voided")
    assert entry.payload["number"] == 201
    _hand_in(cast, 500)
    assert door_queries.days_owed(cast.site, DAY + timedelta(days=1)) == []


def test_voided_once_with_a_reason_and_before_the_money_came(cast: Cast, visit: Visit) -> None:
    wrong, right = receipt(cast, visit), receipt(cast, visit, 202)
    with pytest.raises(Unusable):
        _void(cast, wrong, " ")
    void = _void(cast, wrong)
    with pytest.raises(actions.AlreadyVoid):
        _void(cast, wrong)
    for name in ("receipt_voided_once", "void_receipt_says_why"):
        again = CashVoid.objects.get(pk=void.pk)
        again.pk = new_key()
        if "why" in name:
            again.receipt, again.why = right, ""
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            again.save(force_insert=True)
    _hand_in(cast, 500)
    with pytest.raises(actions.HandedInAlready):
        _void(cast, right)


def test_a_dispatcher_presses_and_others_are_strangers(cast: Cast, visit: Visit) -> None:
    wrong = receipt(cast, visit)
    desk, page = colleague(cast, Role.SUPERVISOR), f"/desk/visits/cash/?day={DAY}"
    to = f"/desk/visits/cash/{wrong.pk}/void/"
    assert to in desk.get(page).content.decode()
    shown = desk.post(to, {"op": str(new_key())}, follow=True).content.decode()
    assert "请写明为什么作废" in shown
    shown = desk.post(to, {"op": str(new_key()), "why": "错" * 201}, follow=True).content.decode()
    assert "最多写 200 个字，现在有 201 个" in shown
    shown = desk.post(to, {"op": str(new_key()), "why": WHY}, follow=True).content.decode()
    assert WHY in shown
    assert to not in shown
    assert WHY in desk.get(f"/desk/visits/{visit.pk}/").content.decode()
    assert CashVoid.objects.get().voided_at <= timezone.now()
    helper = colleague(cast, Role.VISITING_STAFF)
    assert helper.post(to, {"op": str(new_key()), "why": WHY}).status_code in (403, 404)
    other = f"/desk/visits/cash/{new_key()}/void/"
    assert desk.post(other, {"op": str(new_key()), "why": WHY}).status_code == 404
