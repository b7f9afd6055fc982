"""What cases do when something happened below. Readers may run twice: each repeats harmlessly."""

from uuid import UUID

from nuanban.cases.models import Case, Serving
from nuanban.journal import queries as journal
from nuanban.journal.events import Entry, reads
from nuanban.residents import queries as residents
from nuanban.residents.queries import Merge


def _merge(entry: Entry) -> Merge | None:
    return residents.merge_by_id(entry.object_id) if entry.object_id else None


@reads("residents.merged")
def follow_the_person(entry: Entry) -> None:
    """Cases and servings of an absorbed record belong to the person who was kept."""
    done = _merge(entry)
    if done is None or done.undone_at is not None:
        return
    Case.objects.filter(resident=done.absorbed_id).update(resident=done.kept_id)
    Serving.objects.filter(resident=done.absorbed_id).update(resident=done.kept_id)


@reads("residents.merge_undone")
def go_back_with_the_person(entry: Entry) -> None:
    """Exactly what was opened or counted for the absorbed person goes back: the journal knows."""
    done = _merge(entry)
    if done is None:
        return
    mine = _opened_for(done.absorbed_id)
    Case.objects.filter(pk__in=mine, resident=done.kept_id).update(resident=done.absorbed_id)
    Serving.objects.filter(pk__in=mine, resident=done.kept_id).update(resident=done.absorbed_id)


def _opened_for(person: UUID) -> list[UUID]:
    entries = journal.entries_about(person).filter(kind__in=["cases.opened", "cases.served"])
    return [entry.object_id for entry in entries if entry.object_id]
