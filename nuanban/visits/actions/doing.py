"""At the door: on the way, arrived, done, or nobody home."""

from datetime import datetime

from django.db import transaction

from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.residents import queries as residents
from nuanban.visits.actions.bringing import hand_over
from nuanban.visits.actions.moves import NO_PROMISE, move, tell
from nuanban.visits.enums import Outcome
from nuanban.visits.models import Visit
from nuanban.visits.route_days import take_out
from nuanban.visits.telling import tell_on_the_way

# What counts as one person served.
SERVED = (Outcome.SETTLED, Outcome.TAKEN)


@transaction.atomic
def set_out(visit: Visit, *, by: Actor, at: datetime, is_late: bool = False) -> Visit:
    """The crew leaves for this person, who is told; not when we hear of it too late."""
    visit = move(visit, "set_out", set_out_at=at)
    tell(visit, "set_out", by, at)
    if not is_late:
        tell_on_the_way(visit, by=by, at=at)
    return visit


@transaction.atomic
def arrive(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Somebody stands at the door."""
    visit = move(visit, "arrive", arrived_at=at, tries=visit.tries + 1)
    tell(visit, "arrived", by, at)
    return visit


@transaction.atomic
def find_nobody(visit: Visit, *, words: str, by: Actor, at: datetime) -> Visit:
    """Nobody was home; a card was left, and another try is made."""
    take_out(visit)
    visit = move(visit, "find_nobody", left_at=at, words=words.strip()[:400], **NO_PROMISE)
    tell(visit, "nobody_home", by, at)
    return visit


@transaction.atomic
def finish(visit: Visit, *, outcome: Outcome, words: str, by: Actor, at: datetime) -> Visit:
    """What came of it. Whoever was served is counted once, in the channel of visits."""
    check_words(outcome, words)
    visit = move(visit, "finish", left_at=at, outcome=outcome, words=words.strip()[:1_000])
    tell(visit, "done", by, at, outcome=outcome.value)
    if outcome in SERVED:
        serve(visit, by, at)
    return visit


def check_words(outcome: Outcome, words: str) -> None:
    """Who was not served has a reason that somebody can go on with."""
    if outcome not in SERVED and not words.strip():
        raise Unusable(sentence="请写明看到了什么、下一步怎么办。")


def serve(visit: Visit, by: Actor, at: datetime) -> None:
    """One person served, once: who is brought a result was counted when it was asked for."""
    if visit.brings_id is not None:
        if visit.outcome == Outcome.SETTLED:
            hand_over(visit, by=by, at=at)
        return
    cases.record_serving(
        channel=Channel.VISITS,
        site=visit.site_id,
        origin_id=visit.pk,
        groups=[g.value for g in residents.groups_of(visit.resident, city_day(at))],
        resident_id=visit.resident_id,
        item=visit.items[0] if visit.items else None,
        case=visit.case,
        started_at=visit.arrived_at,
        by=by,
        at=at,
    )
