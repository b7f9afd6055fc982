"""A day is proposed, and accepted whole or not at all."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.planner.limit import Limit
from nuanban.planner.plan import Route
from nuanban.planner.plan import Stop as PlannedStop
from nuanban.visits.actions.moves import VisitMoved, move, tell
from nuanban.visits.board_models import OPEN
from nuanban.visits.clock import now_on
from nuanban.visits.enums import PlanState
from nuanban.visits.models import Crew, DayPlan, Visit
from nuanban.visits.promising import promise_windows
from nuanban.visits.proposing import WAITING, proposal_of
from nuanban.visits.route_days import write_stops
from nuanban.visits.standing import crews_of_day, in_plan, standing_of
from nuanban.visits.telling import tell_kept, tell_promise

TROUBLE = "这次没有排成，原来的安排没有变。请再排一次；还不行请告诉系统管理员。"
log = structlog.get_logger("visits")


class PlanOutdated(Refusal):
    """排好以后这一天又有了变化，这份建议不能用了。已经按现在的情况重新排，请稍等。"""


class PlanDecided(Refusal):
    """这份建议已经有人处理过了，请看最新的一份。"""


class NobodyGoesOut(Refusal):
    """这一天没有能出门的小组。请先排小组，再来安排。"""


@transaction.atomic
def ask_plan(
    *,
    day: date,
    site: str,
    by: Actor,
    at: datetime,
    gone: Crew | None = None,
    promises: Mapping[str, object] | None = None,
    is_nightly: bool = False,
) -> DayPlan:
    """Somebody wants a proposal; one that still waits for a decision is dropped for it."""
    if day < city_day(at):
        raise Unusable(sentence="这一天已经过去了，不能再排。")
    crews = crews_of_day(day, site, locked=True)
    if not any(crew.goes_visiting for crew in crews):
        raise NobodyGoesOut
    open_plans = DayPlan.objects.filter(day=day, site_id=site, state__in=OPEN)
    open_plans.update(state=PlanState.DROPPED, decided_at=at, decided_by=by.name)
    asked = DayPlan.objects.create(
        day=day,
        site_id=site,
        asked_at=at,
        made_by=by.name,
        is_nightly=is_nightly,
        gone=gone,
        promises=dict(promises or {}),
    )
    _tell(asked, "asked", by, at)
    return asked


def plan_day(key: UUID, limit: Limit, *, by: Actor, at: datetime) -> DayPlan:
    """Makes the proposal that was asked for. Thinking locks nothing and changes nothing."""
    asked = DayPlan.objects.get(pk=key)
    if asked.state != PlanState.ASKED:
        return asked
    news: dict[str, Any] = {"made_at": at}
    try:
        made = proposal_of(asked, limit, at)
        news |= {**vars(made), "state": PlanState.PROPOSED}
    except Exception as fault:
        # Whatever it was: people see that nothing was planned, and the old plan stands.
        log.exception("planning_failed", plan=str(key), fault=type(fault).__name__)
        news |= {"state": PlanState.FAILED, "trouble": TROUBLE}
    with transaction.atomic():
        if DayPlan.objects.filter(pk=key, state=PlanState.ASKED).update(**news):
            _tell(asked, "made", by, at, state=news["state"])
    asked.refresh_from_db()
    return asked


@transaction.atomic
def accept_plan(plan: DayPlan, *, by: Actor, at: datetime) -> DayPlan:
    """Stops and promises are written together, and only on the day for which they were made."""
    crews = crews_of_day(plan.day, plan.site_id, locked=True)
    plan = _decided(plan, PlanState.ACCEPTED, by, at)
    if plan.plan is None or standing_of(plan.day, plan.site_id) != plan.based_on:
        raise PlanOutdated
    meant = set(plan.plan["crews"])
    routes = {row["crew"]: _route(row) for row in plan.plan["routes"]}
    for crew in crews:
        if crew.pk in meant:
            _promise(plan, crew, routes.get(crew.pk), by, at)
            write_stops(crew, routes.get(crew.pk))
    _tell(plan, "accepted", by, at)
    return plan


def _decided(plan: DayPlan, state: PlanState, by: Actor, at: datetime) -> DayPlan:
    news = {"state": state, "decided_at": at, "decided_by": by.name}
    if not DayPlan.objects.filter(pk=plan.pk, state=PlanState.PROPOSED).update(**news):
        raise PlanDecided
    return DayPlan.objects.get(pk=plan.pk)


def _route(row: Mapping[str, Any]) -> Route:
    stops = tuple(
        PlannedStop(s["arrive"], s["start"], s["leave"], s.get("visit"), s.get("break", 0))
        for s in row["stops"]
    )
    return Route(row["crew"], stops, row["travel_seconds"], row["depart"], row["finish"])


def _promise(plan: DayPlan, crew: Crew, route: Route | None, by: Actor, at: datetime) -> None:
    """Who is new in this route is promised the time around it."""
    starts = {str(stop.visit): stop.start for stop in route.stops if stop.visit} if route else {}
    booked = in_plan([crew]).filter(pk__in=starts)
    new = {str(one.pk): one for one in Visit.objects.filter(pk__in=starts, state__in=WAITING)}
    if len(new) + len(booked) != len(starts):
        raise PlanOutdated
    if any(starts[key] < now_on(plan.day, at) for key in new):
        raise PlanOutdated
    taken = [one.window_from for one in booked]
    windows = promise_windows({key: starts[key] for key in new}, taken, plan.promises, crew.begins)
    for key, window in windows.items():
        _send(new[key], crew, window, by, at, is_kept=key in plan.promises)


def _send(
    visit: Visit, crew: Crew, window: tuple[int, int], by: Actor, at: datetime, *, is_kept: bool
) -> None:
    promise = {"crew": crew, "day": crew.day, "window_from": window[0], "window_to": window[1]}
    try:
        visit = move(visit, "send", **promise, promised_at=at, held_until=None)
    except VisitMoved:
        raise PlanOutdated from None
    tell(visit, "promised", by, at, day=f"{visit.day}")
    if is_kept:
        tell_kept(visit, by=by, at=at)
    else:
        tell_promise(visit, by=by, at=at)


@transaction.atomic
def drop_plan(plan: DayPlan, *, by: Actor, at: datetime) -> DayPlan:
    """Not this one; the day stays as it was."""
    plan = _decided(plan, PlanState.DROPPED, by, at)
    _tell(plan, "dropped", by, at)
    return plan


def _tell(plan: DayPlan, what: str, by: Actor, at: datetime, **payload: object) -> None:
    record(
        f"visits.plan_{what}",
        by=by,
        at=at,
        object_id=plan.pk,
        site=plan.site_id,
        payload={"day": f"{plan.day}", **payload},
    )
