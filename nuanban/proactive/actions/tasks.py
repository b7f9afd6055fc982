"""What people found out: it becomes a fact, an answer, or the end of an entitlement."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import actions as eligibility
from nuanban.eligibility import queries as facts
from nuanban.eligibility.enums import Department
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.proactive.actions.ending import end
from nuanban.proactive.actions.overpaying import Ending
from nuanban.proactive.actions.settling import activate
from nuanban.proactive.actions.stopping import agreed_end
from nuanban.proactive.enums import LIVE, TaskKind, TaskState
from nuanban.proactive.models import Entitlement, Task
from nuanban.proactive.telling import sentence
from nuanban.residents import queries as residents
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.faults import FactFault
from nuanban.rulebook.people import typed


class TaskMoved(Refusal):
    """这件事已经有人办完了，请刷新。"""


@transaction.atomic
def finish_task(
    task: Task,
    *,
    outcome: str,
    found: Mapping[str, Any],
    goes_on: bool | None,
    since: date | None = None,
    by: User,
    at: datetime,
) -> Task:
    """Writes down what was found. `goes_on`: what the person or the check says of the entitlement;
    `since`: the day from which it was not theirs, where that is earlier than today.

    `found`: facts by name that were seen; they are known from now on, as seen by this colleague.
    """
    if not outcome.strip():
        raise Unusable(sentence="请写明和谁联系、看到或问到什么。")
    if since is not None and since > city_day(at):
        raise Unusable(sentence="不再符合的日期不能晚于今天。")
    _close(task, TaskState.DONE, outcome, by, at)
    if found:
        _keep_found(task, found, by, at)
    if task.entitlement is not None and goes_on is not None:
        _settle(task.entitlement, goes_on=goes_on, since=since, why=outcome, by=by, at=at)
    return task


def _close(task: Task, state: TaskState, outcome: str, by: User, at: datetime) -> None:
    values = {"state": state, "outcome": outcome.strip(), "done_by": by, "done_at": at}
    if not Task.objects.filter(pk=task.pk, state=TaskState.OPEN).update(**values):
        raise TaskMoved
    record(
        f"proactive.task_{state.value}",
        by=actor_of(by),
        at=at,
        subject_id=task.resident_id,
        object_id=task.pk,
        payload={"kind": task.kind, "policy": task.policy},
    )


def _keep_found(task: Task, found: Mapping[str, Any], by: User, at: datetime) -> None:
    day = city_day(at)
    try:
        seen = {name: typed(CITY[name], value, day) for name, value in found.items()}
    except FactFault as fault:
        raise Unusable(sentence=str(fault)) from None
    earlier = facts.seen_at_counter(task.resident_id)
    new = eligibility.NewRecord(task.resident_id, {**earlier, **seen}, day)
    eligibility.keep_records(Department.COUNTER, [new], by=actor_of(by), at=at, origin_id=task.pk)


def _settle(
    entitlement: Entitlement, *, goes_on: bool, since: date | None, why: str, by: User, at: datetime
) -> None:
    live = Entitlement.objects.select_for_update().filter(pk=entitlement.pk, state__in=LIVE)
    mine, day = live.first(), city_day(at)
    if mine is None:
        # It ended meanwhile; what was found stays written down, and nothing comes back to life.
        return
    if goes_on:
        activate(mine, by=actor_of(by), at=at)
        return
    on = agreed_end(mine, facts.book_on(day)[mine.policy], day, since)
    known = {"found": why.strip()} | ({"since": since.isoformat()} if since else {})
    # The person reads this; what was said at the door or on the telephone stays with the task.
    words = sentence(mine.why_ended or "和本人核对后停下")
    if since is not None:
        words += f"从{since.year}年{since.month}月{since.day}日起不再符合。"
    end(mine, Ending(on, words, known), by=actor_of(by), at=at)


@transaction.atomic
def drop_task(task: Task, *, why: str, by: User, at: datetime) -> Task:
    """Not needed, or the data were wrong: goes back with the reason."""
    if task.kind in (TaskKind.CONTACT, TaskKind.OBJECTION):
        raise Unusable(sentence="停发前联系和复核异议不能略过，请办完后写明结果。")
    if not why.strip():
        raise Unusable(sentence="请写明为什么不用办。")
    _close(task, TaskState.DROPPED, why, by, at)
    return task


@transaction.atomic
def note_life(resident_id: UUID, *, by: Actor, at: datetime, origin_id: UUID | None) -> None:
    """A colleague saw the person: the yearly clock of whoever draws a pension begins anew."""
    resident = residents.by_id(resident_id)
    if resident is None or not facts.facts_of(resident, city_day(at), at)["pension_receiving"]:
        return
    earlier = facts.seen_at_counter(resident_id)
    seen = {**earlier, "pension_certified_on": city_day(at).isoformat()}
    if seen == earlier:
        return
    new = eligibility.NewRecord(resident_id, seen, city_day(at))
    eligibility.keep_records(Department.COUNTER, [new], by=by, at=at, origin_id=origin_id)
