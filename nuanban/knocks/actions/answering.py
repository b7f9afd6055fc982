"""What a result at the door means for the channel that nobody has to ask."""

from datetime import datetime

from nuanban.accounts.queries import User, actor_of
from nuanban.knocks.enums import LEAVES_IN_PEACE, Reason, Result, Way
from nuanban.knocks.models import Knock
from nuanban.proactive import actions as proactive
from nuanban.proactive import queries as standing
from nuanban.proactive.enums import AnswerKind, AnswerVia, EntitlementState, TaskKind, TaskState
from nuanban.proactive.queries import Task

_VIA = {Way.DOOR: AnswerVia.VISIT, Way.PHONE: AnswerVia.PHONE}
_LEFT_OPEN = (Result.NOBODY_HOME, Result.WANTS_VISIT)


def answer_for(
    knock: Knock, result: Result, way: Way, words: str, *, by: User, at: datetime
) -> None:
    """An offer that is not wanted is declined; the task behind a knock ends with it. What the
    person was asked is written on the page of the task, where its questions stand.
    """
    if result in LEAVES_IN_PEACE and knock.reason in (Reason.LINKED, Reason.UNDECIDED):
        _decline(knock, way, words, by, at)
    task = standing.task_by_id(knock.task_id) if knock.task_id else None
    if task is None or task.state != TaskState.OPEN or task.kind != TaskKind.KNOCK:
        return
    if result in _LEFT_OPEN or (result == Result.DONE and _asks(task)):
        return
    if result == Result.DONE:
        said = words.strip() or "敲门核对过了。"
        proactive.finish_task(task, outcome=said, found={}, goes_on=None, by=by, at=at)
    else:
        proactive.drop_task(task, why=f"{result.label}：{words.strip()}", by=by, at=at)


def _asks(task: Task) -> bool:
    """Something is still to be written down there."""
    offered = task.entitlement is not None and task.entitlement.state == EntitlementState.OFFERED
    return bool(task.missing) or offered


def _decline(knock: Knock, way: Way, words: str, by: User, at: datetime) -> None:
    offer = standing.offer_of(knock.resident_id, knock.what)
    if offer is not None:
        proactive.answer(
            offer, kind=AnswerKind.DECLINE, via=_VIA[way], words=words, by=actor_of(by), at=at
        )
