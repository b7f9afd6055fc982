"""A text may hold a name, never somebody's number; the database agrees."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from nuanban.lib.errors import Unusable
from nuanban.notices import actions, queries
from nuanban.notices.enums import Kind
from nuanban.notices.gateways import Declined
from nuanban.notices.tests.gateway import StubGateway
from nuanban.notices.tests.writing import PHONE, letter, sms
from tests.cast import Cast


@pytest.mark.parametrize(
    "write",
    [
        lambda number: number,
        lambda number: f"您的号码是{number}，请核对",
        lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
        lambda number: number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    ],
)
def test_a_text_with_an_id_number_is_refused(cast: Cast, write: Callable[[str], str]) -> None:
    for new in (sms("k1", text=write(cast.wang_number)), sms("k1", title=write(cast.wang_number))):
        with pytest.raises(actions.NumberInText, match="身份证号"):
            actions.tell(new, by=cast.by(), at=cast.at)


def test_the_database_refuses_it_too(cast: Cast) -> None:
    notice = actions.tell(sms("k1"), by=cast.by(), at=cast.at)
    with pytest.raises(IntegrityError, match="plain_words"), transaction.atomic():
        connection.cursor().execute(
            "UPDATE notices_notice SET text = %s WHERE id = %s", [cast.wang_number, notice.pk]
        )


def test_names_phones_and_case_numbers_may_stand_there(cast: Cast) -> None:
    text = "王秀兰您好，办件 20260302-00017 办好了，有事打 0730-12345 或 13900001111。"
    assert actions.tell(sms("k1", text=text), by=cast.by(), at=cast.at).text == text


@pytest.mark.parametrize(
    "new",
    [
        sms("k", to="0730-8880000"),
        sms("k", to="110 号窗口"),
        sms("k", text=" "),
        sms("k", text="长" * 501),
        sms("k", text="看不见\x00的"),
        sms("k", large_print=True),
        sms("k", kind=Kind.IN_APP, person_id=None),
        letter("k", to=""),
        letter("k", addressee=""),
        letter("k", person_id=None),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(cast: Cast, new: actions.NewNotice) -> None:
    with pytest.raises(Unusable, match="。"):
        actions.tell(new, by=cast.by(), at=cast.at)


def test_what_the_gateway_says_is_kept_without_the_phone(cast: Cast) -> None:
    gateway = StubGateway()
    gateway.always = Declined(f"invalid number {PHONE}")
    notice = actions.tell(sms("k1"), by=cast.by(), at=cast.at)
    actions.send_due(clock=lambda: cast.at, gateway=gateway)
    assert queries.attempts_of(notice).get().said == "invalid number 139****4455"


def test_a_message_in_the_app_is_there_at_once(cast: Cast) -> None:
    new = sms("k1", kind=Kind.IN_APP, to="")
    assert actions.tell(new, by=cast.by(), at=cast.at).sent_at == cast.at
