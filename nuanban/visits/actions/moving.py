"""A dispatcher puts a stop elsewhere, and takes the last move back."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.visits.actions.moves import VisitMoved, tell
from nuanban.visits.clock import now_on
from nuanban.visits.enums import VisitState
from nuanban.visits.models import BoardMove, Crew, Visit
from nuanban.visits.moving import Goal, Moving, moving
from nuanban.visits.route_days import take_out, write_stops
from nuanban.visits.standing import begun, crews_of_day, put_back, snapshot, standing_of


class BoardChanged(Refusal):
    """这一天的安排刚刚有了变化，还没有保存。请看清楚新的影响，再按一次。"""


class Unmovable(Refusal):
    """{sentence}"""


class NothingToUndo(Refusal):
    """这一天没有可以撤销的挪动。"""


class CannotUndo(Refusal):
    """挪动以后这一天又有了变化，撤销不了了。请直接再挪一次。"""


class TooLateToUndo(Refusal):
    """原来的时间已经到了，撤销不了了。请直接再挪一次。"""


@transaction.atomic
def move_stop(visit: Visit, goal: Goal, *, stand: int, by: Actor, at: datetime) -> BoardMove:
    """Puts a stop elsewhere, as it was shown: `stand` is the plan's number when it was."""
    if visit.day is None:
        raise VisitMoved
    crews = crews_of_day(visit.day, visit.site_id, locked=True)
    if standing_of(visit.day, visit.site_id) != stand:
        raise BoardChanged
    visit = Visit.objects.select_related("resident").get(pk=visit.pk)
    found = moving(visit, goal, crews, at)
    if found.route is None or found.crew is None:
        raise Unmovable(sentence=found.refused)
    both = [one for one in crews if one.pk in (visit.crew_id, found.crew.pk)]
    before = _kept(visit, both)
    _write(visit, found)
    made = BoardMove.objects.create(
        day=found.crew.day,
        site_id=visit.site_id,
        visit=visit,
        before=before,
        after=_kept(visit, both),
        moved_at=at,
        moved_by=by.name,
    )
    payload = {"from": before["crew"], "to": found.crew.pk, "seconds": found.extra_seconds}
    tell(visit, "stop_moved", by, at, **payload)
    return made


def _kept(visit: Visit, crews: list[Crew]) -> dict[str, Any]:
    return {"plans": snapshot(crews), "crew": visit.crew_id, "window_from": visit.window_from}


def _write(visit: Visit, found: Moving) -> None:
    """The others of the crew it leaves keep their times."""
    assert found.crew is not None
    _promise(visit, found.crew.pk, found.window_from)
    take_out(visit)
    write_stops(found.crew, found.route)


def _promise(visit: Visit, crew: int, window_from: int) -> None:
    """The same promise, kept by this crew."""
    standing = Visit.objects.filter(pk=visit.pk, state=VisitState.PROMISED)
    if not standing.update(crew=crew, window_from=window_from):
        raise VisitMoved
    visit.refresh_from_db(fields=["crew", "window_from"])


@transaction.atomic
def undo_move(*, day: date, site: str, by: Actor, at: datetime) -> BoardMove:
    """Takes the last move of a day back, while nothing else has happened to those crews."""
    crews = crews_of_day(day, site, locked=True)
    last = BoardMove.objects.filter(day=day, site_id=site, undone_at=None).last()
    if last is None:
        raise NothingToUndo
    touched = [crew for crew in crews if str(crew.pk) in last.before["plans"]]
    _check_undo(last, touched, at)
    put_back(touched, last.before["plans"])
    visit = last.visit
    try:
        with transaction.atomic():
            _promise(visit, last.before["crew"], last.before["window_from"])
    except (IntegrityError, VisitMoved):
        raise CannotUndo from None
    last.undone_at = at
    last.save(update_fields=["undone_at"])
    record(
        "visits.move_undone",
        by=by,
        at=at,
        subject_id=visit.resident_id,
        object_id=visit.pk,
        site=site,
        payload={"move": last.pk},
    )
    return last


def _check_undo(last: BoardMove, touched: list[Crew], at: datetime) -> None:
    visit = last.visit
    now_stands = {"crew": visit.crew_id, "window_from": visit.window_from}
    same = now_stands == {key: last.after[key] for key in now_stands}
    stopped = any(crew.stopped_at is not None for crew in touched)
    if stopped or not same or snapshot(touched) != last.after["plans"]:
        raise CannotUndo
    now = now_on(last.day, at) if last.day >= city_day(at) else 10**6
    if now and begun(last.before["plans"], now) != begun(last.after["plans"], now):
        raise TooLateToUndo
