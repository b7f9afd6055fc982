"""The moves of a case. The state stands in the WHERE clause: whoever comes second reads why."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from nuanban.cases.enums import Shown, State
from nuanban.cases.models import Case, CaseMaterial
from nuanban.cases.states import MOVES
from nuanban.journal import queries as journal
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day, working_days_between
from nuanban.lib.errors import Refusal, Unusable
from nuanban.offices import queries as offices


class CaseMoved(Refusal):
    """这个办件刚才已由{who}改为“{state}”。请刷新后再看要不要继续。"""


class MaterialsMissing(Refusal):
    """还缺材料：{names}。可以先退回补材料，或确认已看过原件。"""


def move(case: Case, name: str, **changes: object) -> Case:
    """Makes one move or raises CaseMoved; `changes` are other columns of the same update."""
    sources, target = MOVES[name]
    changed = Case.objects.filter(pk=case.pk, state__in=sources, revision=case.revision).update(
        state=target, revision=F("revision") + 1, **changes
    )
    if not changed:
        raise moved_by_other(case)
    case.refresh_from_db()
    return case


def moved_by_other(case: Case) -> CaseMoved:
    """The refusal for whoever lost a race: who was first, and where the case stands now."""
    case.refresh_from_db(fields=["state", "revision"])
    last = journal.entries_on(case.pk).last()
    return CaseMoved(who=last.actor_name if last else "别人", state=State(case.state).label)


def tell(case: Case, what: str, by: Actor, at: datetime, **payload: object) -> None:
    """The journal entry of a move."""
    record(
        f"cases.{what}",
        by=by,
        at=at,
        subject_id=case.resident_id,
        object_id=case.pk,
        site=case.site_id,
        payload=payload,
    )


def missing_of(case: Case) -> list[CaseMaterial]:
    """Papers still missing."""
    return list(CaseMaterial.objects.filter(case=case, shown=Shown.MISSING))


@transaction.atomic
def submit(case: Case, *, by: Actor, at: datetime) -> Case:
    """The person (or who acts for them) hands the request in."""
    move(case, "submit", submitted_at=at)
    tell(case, "submitted", by, at)
    return case


@transaction.atomic
def accept(case: Case, *, by: Actor, at: datetime) -> Case:
    """The city takes the request on: the promised working days begin."""
    missing = missing_of(case)
    if missing:
        raise MaterialsMissing(names="、".join(m.name for m in missing))
    day = city_day(at)
    due_on = offices.working_day_after(day, case.version.promised_days)
    move(case, "accept", accepted_on=day, due_on=due_on, holder_id=by.id)
    tell(case, "accepted", by, at, due_on=due_on.isoformat())
    return case


@transaction.atomic
def return_for_materials(
    case: Case, *, missing: Sequence[str], words: str, by: Actor, at: datetime
) -> Case:
    """Asks for papers by a printed list; the days stop until they come."""
    if not missing:
        raise Unusable(sentence="请勾选还缺哪些材料，一次说全。")
    CaseMaterial.objects.filter(case=case, code__in=missing).update(
        shown=Shown.MISSING, upload_id=None, noted_by=by.name, noted_at=at
    )
    move(case, "return", paused_on=city_day(at), outcome_reason=words.strip())
    tell(case, "returned", by, at, missing=list(missing))
    return case


@transaction.atomic
def resume(case: Case, *, by: Actor, at: datetime) -> Case:
    """The missing papers came: the days run again, longer by those that passed."""
    missing = missing_of(case)
    if missing:
        raise MaterialsMissing(names="、".join(m.name for m in missing))
    day = city_day(at)
    accepted_on = case.accepted_on or day
    move(
        case,
        "resume",
        accepted_on=accepted_on,
        due_on=_due_after_pause(case, day),
        paused_on=None,
        outcome_reason="",
    )
    tell(case, "resumed", by, at, due_on=str(case.due_on))
    return case


def _due_after_pause(case: Case, day: date) -> date:
    """The due day moved by the working days of the pause; a first acceptance counts from today."""
    if case.due_on is None or case.paused_on is None:
        return offices.working_day_after(day, case.version.promised_days)
    paused = working_days_between(case.paused_on, day, offices.calendar())
    return offices.working_day_after(case.due_on, paused)


@transaction.atomic
def withdraw(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """The person no longer wants it, or it was opened by mistake."""
    if not reason.strip():
        raise Unusable(sentence="请写明为什么撤回。")
    move(case, "withdraw", outcome_reason=reason.strip(), closed_at=at)
    tell(case, "withdrawn", by, at)
    return case


@transaction.atomic
def close(case: Case, *, by: Actor, at: datetime) -> Case:
    """Nothing is left to do."""
    move(case, "close", closed_at=at)
    tell(case, "closed", by, at)
    return case


@transaction.atomic
def take(case: Case, *, by: Actor, at: datetime) -> Case:
    """A member of staff takes the case over from whoever held it."""
    mine = Case.objects.filter(pk=case.pk, revision=case.revision)
    if not mine.update(holder_id=by.id, revision=F("revision") + 1):
        raise moved_by_other(case)
    case.refresh_from_db()
    tell(case, "taken", by, at)
    return case
