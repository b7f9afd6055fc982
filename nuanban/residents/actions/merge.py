"""Two records, one person: merge, and undo when it was wrong."""

from datetime import datetime

from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.residents.households import now_of
from nuanban.residents.models import (
    HouseholdMember,
    Identity,
    Merge,
    Relative,
    Resident,
    Status,
)

Moved = type[Identity] | type[Status] | type[Relative] | type[HouseholdMember]
MOVED: dict[str, Moved] = {
    "households": HouseholdMember,
    "identities": Identity,
    "statuses": Status,
    "relatives": Relative,
}


class AlreadyMerged(Refusal):
    """其中一个人已经合并过了，请刷新后再看。"""


class NothingToUndo(Refusal):
    """这次合并已经撤销过了。"""


@transaction.atomic
def merge(kept: Resident, absorbed: Resident, *, reason: str, by: Actor, at: datetime) -> Merge:
    """Joins `absorbed` into `kept`. What moved is remembered; no row is deleted."""
    if not reason.strip():
        raise Unusable(sentence="请写明为什么判断是同一个人。")
    pair = Resident.objects.select_for_update().filter(pk__in=[kept.pk, absorbed.pk])
    if {r.merged_into_id for r in pair} != {None} or kept.pk == absorbed.pk:
        raise AlreadyMerged
    moved = {name: _move(model, absorbed, kept) for name, model in MOVED.items()}
    Resident.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    done = Merge.objects.create(
        kept=kept, absorbed=absorbed, moved=moved, reason=reason.strip(), merged_at=at
    )
    record("residents.merged", by=by, at=at, subject_id=kept.pk, object_id=done.pk)
    return done


def _move(model: Moved, source: Resident, to: Resident) -> list[str]:
    """Moves rows of one table; statuses that both records have stay where they are, and so does
    the household of the absorbed record where the kept one has its own.
    """
    rows = list(model.objects.filter(resident=source, withdrawn_at=None))
    if model is HouseholdMember and now_of(to) is not None:
        return []
    if model is Status:
        known = {
            (s.kind, s.valid_from, s.source)
            for s in Status.objects.filter(resident=to, withdrawn_at=None)
        }
        rows = [r for r in rows if isinstance(r, Status) and _key(r) not in known]
    keys = [row.pk for row in rows]
    model.objects.filter(pk__in=keys).update(resident=to)
    return [str(key) for key in keys]


def _key(status: Status) -> tuple[str, object, str]:
    return status.kind, status.valid_from, status.source


@transaction.atomic
def undo_merge(done: Merge, *, by: Actor, at: datetime) -> None:
    """Takes a merge apart again: exactly the rows that moved go back."""
    if not Merge.objects.filter(pk=done.pk, undone_at=None).update(undone_at=at):
        raise NothingToUndo
    for name, model in MOVED.items():
        model.objects.filter(pk__in=done.moved.get(name, []), resident_id=done.kept_id).update(
            resident_id=done.absorbed_id
        )
    Resident.objects.filter(pk=done.absorbed_id).update(merged_into=None)
    record("residents.merge_undone", by=by, at=at, subject_id=done.kept_id, object_id=done.pk)
