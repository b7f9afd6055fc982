"""What was found at the door: it ends the knock, brings somebody again, or goes to the source."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.eligibility import queries as eligibility
from nuanban.eligibility.enums import Department
from nuanban.knocks.actions.answering import answer_for
from nuanban.knocks.actions.moves import KnockMoved, move, tell
from nuanban.knocks.enums import LEAVES_IN_PEACE, KnockState, Result, Way
from nuanban.knocks.models import NEEDS_NO_WORDS, Correction, Knock, KnockResult
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.visits import actions as visits

# Data take their time to catch up with what was done at the door.
CATCH_UP, YEAR = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True)
class Noted:
    """What somebody says of a door. `next_try_on` where nobody was home; `department`: whose data
    were wrong.
    """

    result: Result
    way: Way
    words: str = ""
    next_try_on: date | None = None
    department: Department = Department.POLICE


@transaction.atomic
def note(knock: Knock, noted: Noted, *, by: User, at: datetime) -> KnockResult:
    """Writes the result down, and does what follows from it."""
    _check(knock, noted, by, at)
    found = _write(knock, noted, by, at)
    match noted.result:
        case Result.NOBODY_HOME:
            _try_again(knock, noted)
        case Result.WRONG_DATA | Result.MOVED | Result.DIED:
            _send_back(found, noted, at)
        case _:
            _end(knock, found, noted, by, at)
    answer_for(knock, noted.result, noted.way, noted.words, by=by, at=at)
    tell(knock, noted.result.value, actor_of(by), at, way=noted.way.value)
    return found


@transaction.atomic
def hand_over(
    knock: Knock, asked: visits.NewVisit, *, way: Way, by: User, at: datetime
) -> KnockResult:
    """It takes more than a knock: a visit is asked for, and the knock ends with it."""
    noted = Noted(Result.WANTS_VISIT, way)
    _check(knock, noted, by, at)
    visit = visits.ask(asked, by=actor_of(by), at=at)
    found = _write(knock, noted, by, at)
    move(knock, "hand_over", visit=visit, taken_by=None, taken_at=None)
    tell(knock, "handed_over", actor_of(by), at, visit=str(visit.pk))
    return found


def _check(knock: Knock, noted: Noted, by: User, at: datetime) -> None:
    """Only whoever took it writes; the row stays locked until all is written."""
    mine = Knock.objects.select_for_update().filter(
        pk=knock.pk, state=KnockState.TAKEN, taken_by=by
    )
    if not mine.exists():
        raise KnockMoved
    if noted.result not in NEEDS_NO_WORDS and not noted.words.strip():
        raise Unusable(sentence="请写明看到了什么、听到了什么。")
    if noted.result == Result.NOBODY_HOME and (
        noted.next_try_on is None or noted.next_try_on <= city_day(at)
    ):
        raise Unusable(sentence="没人在家，请选哪天再去。")


def _write(knock: Knock, noted: Noted, by: User, at: datetime) -> KnockResult:
    return KnockResult.objects.create(
        id=new_key(),
        knock=knock,
        resident_id=knock.resident_id,
        result=noted.result,
        way=noted.way,
        words=noted.words.strip(),
        next_try_on=noted.next_try_on if noted.result == Result.NOBODY_HOME else None,
        noted_by=by,
        noted_at=at,
    )


def _try_again(knock: Knock, noted: Noted) -> None:
    tries = knock.tries + 1
    free = {"taken_by": None, "taken_at": None}
    move(knock, "try_again", tries=tries, next_try_on=noted.next_try_on, **free)


def _send_back(found: KnockResult, noted: Noted, at: datetime) -> None:
    move(found.knock, "send_back", taken_by=None, taken_at=None)
    Correction.objects.create(
        result=found,
        knock=found.knock,
        resident_id=found.resident_id,
        department=noted.department,
        words=f"{noted.result.label}：{noted.words.strip()}",
        asked_at=at,
    )


def _end(knock: Knock, found: KnockResult, noted: Noted, by: User, at: datetime) -> None:
    quiet = YEAR if noted.result in LEAVES_IN_PEACE else CATCH_UP
    why = f"{noted.result.label}。{found.words}"[:400]
    until = city_day(at) + quiet
    move(knock, "close", closed_at=at, why_closed=why, quiet_until=until)
    if noted.result == Result.DONE and noted.way == Way.DOOR:
        _count(knock, found, by, at)


def _count(knock: Knock, found: KnockResult, by: User, at: datetime) -> None:
    """Somebody was served at home: one person, once."""
    place = by.site or offices.main_hall()
    if place is None:
        return
    policy = eligibility.book_on(city_day(at)).get(knock.what)
    cases.record_serving(
        channel=Channel.VISITS,
        site=place.code,
        origin_id=found.pk,
        groups=[g.value for g in residents.groups_of(knock.resident, city_day(at))],
        resident_id=knock.resident_id,
        item=policy.items[0] if policy and policy.items else None,
        by=actor_of(by),
        at=at,
    )
