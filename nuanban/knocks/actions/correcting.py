"""The department says what became of data that were called wrong."""

from datetime import datetime, timedelta

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.journal.actions import record
from nuanban.knocks.actions.moves import move
from nuanban.knocks.enums import CorrectionState, KnockState
from nuanban.knocks.models import Correction
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable

CATCH_UP = timedelta(days=30)


class CorrectionAnswered(Refusal):
    """这一条已经有人答复了，请刷新。"""


@transaction.atomic
def answer_correction(
    correction: Correction, *, corrected: bool, words: str, by: User, at: datetime
) -> Correction:
    """Corrected: the knock is over. Stays as it is: somebody goes again."""
    if not words.strip():
        raise Unusable(sentence="请写明怎么核对的、改了什么。")
    state = CorrectionState.CORRECTED if corrected else CorrectionState.STAYS
    standing = Correction.objects.filter(pk=correction.pk, state=CorrectionState.WAITING)
    said = {"answer": words.strip(), "answered_by": by, "answered_at": at}
    if not standing.update(state=state, **said):
        raise CorrectionAnswered
    correction.refresh_from_db()
    knock = correction.knock
    if knock.state == KnockState.FOUND and corrected:
        until = city_day(at) + CATCH_UP
        why = "部门已经改正。"
        move(knock, "close", closed_at=at, why_closed=why, quiet_until=until)
    elif knock.state == KnockState.FOUND:
        move(knock, "reopen")
    record(
        "knocks.correction_answered",
        by=actor_of(by),
        at=at,
        subject_id=correction.resident_id,
        object_id=correction.pk,
        payload={"state": state.value, "department": correction.department},
    )
    return correction
