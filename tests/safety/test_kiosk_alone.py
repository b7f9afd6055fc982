"""A kiosk without network prints on: whatever happens then, no slip is lost and none counts twice.

Two kiosks lease, print, lose the network, send in any order, twice, with clocks that run wrong,
and are set up anew with the lease kept. The model is a heap of paper slips.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from nuanban.accounts import actions as accounts
from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.queries import actor_of_device
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.zone import actions
from nuanban.zone.actions import OfflineTicket
from nuanban.zone.queries import Ticket
from tests.cast import Cast

SKEWS = st.integers(-26 * 3600, 26 * 3600).map(lambda s: timedelta(seconds=s))


@dataclass
class Paper:
    """One kiosk: its lease, the slips that it printed, its clock."""

    by: Actor
    prefix: str
    last: int
    skew: timedelta
    slips: list[OfflineTicket]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def slip(number: int, taken_at: datetime, said: str = "") -> OfflineTicket:
    """A printed slip; when it was sent is filled in later."""
    return OfflineTicket(new_key(), number, taken_at, taken_at, said, ())


class Hall(RuleBasedStateMachine):
    """Two kiosks and the server."""

    cast: Cast
    kiosks: list[Actor]

    @initialize(first=SKEWS, second=SKEWS)
    def open(self, first: timedelta, second: timedelta) -> None:
        """Both kiosks hold a lease before the network goes."""
        self.mark = transaction.savepoint()
        self.at = self.cast.at
        clocks = zip(self.kiosks, (first, second), strict=True)
        self.papers = [self._leased(by, skew) for by, skew in clocks]
        self.kept: dict[object, str] = {}
        assert self.papers[0].prefix != self.papers[1].prefix

    def _leased(self, by: Actor, skew: timedelta) -> Paper:
        lease = actions.lease_prefix(site=self.cast.site, by=by, at=self.at)
        return Paper(by, lease.prefix, 0, skew, [])

    @rule(which=st.integers(0, 1), carded=st.booleans(), seconds=st.integers(1, 900))
    def print_one(self, which: int, carded: bool, seconds: int) -> None:
        """Somebody takes a slip; some hold a card, and may take two."""
        self.at += timedelta(seconds=seconds)
        paper = self.papers[which]
        paper.last += 1
        said = self.cast.wang_number if carded else ""
        paper.slips.append(slip(paper.last, self.at + paper.skew, said))

    @rule(which=st.integers(0, 1), chance=st.randoms(use_true_random=False))
    def send(self, which: int, chance: Any) -> None:
        """The network is back for a moment: some slips go out, in any order, some twice."""
        paper = self.papers[which]
        chosen = [one for one in paper.slips * 2 if chance.random() < 0.5]
        chance.shuffle(chosen)
        for one in chosen:
            self._sync(paper, one)

    @rule(which=st.integers(0, 1))
    def set_up_anew(self, which: int) -> None:
        """A new browser in the old machine asks for its lease again."""
        by = self.papers[which].by
        lease = actions.lease_prefix(site=self.cast.site, by=by, at=self.at)
        assert lease.prefix == self.papers[which].prefix
        used = actions.last_used(lease, city_day(self.at))
        assert used <= self.papers[which].last

    @rule(which=st.integers(0, 1), skew=SKEWS)
    def shift_clock(self, which: int, skew: timedelta) -> None:
        """The kiosk's clock is set while nothing waits to be sent."""
        paper = self.papers[which]
        if all(one.key in self.kept for one in paper.slips):
            paper.slips, paper.skew = [], skew

    def _sync(self, paper: Paper, one: OfflineTicket) -> None:
        sent = replace(one, sent_at=self.at + paper.skew)
        ticket = actions.sync_offline(sent, by=paper.by, at=self.at)
        assert ticket.label == f"{paper.prefix}{one.number:03d}"
        assert self.kept.setdefault(one.key, str(ticket.pk)) == str(ticket.pk)
        arrived = one.taken_at - paper.skew
        assert abs(ticket.arrived_at - arrived) < timedelta(seconds=1)
        assert ticket.clock_skewed == (abs(paper.skew) > timedelta(minutes=2))

    @invariant()
    def what_was_sent_is_there_once(self) -> None:
        """As many tickets as slips the server confirmed, each number once."""
        if not hasattr(self, "kept"):
            return
        labels = list(Ticket.objects.filter(via="offline").values_list("label", flat=True))
        assert len(labels) == len(set(labels)) == len(self.kept)

    def teardown(self) -> None:
        """In the end everything is sent, and nothing is missing."""
        if not hasattr(self, "papers"):
            return
        for paper in self.papers:
            for one in paper.slips:
                self._sync(paper, one)
            there = Ticket.objects.filter(prefix=paper.prefix).values_list("number", flat=True)
            assert sorted(there) == list(range(1, paper.last + 1))
        transaction.savepoint_rollback(self.mark)


