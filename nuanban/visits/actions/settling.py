"""Two versions of one visit: a dispatcher says which holds."""

from datetime import datetime

from django.db import transaction

from nuanban.cases import actions as cases
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal
from nuanban.visits.actions.doing import SERVED, serve
from nuanban.visits.actions.moves import NO_PROMISE, tell
from nuanban.visits.enums import DeedKind, Kept, VisitState
from nuanban.visits.models import Deed, Stop, Visit, VisitConflict


class AlreadySettled(Refusal):
    """这两个版本已经有人定过了，请刷新后再看。"""


@transaction.atomic
def settle_conflict(
    conflict: VisitConflict, *, kept: Kept, by: Actor, at: datetime
) -> VisitConflict:
    """What stood goes on standing, or what the phone said takes its place."""
    mine = VisitConflict.objects.filter(pk=conflict.pk, settled_at=None)
    if not mine.update(kept=kept, settled_at=at, settled_by=by.id):
        raise AlreadySettled
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=conflict.visit_id)
    if kept == Kept.SENT:
        _impose(visit, conflict.deed, by, at)
    tell(visit, "conflict_settled", by, at, kept=kept.value, deed=str(conflict.deed_id))
    conflict.refresh_from_db()
    return conflict


def _impose(visit: Visit, deed: Deed, by: Actor, at: datetime) -> None:
    """The deed holds, wherever the visit stands. On the way and arriving leave only a stamp."""
    standing, when = Visit.objects.filter(pk=visit.pk), deed.happened_at
    if deed.kind == DeedKind.SET_OUT:
        standing.update(set_out_at=when)
        return
    if deed.kind == DeedKind.ARRIVE:
        standing.update(arrived_at=when)
        return
    Stop.objects.filter(visit=visit).delete()
    if deed.kind == DeedKind.FIND_NOBODY:
        nobody = VisitState.NOBODY_HOME
        standing.update(state=nobody, outcome="", words=deed.words, left_at=when, **NO_PROMISE)
    else:
        standing.update(
            state=VisitState.DONE,
            outcome=deed.outcome,
            words=deed.words,
            arrived_at=visit.arrived_at or when,
            left_at=when,
            held_until=None,
        )
    _count_anew(visit, deed, by, at)


def _count_anew(visit: Visit, deed: Deed, by: Actor, at: datetime) -> None:
    visit.refresh_from_db()
    if deed.outcome in SERVED:
        serve(visit, by, deed.happened_at)
    else:
        cases.undo_serving(visit.pk, by=by, at=at)
