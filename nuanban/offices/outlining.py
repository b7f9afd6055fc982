"""Outlines of divisions are brought in a file, looked at, and taken."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.offices.enums import Datum
from nuanban.offices.models import City, Division, Outline, OutlineFile

# Where a division stands without a point that somebody measured.
ROUGH = ("", "own_approx", "outline")
_BOX = ("west", "south", "east", "north")


class NothingToTake(Refusal):
    """文件里没有一个对得上的区划，没有可收的。"""


def bring_outlines(
    content: bytes, *, name: str, datum: Datum, by: Actor, at: datetime
) -> OutlineFile:
    """Reads a file and keeps what it says, to be looked at; the same file gives the same answer."""
    digest = sha256(content).hexdigest()
    earlier = OutlineFile.objects.filter(digest=digest, datum=datum).first()
    if earlier is not None:
        return earlier
    # Reading takes a library that the pages do without.
    from nuanban.offices.outlines.matching import read_outlines

    done = read_outlines(content, _divisions(), is_gcj02=datum == Datum.GCJ02)
    with transaction.atomic():
        kept, is_new = OutlineFile.objects.get_or_create(
            digest=digest,
            datum=datum,
            defaults={
                "name": name[:200],
                "found": done.found,
                "refused": done.refused,
                "brought_at": at,
            },
        )
        if is_new:
            told = {"matched": len(done.found), "refused": len(done.refused)}
            record("offices.outlines_brought", by=by, at=at, object_id=kept.pk, payload=told)
    return kept


def _divisions() -> list[Division]:
    home = City.objects.first()
    if home is None:
        raise Unusable(sentence="还没有建立城市，先启动一次再送轮廓。")
    return list(Division.objects.filter(code__startswith=home.division_id[:4]))


@transaction.atomic
def take_outlines(file: OutlineFile, *, by: Actor, at: datetime) -> int:
    """From now on these outlines are drawn; gives how many are other than before."""
    if not file.found:
        raise NothingToTake
    OutlineFile.objects.select_for_update().get(pk=file.pk)
    standing = dict(Outline.objects.values_list("division_id", "shape"))
    changed = [row for row in file.found if standing.get(row["code"]) != row["shape"]]
    if not changed and file.taken_at is not None:
        return 0
    rows = [_outline(row, file) for row in changed]
    Outline.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["division"],
        update_fields=["shape", *_BOX, "latitude", "longitude", "file"],
    )
    stand_in_the_middle()
    file.taken_at = at
    file.save(update_fields=["taken_at"])
    told = {"changed": len(changed)}
    record("offices.outlines_taken", by=by, at=at, object_id=file.pk, payload=told)
    return len(changed)


def _outline(row: dict[str, Any], file: OutlineFile) -> Outline:
    latitude, longitude = row["middle"]
    box = dict(zip(_BOX, row["box"], strict=True))
    return Outline(
        division_id=row["code"],
        shape=row["shape"],
        latitude=latitude,
        longitude=longitude,
        file=file,
        **box,
    )


def stand_in_the_middle() -> None:
    """A division without a point of its own, or with a guessed one, stands inside its outline."""
    own = Outline.objects.filter(division=OuterRef("pk"))
    rough = Division.objects.filter(Q(latitude=None) | Q(point_source__in=ROUGH))
    rough.filter(pk__in=Outline.objects.values("division")).update(
        latitude=Subquery(own.values("latitude")),
        longitude=Subquery(own.values("longitude")),
        point_source="outline",
    )
