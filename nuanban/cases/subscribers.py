"""What cases do when something happened below. Readers may run twice: each repeats harmlessly."""

from uuid import UUID

from nuanban.cases import queries
from nuanban.cases.actions.serve import record_serving
from nuanban.cases.enums import Channel
from nuanban.cases.models import Case, Serving
from nuanban.journal import queries as journal
from nuanban.journal.events import Entry, reads
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.offices.enums import SiteKind
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


@reads("cases.submitted")
def count_at_station(entry: Entry) -> None:
    """Whoever was helped at a station is served once: when the case is handed in. At halls and at
    home the ticket or the visit counts.
    """
    case = queries.case_by_id(entry.object_id) if entry.object_id else None
    if case is None or case.origin_id is not None or case.site.kind == SiteKind.HALL:
        return
    record_serving(
        channel=Channel(case.channel),
        site=case.site_id,
        origin_id=case.pk,
        groups=[g.value for g in residents.groups_of(case.resident, city_day(entry.at))],
        resident_id=case.resident_id,
        item=case.item_id,
        case=case,
        started_at=case.opened_at,
        by=Actor("staff", entry.actor_id, entry.actor_name, site=case.site_id),
        at=entry.at,
    )


def _opened_for(person: UUID) -> list[UUID]:
    entries = journal.entries_about(person).filter(kind__in=["cases.opened", "cases.served"])
    return [entry.object_id for entry in entries if entry.object_id]
