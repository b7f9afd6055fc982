"""Given beyond the last day: put before a person, asked back or let off, paid back in parts.

Nothing is deducted from anything by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable, residents_read
from nuanban.proactive import claiming
from nuanban.proactive.enums import AnswerVia, OverpaymentState
from nuanban.proactive.models import (
    Entitlement,
    Grant,
    Instalment,
    OverpaidGrant,
    Overpayment,
    Run,
)
from nuanban.proactive.queries import paid_back
from nuanban.proactive.states import MOVES


@dataclass(frozen=True)
class Ending:
    """The last day, why, and what was known. `is_death`: nothing is left to talk about."""

    on: date
    why: str
    facts: dict[str, Any]
    run: Run | None = None
    is_death: bool = False


@residents_read
class OverpaymentMoved(Refusal):
    """这一笔刚才有人办过了，请刷新后再看。"""


class OtherHands(Refusal):
    """本人有异议的，要由没有作过原来决定的另一位同事复核。"""


def note_overpaid(
    entitlement: Entitlement, grants: Sequence[Grant], ending: Ending, *, by: Actor, at: datetime
) -> None:
    """Puts grants beyond the last day before a person; those that wait already stay where they are.

    In the transaction of whoever found the end.
    """
    known = set(OverpaidGrant.objects.filter(grant__in=grants).values_list("grant_id", flat=True))
    fresh = [grant for grant in grants if grant.pk not in known]
    if not fresh:
        return
    found = Overpayment.objects.create(
        entitlement=entitlement,
        resident_id=entitlement.resident_id,
        policy=entitlement.policy,
        amount_fen=sum(grant.amount_fen for grant in fresh),
        last_day=ending.on,
        why=ending.why,
        facts=ending.facts,
        is_death=ending.is_death,
        run=ending.run,
        found_at=at,
    )
    OverpaidGrant.objects.bulk_create([OverpaidGrant(grant=g, overpayment=found) for g in fresh])
    _record("found", found, by, at, grants=len(fresh), fen=found.amount_fen)


@transaction.atomic
def claim_back(overpayment: Overpayment, *, words: str, by: User, at: datetime) -> Overpayment:
    """It is asked back, for a reason: the person or the family is told in plain words."""
    found = _decided(overpayment, "claim", words, by, at)
    claiming.tell_of_claim(found, by=actor_of(by), at=at)
    return found


@transaction.atomic
def waive(overpayment: Overpayment, *, words: str, by: User, at: datetime) -> Overpayment:
    """It is let be, for a reason; whoever was asked for it before hears of that."""
    was_told = overpayment.decided_at is not None
    found = _decided(overpayment, "waive", words, by, at)
    if was_told:
        claiming.tell_of_waiver(found, by=actor_of(by), at=at)
    return found


@transaction.atomic
def object_to_claim(
    overpayment: Overpayment, *, words: str, via: AnswerVia, by: Actor, at: datetime
) -> Overpayment:
    """The person or the family says it is wrong, or that they cannot; another colleague looks."""
    found = _moved(overpayment, "object")
    found.said, found.said_via, found.said_at = words.strip() or "没有写原因", via.value, at
    found.save(update_fields=["state", "said", "said_via", "said_at"])
    _record("objected", found, by, at, via=via.value)
    return found


@transaction.atomic
def note_instalment(
    overpayment: Overpayment, *, amount_fen: int, paid_on: date, words: str, by: User, at: datetime
) -> Overpayment:
    """Some of it was paid back; with the last part it is done. Below zero: a note was wrong."""
    found = Overpayment.objects.select_for_update().get(pk=overpayment.pk)
    if not words.strip():
        raise Unusable(sentence="请写明怎样还的、收据号。")
    if paid_on > city_day(at):
        raise Unusable(sentence="还款的日期不能晚于今天。")
    paid = paid_back(found) + amount_fen
    if not amount_fen or not 0 <= paid <= found.amount_fen:
        raise Unusable(sentence="还的钱加起来不能少于零，也不能比多发的还多。")
    is_open = found.state in MOVES["pay"][0] or found.state in MOVES["take_back"][0]
    if not is_open:
        raise OverpaymentMoved
    Instalment.objects.create(
        overpayment=found,
        amount_fen=amount_fen,
        paid_on=paid_on,
        words=words.strip(),
        taken_by=by,
        noted_at=at,
    )
    _record("instalment", found, actor_of(by), at, fen=amount_fen)
    if paid == found.amount_fen:
        found.state = MOVES["pay"][1]
    elif found.state == OverpaymentState.REPAID:
        found.state = MOVES["take_back"][1]
    found.save(update_fields=["state"])
    return found


def _moved(overpayment: Overpayment, move: str) -> Overpayment:
    found = Overpayment.objects.select_for_update().get(pk=overpayment.pk)
    sources, target = MOVES[move]
    if found.state not in sources:
        raise OverpaymentMoved
    found.state = target
    return found


def _decided(
    overpayment: Overpayment, move: str, words: str, by: User, at: datetime
) -> Overpayment:
    if not words.strip():
        raise Unusable(sentence="请写明为什么这样定，本人会看到。")
    found = Overpayment.objects.select_for_update().get(pk=overpayment.pk)
    if found.state == OverpaymentState.OBJECTED and found.decided_by_id == by.pk:
        raise OtherHands
    found = _moved(found, move)
    found.words, found.decided_by, found.decided_at = words.strip(), by, at
    found.save(update_fields=["state", "words", "decided_by", "decided_at"])
    _record(found.state, found, actor_of(by), at, fen=found.amount_fen)
    return found


def _record(deed: str, found: Overpayment, by: Actor, at: datetime, **payload: object) -> None:
    record(
        f"proactive.overpaid_{deed}",
        by=by,
        at=at,
        subject_id=found.resident_id,
        object_id=found.pk,
        payload={"policy": found.policy, **payload},
    )
