"""What came of somebody who was on the list."""

from datetime import datetime

from django.db import transaction

from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.residents import queries as residents
from nuanban.villages.enums import SeatState
from nuanban.villages.models import Seat
from nuanban.visits import actions as visits
from nuanban.visits.enums import Outcome


class SeatMoved(Refusal):
    """这个人的结果已经记过，请刷新后再看。"""


@transaction.atomic
def note_served(seat: Seat, *, outcome: Outcome, words: str, by: Actor, at: datetime) -> Seat:
    """Somebody came. Whoever was served is counted once, in the channel of visits."""
    visits.check_words(outcome, words)
    news = {"outcome": outcome, "words": words.strip()[:1_000]}
    seat = _move(seat, SeatState.SERVED, at, **news)
    _note(seat, "served", by, at)
    if outcome in visits.SERVED:
        cases.record_serving(
            channel=Channel.VISITS,
            site=seat.village_day.site_id,
            origin_id=seat.pk,
            groups=[g.value for g in residents.groups_of(seat.resident, city_day(at))],
            resident_id=seat.resident_id,
            item=next(iter(seat.village_day.items), None),
            started_at=at,
            by=by,
            at=at,
        )
    return seat


@transaction.atomic
def note_absent(seat: Seat, *, by: Actor, at: datetime) -> Seat:
    """Somebody did not come; they are asked why, and visited if need be."""
    seat = _move(seat, SeatState.ABSENT, at)
    _note(seat, "absent", by, at)
    return seat


def _move(seat: Seat, state: SeatState, at: datetime, **news: str) -> Seat:
    waiting = Seat.objects.filter(pk=seat.pk, state__in=(SeatState.LISTED, SeatState.ABSENT))
    if not waiting.update(state=state, noted_at=at, **news):
        raise SeatMoved
    return Seat.objects.select_related("village_day", "resident").get(pk=seat.pk)


def _note(seat: Seat, what: str, by: Actor, at: datetime) -> None:
    record(
        f"villages.{what}",
        by=by,
        at=at,
        subject_id=seat.resident_id,
        object_id=seat.pk,
        site=seat.village_day.site_id,
        payload={"village_day": str(seat.village_day_id), "outcome": seat.outcome},
    )
