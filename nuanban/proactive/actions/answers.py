"""What a person says to an offer or a notice: yes, no, or that it is wrong."""

from datetime import datetime, timedelta

from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, residents_read
from nuanban.proactive.actions.carrying import urgency_of
from nuanban.proactive.actions.settling import activate
from nuanban.proactive.enums import (
    LIVE,
    AnswerKind,
    AnswerVia,
    EntitlementState,
    GrantState,
    TaskKind,
)
from nuanban.proactive.models import Answer, Entitlement, Grant, Task

_STOPPING = (EntitlementState.ENDING, EntitlementState.FADING)


@residents_read
class AnswerTooLate(Refusal):
    """这项待遇已经结束，不能再答复。有疑问请拨打服务电话。"""


@transaction.atomic
def answer(
    entitlement: Entitlement,
    *,
    kind: AnswerKind,
    via: AnswerVia,
    words: str,
    by: Actor,
    at: datetime,
) -> Entitlement:
    """Takes an answer down and does what it says."""
    entitlement = Entitlement.objects.select_for_update().get(pk=entitlement.pk)
    if entitlement.state not in LIVE and not _changes_their_mind(entitlement, kind):
        raise AnswerTooLate
    Answer.objects.create(
        entitlement=entitlement,
        kind=kind,
        via=via,
        words=words.strip(),
        taken_by=by.name,
        answered_at=at,
    )
    record(
        f"proactive.{kind.value}",
        by=by,
        at=at,
        subject_id=entitlement.resident_id,
        object_id=entitlement.pk,
        payload={"via": via.value, "policy": entitlement.policy},
    )
    if kind == AnswerKind.AGREE:
        if entitlement.state not in _STOPPING:
            activate(entitlement, by=by, at=at)
    elif kind == AnswerKind.DECLINE:
        _decline(entitlement, at)
    else:
        _object(entitlement, words, at)
    entitlement.refresh_from_db()
    return entitlement


def _changes_their_mind(entitlement: Entitlement, kind: AnswerKind) -> bool:
    """Whoever did not want it may want it later, as long as nothing new was begun."""
    if entitlement.state != EntitlementState.DECLINED or kind != AnswerKind.AGREE:
        return False
    same = {"resident_id": entitlement.resident_id, "policy": entitlement.policy}
    if Entitlement.objects.filter(state__in=LIVE, **same).exists():
        return False
    Entitlement.objects.filter(pk=entitlement.pk).update(ends_on=None, why_ended="")
    return True


def _decline(entitlement: Entitlement, at: datetime) -> None:
    Entitlement.objects.filter(pk=entitlement.pk).update(
        state=EntitlementState.DECLINED, ends_on=city_day(at), why_ended="本人不要。"
    )
    Grant.objects.filter(entitlement=entitlement, state=GrantState.RESERVED).update(
        state=GrantState.WITHDRAWN
    )


def _object(entitlement: Entitlement, words: str, at: datetime) -> None:
    # Whoever objects to a stop goes on being paid while somebody looks.
    if entitlement.state not in _STOPPING:
        Entitlement.objects.filter(pk=entitlement.pk).update(state=EntitlementState.OBJECTED)
    task = Task(
        kind=TaskKind.OBJECTION,
        resident_id=entitlement.resident_id,
        policy=entitlement.policy,
        entitlement=entitlement,
        why=f"本人有异议：{words.strip() or '没有写原因'}",
        urgency=urgency_of(TaskKind.OBJECTION),
        opened_at=at,
        due_on=city_day(at) + timedelta(days=15),
    )
    Task.objects.bulk_create([task], ignore_conflicts=True)
