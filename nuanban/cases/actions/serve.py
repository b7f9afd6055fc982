"""Counting: one person served once, in exactly one channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nuanban.cases.enums import Channel, Recorded
from nuanban.cases.models import Case, Serving
from nuanban.journal.actions import record, write_new
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.residents.enums import Group
from nuanban.residents.queries import groups_of_many


@dataclass(frozen=True)
class PastServing:
    """One row of a list of past servings; `key` names it, so that a second import adds none."""

    key: UUID
    served_on: date
    channel: Channel
    site: str
    people: int
    item: str | None = None
    groups: tuple[Group, ...] = ()
    note: str = ""


@transaction.atomic
def record_serving(
    *,
    channel: Channel,
    site: str,
    origin_id: UUID,
    groups: Sequence[str],
    by: Actor,
    at: datetime,
    resident_id: UUID | None = None,
    item: str | None = None,
    case: Case | None = None,
    started_at: datetime | None = None,
) -> Serving:
    """Counts a person once; the same origin (ticket, visit, call) is never counted again."""
    serving, is_new = Serving.objects.get_or_create(
        origin_id=origin_id,
        defaults={
            "served_on": city_day(at),
            "channel": channel,
            "resident_id": resident_id,
            "item_id": item,
            "site_id": site,
            "staff_id": by.id if by.kind == "staff" else None,
            "case": case,
            "groups": list(groups),
            "started_at": started_at,
            "ended_at": at,
        },
    )
    if not is_new and serving.undone_at is not None:
        serving.undone_at, serving.ended_at = None, at
        serving.save(update_fields=["undone_at", "ended_at"])
    if is_new or serving.ended_at == at:
        record(
            "cases.served",
            by=by,
            at=at,
            subject_id=resident_id,
            object_id=serving.pk,
            site=site,
            payload={"channel": channel.value, "item": item},
        )
    return serving


@dataclass(frozen=True)
class ProactiveServing:
    """Somebody was given something without asking; `key` is the grant."""

    key: UUID
    resident_id: UUID
    item: str | None


@transaction.atomic
def record_proactive_servings(
    rows: Sequence[ProactiveServing], *, site: str, by: Actor, at: datetime
) -> None:
    """Counts many grants at once, each person in their groups of the day; none twice."""
    day = city_day(at)
    groups = groups_of_many([row.resident_id for row in rows], day)
    write_new(
        [
            Serving(
                served_on=day,
                channel=Channel.PROACTIVE,
                resident_id=row.resident_id,
                item_id=row.item,
                site_id=site,
                groups=[group.value for group in groups.get(row.resident_id, [])],
                origin_id=row.key,
                ended_at=at,
            )
            for row in rows
        ]
    )
    if rows:
        record("cases.served_proactively", by=by, at=at, site=site, payload={"people": len(rows)})


@transaction.atomic
def undo_serving(origin_id: UUID, *, by: Actor, at: datetime) -> None:
    """Takes a count back when the deed it counted was undone."""
    for serving in Serving.objects.filter(origin_id=origin_id, undone_at=None):
        Serving.objects.filter(pk=serving.pk).update(undone_at=at)
        record(
            "cases.serving_undone",
            by=by,
            at=at,
            subject_id=serving.resident_id,
            object_id=serving.pk,
            site=serving.site_id,
        )


@transaction.atomic
def import_servings(rows: Sequence[PastServing], *, by: Actor, at: datetime) -> int:
    """Adds past servings; rows that are there already stay as they are. Returns how many came."""
    known = set(
        Serving.objects.filter(origin_id__in=[row.key for row in rows]).values_list(
            "origin_id", flat=True
        )
    )
    fresh = [row for row in rows if row.key not in known]
    Serving.objects.bulk_create(
        [
            Serving(
                served_on=row.served_on,
                channel=row.channel,
                item_id=row.item,
                site_id=row.site,
                groups=[group.value for group in row.groups],
                origin_id=row.key,
                people=row.people,
                recorded=Recorded.IMPORT,
                note=row.note,
            )
            for row in fresh
        ],
        batch_size=1_000,
    )
    record("cases.servings_imported", by=by, at=at, payload={"rows": len(fresh)})
    return len(fresh)
