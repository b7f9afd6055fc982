"""Deciding, making the result, handing it over."""

from datetime import datetime

from django.db import transaction

from nuanban.cases.actions.moves import accept, close, move, submit, tell
from nuanban.cases.enums import HandedBy, State
from nuanban.cases.models import Case
from nuanban.cases.result import result_letter
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.papers import actions as papers

REMEDY = (
    "如果不同意这个结果，可以在 60 日内申请行政复议，或在 6 个月内提起行政诉讼；"
    "也可以先拨打求助电话，我们帮您再核一遍。"
)


class NotImmediate(Refusal):
    """这个事项不是即来即办，受理后由部门在承诺期限内决定。"""


@transaction.atomic
def grant(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Decides in favour."""
    move(case, "grant", decided_at=at, decided_by_id=by.id, outcome_reason=reason.strip())
    tell(case, "granted", by, at)
    return case


@transaction.atomic
def refuse(case: Case, *, reason: str, remedy: str, by: Actor, at: datetime) -> Case:
    """Decides against, with the reason and what the person can do."""
    if not reason.strip():
        raise Unusable(sentence="不同意要写明理由，让对方看得懂。")
    move(
        case,
        "refuse",
        decided_at=at,
        decided_by_id=by.id,
        outcome_reason=reason.strip(),
        remedy=remedy.strip() or REMEDY,
    )
    tell(case, "refused", by, at)
    return case


@transaction.atomic
def make_result(case: Case, *, by: Actor, at: datetime) -> Case:
    """Issues the numbered, signed letter that says what was decided and why."""
    letter = result_letter(case)
    document = papers.issue_document(letter, by=by, at=at)
    move(case, "make_result", document_id=document.pk)
    tell(case, "result_made", by, at, document=str(document.pk))
    return case


@transaction.atomic
def deliver(case: Case, *, handed_by: HandedBy, received_by: str, by: Actor, at: datetime) -> Case:
    """Hands the result over against a receipt."""
    if not received_by.strip():
        raise Unusable(sentence="请写下签收人是谁。")
    move(
        case,
        "deliver",
        handed_by=handed_by,
        received_by=received_by.strip(),
        delivered_at=at,
    )
    tell(case, "delivered", by, at, handed_by=handed_by.value)
    return case


@transaction.atomic
def finish_at_window(case: Case, *, by: Actor, at: datetime) -> Case:
    """即来即办: submit, accept, grant, print and hand over, as one deed at the window."""
    _grant_at_once(case, "符合条件，当场办结。", by, at)
    return _hand_over(case, HandedBy.WINDOW, by, at)


@transaction.atomic
def finish_at_home(case: Case, *, is_handed: bool, by: Actor, at: datetime) -> Case:
    """The same at somebody's home. A result that was not in their hands yet waits to be brought."""
    _grant_at_once(case, "符合条件，上门当场办结。", by, at)
    return _hand_over(case, HandedBy.VISIT, by, at) if is_handed else case


def _grant_at_once(case: Case, reason: str, by: Actor, at: datetime) -> None:
    if case.version.promised_days > 0:
        raise NotImmediate
    if case.state == State.DRAFT:
        submit(case, by=by, at=at)
    if case.state == State.SUBMITTED:
        accept(case, by=by, at=at)
    grant(case, reason=reason, by=by, at=at)
    make_result(case, by=by, at=at)


def _hand_over(case: Case, handed_by: HandedBy, by: Actor, at: datetime) -> Case:
    receiver = case.agent_name or case.resident.name
    deliver(case, handed_by=handed_by, received_by=receiver, by=by, at=at)
    return close(case, by=by, at=at)
