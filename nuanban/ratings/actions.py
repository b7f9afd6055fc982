"""Rating a serving once, and answering a bad grade."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from nuanban.cases.queries import Serving
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable, residents_read
from nuanban.offices import queries as offices
from nuanban.ratings.enums import BAD_GRADES, CallBackState, Grade, RatedVia
from nuanban.ratings.models import CallBack, Rating

CALL_WITHIN = 1
MEND_WITHIN = 15
LONGEST_WORDS = 500


@residents_read
class AlreadyRated(Refusal):
    """这次服务已经评价过了，谢谢您。想补充意见，可以拨打求助电话。"""


class CallBackMoved(Refusal):
    """这条回访刚才已由同事处理，请刷新后再看。"""


@transaction.atomic
def rate(
    serving: Serving,
    *,
    grade: Grade,
    via: RatedVia,
    by: Actor,
    at: datetime,
    reasons: Sequence[str] = (),
    words: str = "",
) -> Rating:
    """Keeps one grade for one serving; the two lowest open a call-back."""
    if len(words) > LONGEST_WORDS or "\x00" in words:
        raise Unusable(sentence=gettext_noop("留言最多 500 个字，请写短一些。"))
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                serving=serving,
                grade=grade,
                reasons=list(reasons),
                words=words.strip(),
                via=via,
                rated_at=at,
            )
    except IntegrityError:
        raise AlreadyRated from None
    record(
        "ratings.rated",
        by=by,
        at=at,
        subject_id=serving.resident_id,
        object_id=rating.pk,
        site=serving.site_id,
        payload={"grade": int(grade), "via": via.value},
    )
    if grade in BAD_GRADES:
        _open_call_back(rating, serving, by, at)
    return rating


def _open_call_back(rating: Rating, serving: Serving, by: Actor, at: datetime) -> None:
    day = city_day(at)
    task = CallBack.objects.create(
        rating=rating,
        site_id=serving.site_id,
        call_due_on=offices.working_day_after(day, CALL_WITHIN),
        mend_due_on=offices.working_day_after(day, MEND_WITHIN),
        opened_at=at,
    )
    record(
        "ratings.call_back_opened",
        by=by,
        at=at,
        subject_id=serving.resident_id,
        object_id=task.pk,
        site=serving.site_id,
    )


@transaction.atomic
def note_call(task: CallBack, *, found: str, by: Actor, at: datetime) -> CallBack:
    """The person was called; what they said is written down."""
    if not found.strip():
        raise Unusable(sentence="请写下回访时了解到的情况。")
    mine = CallBack.objects.filter(pk=task.pk, state=CallBackState.OPEN)
    if not mine.update(
        state=CallBackState.CALLED, found=found.strip(), called_at=at, called_by_id=by.id
    ):
        raise CallBackMoved
    record("ratings.called_back", by=by, at=at, object_id=task.pk, site=task.site_id)
    task.refresh_from_db()
    return task


@transaction.atomic
def note_mended(task: CallBack, *, mended: str, by: Actor, at: datetime) -> CallBack:
    """What went wrong was mended."""
    if not mended.strip():
        raise Unusable(sentence="请写下怎么整改的。")
    mine = CallBack.objects.filter(pk=task.pk, state=CallBackState.CALLED)
    if not mine.update(state=CallBackState.DONE, mended=mended.strip(), done_at=at):
        raise CallBackMoved
    record("ratings.mended", by=by, at=at, object_id=task.pk, site=task.site_id)
    task.refresh_from_db()
    return task
