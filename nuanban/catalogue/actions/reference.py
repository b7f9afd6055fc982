"""Loading the reference data that ships with the catalogue. Repeating it changes nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from nuanban.catalogue import reference
from nuanban.catalogue.actions.situation import write_situation_rows
from nuanban.catalogue.enums import VersionState
from nuanban.catalogue.models import (
    Bundle,
    BundleItem,
    Department,
    Item,
    ItemChannel,
    ItemGroup,
    ItemLevel,
    ItemVersion,
)
from nuanban.catalogue.queries import forget_items
from nuanban.catalogue.reference import Guide, ItemRow
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.names import match_form, search_keys

FIRST_DAY = date(2022, 1, 1)
"""From when the first guides count: the start of the city's action plan."""


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """Loads departments, items, guides and bundles; returns how many guides are new.

    A guide that was rewritten at a desk is never replaced. A guide that still comes from its file
    gets a new version from today when the file has changed.
    """
    _load_departments()
    rows = list(reference.items())
    guides = {row.code: reference.guide(row.code) for row in rows}
    _load_items(rows, guides)
    _load_memberships(rows, guides)
    newest = _newest_versions()
    written = [
        row
        for row in rows
        if _write_version(row, guides[row.code], newest.get(row.code), city_day(at), at)
    ]
    _load_bundles()
    forget_items()
    record(
        "catalogue.reference_loaded",
        by=by,
        at=at,
        payload={"items": len(rows), "new_guides": len(written)},
    )
    return len(written)


def _load_departments() -> None:
    _upsert(
        Department(code=code, name=name, position=position)
        for position, (code, name) in enumerate(reference.departments(), start=1)
    )


def _upsert(rows: Iterable[models.Model]) -> None:
    """Writes rows, or brings those with the same key up to date."""
    found = list(rows)
    fields = [f.attname for f in found[0]._meta.concrete_fields if not f.primary_key]
    kept = [name for name in fields if name not in ("withdrawn_on", "basic_code")]
    type(found[0])._default_manager.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=[found[0]._meta.pk.name],
        update_fields=kept,
    )


def _load_items(rows: list[ItemRow], guides: dict[str, Guide]) -> None:
    department_of = {name: code for code, name in reference.departments()}
    _upsert(
        Item(
            code=row.code,
            name=row.name,
            plain_name=guides[row.code].plain_name,
            name_en=row.name_en,
            department_id=department_of[row.department],
            position=row.position,
            search_text=_search_text(row, guides[row.code]),
        )
        for row in rows
    )


def _search_text(row: ItemRow, guide: Guide) -> str:
    names = [row.name, guide.plain_name, *guide.also, row.department]
    keys = [key for name in names for key in search_keys(name) if len(key) > 2]
    plain = [match_form(text) for text in (*names, row.name_en, row.code)]
    return " ".join(dict.fromkeys([*plain, *keys]))


def _load_memberships(rows: list[ItemRow], guides: dict[str, Guide]) -> None:
    codes = [row.code for row in rows]
    for model in (ItemChannel, ItemGroup, ItemLevel):
        model._default_manager.filter(item_id__in=codes).delete()
    ItemChannel.objects.bulk_create(
        ItemChannel(item_id=row.code, channel=channel) for row in rows for channel in row.channels
    )
    ItemGroup.objects.bulk_create(
        ItemGroup(item_id=row.code, group=group) for row in rows for group in row.groups
    )
    ItemLevel.objects.bulk_create(
        ItemLevel(item_id=row.code, level=level)
        for row in rows
        for level in guides[row.code].levels
    )


def _newest_versions() -> dict[str, ItemVersion]:
    return {version.item_id: version for version in ItemVersion.objects.order_by("number")}


def _write_version(
    row: ItemRow, guide: Guide, newest: ItemVersion | None, day: date, at: datetime
) -> bool:
    digest = _digest(row, guide)
    if newest is not None and (not newest.digest or newest.digest == digest):
        return False
    publish_on = FIRST_DAY if newest is None else day
    if newest is not None and newest.publish_on and newest.publish_on >= publish_on:
        return False
    version = ItemVersion.objects.create(
        item_id=row.code,
        number=1 if newest is None else newest.number + 1,
        state=VersionState.PUBLISHED,
        publish_on=publish_on,
        published_at=at,
        written_at=at,
        digest=digest,
        legal_days=row.legal_days,
        promised_days=row.promised_days,
        result=row.result,
        **_texts(guide),
    )
    write_situation_rows(version, guide.situation)
    return True


def _digest(row: ItemRow, guide: Guide) -> str:
    """Changes when anything people read changes."""
    facts = f"{row.legal_days} {row.promised_days} {row.result}"
    return reference.digest_of(guide.digest, facts)


def _texts(guide: Guide) -> dict[str, Any]:
    return {
        "answer": guide.answer,
        "about": guide.about,
        "who": guide.who,
        "cost": guide.cost,
        "visits": guide.visits,
        "steps": list(guide.steps),
        "tips": list(guide.tips),
        "source": guide.source,
    }


def _load_bundles() -> None:
    tables = dict(reference.bundles())
    _upsert(
        Bundle(
            code=code,
            name=table["name"],
            name_en=table["name_en"],
            answer=table["answer"],
            who=table["who"],
            tips=table.get("tips", []),
            settled=table.get("settled", {}),
            made_here=table.get("made_here", []),
            position=position,
        )
        for position, (code, table) in enumerate(tables.items(), start=1)
    )
    BundleItem.objects.filter(bundle_id__in=tables).delete()
    BundleItem.objects.bulk_create(
        BundleItem(bundle_id=code, item_id=item, brings=brings, position=position)
        for code, table in tables.items()
        for position, (item, brings) in enumerate(table["items"], start=1)
    )
