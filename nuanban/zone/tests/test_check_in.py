"""A person comes in and gets a place in the queue."""

from datetime import date, timedelta

import pytest

from nuanban.lib.errors import Unusable
from nuanban.residents import actions as residents
from nuanban.residents.enums import Need
from nuanban.zone import actions
from nuanban.zone.enums import Via
from tests.cast import Cast, id_number


def come(cast: Cast, number: str = "", minutes: int = 0) -> actions.CheckedIn:
    """Somebody at the kiosk, some minutes after nine."""
    arrival = actions.Arrival(site=cast.site, via=Via.CARD, id_number=number)
    return actions.check_in(arrival, by=cast.by_kiosk, at=cast.at + timedelta(minutes=minutes))


def test_an_old_woman_goes_first_and_is_told_why(cast: Cast) -> None:
    done = come(cast, cast.wang_number)
    assert done.recognised
    assert done.ticket.label == "A001"
    assert done.ticket.reasons[0]["code"] == "elderly"
    assert "72 岁" in done.said
    assert "王女士" in done.said


def test_a_young_man_waits_in_the_ordinary_lane(cast: Cast) -> None:
    done = come(cast, cast.liu_number)
    assert done.ticket.label == "B001"
    assert done.ticket.reasons == []
    assert done.ticket.name_masked == "刘**"


def test_the_same_card_twice_is_the_same_ticket(cast: Cast) -> None:
    first, second = come(cast, cast.wang_number), come(cast, cast.wang_number, 1)
    assert second.again
    assert second.ticket == first.ticket


def test_a_number_nobody_knows_still_gets_a_ticket_and_its_birth_date_counts(cast: Cast) -> None:
    number = id_number(date(1940, 2, 29))
    done = come(cast, number)
    assert not done.recognised
    assert done.ticket.lane == "priority"
    assert done.ticket.resident is None
    assert actions.said_at_door(done.ticket).number == number
    assert come(cast, number, 1).ticket == done.ticket


def test_nobody_without_a_card_is_turned_away(cast: Cast) -> None:
    assert come(cast).ticket.label == "B001"
    assert come(cast).ticket.label == "B002"


def test_a_wheelchair_is_a_reason(cast: Cast) -> None:
    needs = [Need.WHEELCHAIR]
    residents.set_needs(cast.liu, needs=needs, dialect="", by=cast.by(), at=cast.at)
    done = come(cast, cast.liu_number)
    assert done.ticket.lane == "priority"
    assert "轮椅" in done.ticket.reasons[0]["text"]


def test_numbers_of_a_lane_have_no_gap(cast: Cast) -> None:
    labels = [come(cast, minutes=n).ticket.label for n in range(5)]
    assert labels == ["B001", "B002", "B003", "B004", "B005"]


@pytest.mark.parametrize("typed", ["12345", "43069919990230001X", "４３０", "abc\x00"])
def test_nonsense_is_answered_with_a_sentence(cast: Cast, typed: str) -> None:
    with pytest.raises(Unusable) as refusal:
        come(cast, typed)
    assert "。" in str(refusal.value)


def test_full_width_digits_and_small_x_are_read(cast: Cast) -> None:
    wide = cast.wang_number.translate({ord(str(n)): ord("０") + n for n in range(10)})
    assert come(cast, wide.lower()).recognised