@pytest.fixture
def kiosks(cast: Cast) -> list[Actor]:
    """The cast's kiosk and a second one."""
    made = accounts.add_device(
        kind=DeviceKind.KIOSK, site=cast.site, name="取号机二", by=SYSTEM, at=cast.at
    )
    return [cast.by_kiosk, actor_of_device(made.device)]


def test_no_slip_is_lost_and_none_counts_twice(cast: Cast, kiosks: list[Actor]) -> None:
    class ThisHall(Hall):
        pass

    ThisHall.cast, ThisHall.kiosks = cast, kiosks
    run_machine(
        ThisHall,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_order_of_sending_ends_in_the_same_hall(cast: Cast) -> None:
    at = cast.at
    slips = [slip(n, at + timedelta(minutes=n)) for n in range(1, 5)]
    ends = set()
    for order in permutations(slips):
        with undone():
            for one in order:
                late = at + timedelta(hours=1)
                actions.sync_offline(replace(one, sent_at=late), by=cast.by_kiosk, at=late)
            rows = Ticket.objects.order_by("label").values_list("label", "arrived_at", "lane")
            ends.add(tuple(rows))
    assert len(ends) == 1


@pytest.mark.parametrize("number", [0, -3, 10_000, 2**40])
def test_a_number_that_no_kiosk_prints_is_refused(cast: Cast, number: int) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.sync_offline(slip(number, cast.at), by=cast.by_kiosk, at=cast.at)
    assert "。" in str(refusal.value)


def test_two_slips_with_one_number_are_not_both_believed(cast: Cast) -> None:
    actions.sync_offline(slip(1, cast.at), by=cast.by_kiosk, at=cast.at)
    with pytest.raises(Refusal) as refusal:
        actions.sync_offline(slip(1, cast.at), by=cast.by_kiosk, at=cast.at)
    assert "号码今天已经发出过" in str(refusal.value)


def test_who_took_two_slips_is_called_by_both_numbers(cast: Cast) -> None:
    labels = [
        actions.sync_offline(slip(n, cast.at, cast.wang_number), by=cast.by_kiosk, at=cast.at)
        for n in (1, 2)
    ]
    assert [ticket.label for ticket in labels] == ["K1-001", "K1-002"]
    assert {ticket.lane for ticket in labels} == {"priority"}


@pytest.mark.parametrize("said", ["12345", "43069919990230001X", "abc\x00", "430699"])
def test_a_misread_card_does_not_cost_the_place_in_the_queue(cast: Cast, said: str) -> None:
    ticket = actions.sync_offline(slip(1, cast.at, said), by=cast.by_kiosk, at=cast.at)
    assert (ticket.label, ticket.resident) == ("K1-001", None)


def test_a_slip_of_yesterday_evening_belongs_to_yesterday(cast: Cast) -> None:
    printed = slip(1, cast.at - timedelta(hours=20))
    sent = replace(printed, sent_at=cast.at)
    ticket = actions.sync_offline(sent, by=cast.by_kiosk, at=cast.at)
    assert ticket.day == city_day(cast.at) - timedelta(days=1)
