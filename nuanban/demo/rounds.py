"""Today's visits of the demo city, as far as the day has come: done, under way, to come."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from nuanban.accounts import queries as accounts
from nuanban.accounts.enums import Role
from nuanban.accounts.queries import actor_of
from nuanban.cases import perms as cases_perms
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_moment
from nuanban.lib.keys import new_key
from nuanban.visits import actions, queries
from nuanban.visits.enums import Handover, NoteKind, Outcome
from nuanban.visits.queries import Crew, Stop, Visit

# Nobody is on the road longer before a visit; a case ends so long before they leave.
LONGEST_WAY, BEFORE_LEAVING = timedelta(minutes=40), timedelta(minutes=5)
ITEM, ANSWERS, SEEN = "SG-RS-01", {"certify_by": "visit"}, frozenset({"social_card_or_id"})
RECORD = "资格认证记录"
# What came of it where there was nothing to decide.
ENDS = (
    (Outcome.SETTLED, "教会女儿用手机认证，下次在家就能办。"),
    (Outcome.TAKEN, "材料收齐了，回去办，办好了送来。"),
    (Outcome.NOT_NEEDED, "已经自动认好了，老人家放心了。"),
)


def play_round(site: str, day: date, now: datetime) -> None:
    """Every crew goes by its plan until `now`."""
    for crew in queries.crews_on(day, site):
        _go(crew, list(queries.stops_of(crew)), _noted_by(crew, site), now)


def _noted_by(crew: Crew, site: str) -> Actor:
    """Who has a phone in this crew; for the others the hall writes it down."""
    users = [member.user for member in queries.members_of(crew) if member.user is not None]
    serving = [user for user in users if cases_perms.may_serve_at(user, site)]
    return actor_of((serving or list(accounts.staff_at(site, Role.SUPERVISOR)))[0])


def _go(crew: Crew, stops: Sequence[Stop], by: Actor, now: datetime) -> None:
    free_from = _moment(crew.day, crew.begins)
    for turn, stop in enumerate(stops):
        if stop.visit is not None:
            arrives, leaves = _moment(crew.day, stop.start), _moment(crew.day, stop.leave)
            sets_out = max(free_from, arrives - LONGEST_WAY)
            _make(stop.visit, (sets_out, arrives, leaves), turn, by, now)
        free_from = _moment(crew.day, stop.leave)


def _make(
    visit: Visit, moments: tuple[datetime, datetime, datetime], turn: int, by: Actor, now: datetime
) -> None:
    sets_out, arrives, leaves = moments
    if sets_out <= now:
        visit = actions.set_out(visit, by=by, at=sets_out, is_late=True)
    if arrives <= now:
        visit = actions.arrive(visit, by=by, at=arrives)
    if leaves <= now:
        _end(visit, turn, by, leaves)


def _end(visit: Visit, turn: int, by: Actor, at: datetime) -> None:
    outcome, words = ENDS[turn % len(ENDS)]
    if ITEM in visit.items:
        _decide(visit, by, at - BEFORE_LEAVING)
        outcome, words = Outcome.SETTLED, ""
    actions.finish(visit, outcome=outcome, words=words, by=by, at=at)
    if outcome == Outcome.TAKEN:
        _tap(visit, NoteKind.HANDOVER, Handover.BROUGHT.value, by, at)
    elif outcome == Outcome.SETTLED:
        _tap(visit, NoteKind.GRADE, "5", by, at)


def _decide(visit: Visit, by: Actor, at: datetime) -> None:
    """The form filled and the item ended, as a phone would say it."""
    form = actions.SentForm(
        key=new_key(),
        visit=visit.pk,
        phone_at=at,
        sent_at=at,
        item=ITEM,
        fields={},
        answers=ANSWERS,
        seen=SEEN,
    )
    actions.take_form(form, by=by, at=at)
    decision = actions.SentDecision(
        key=new_key(),
        visit=visit.pk,
        phone_at=at,
        sent_at=at,
        item=ITEM,
        handed=RECORD,
        last_entry=0,
        photos=frozenset(),
    )
    actions.take_decision(decision, by=by, at=at)


def _tap(visit: Visit, kind: NoteKind, value: str, by: Actor, at: datetime) -> None:
    note = actions.SentNote(
        key=new_key(), visit=visit.pk, phone_at=at, sent_at=at, kind=kind, value=value
    )
    actions.take_note(note, by=by, at=at)


def _moment(day: date, second: int) -> datetime:
    return city_moment(day, time()) + timedelta(seconds=second)
