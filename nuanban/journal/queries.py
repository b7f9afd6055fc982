"""Questions others may ask of the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from nuanban.journal.actions import FIRST_ROOT, canonical
from nuanban.journal.merkle import leaf_digest, root_of
from nuanban.journal.models import Entry, Leaf, Seal


def entries_about(subject_id: UUID) -> QuerySet[Entry]:
    """Everything done for or shown of one person, newest first."""
    return Entry.objects.filter(subject_id=subject_id).order_by("-id")


def entries_on(object_id: UUID) -> QuerySet[Entry]:
    """The history of one thing, oldest first."""
    return Entry.objects.filter(object_id=object_id).order_by("id")


def entries(kind: str = "", actor_id: UUID | None = None) -> QuerySet[Entry]:
    """The whole journal for auditors, newest first."""
    found = Entry.objects.order_by("-id")
    if kind:
        found = found.filter(kind__startswith=kind)
    return found.filter(actor_id=actor_id) if actor_id else found


def sealed_until() -> datetime | None:
    """Moment of the newest seal."""
    newest = Seal.objects.order_by("-id").first()
    return newest.sealed_at if newest else None


def unsealed_before(moment: datetime) -> int:
    """How many entries recorded before `moment` have no seal."""
    sealed = Leaf.objects.filter(entry_id=OuterRef("pk"))
    return Entry.objects.filter(~Exists(sealed), recorded_at__lt=moment).count()


@dataclass(frozen=True)
class SealFault:
    """A place where the journal no longer matches its seals; `entry_id` is None for a lost tail."""

    seal_id: int
    entry_id: int | None
    text: str


def broken_seals() -> Iterator[SealFault]:
    """Compares every entry with its seal and every seal with the one before it."""
    previous = FIRST_ROOT
    leaves = Leaf.objects.select_related("entry").order_by("seal_id", "position")
    by_seal = groupby(leaves.iterator(chunk_size=5_000), key=lambda leaf: leaf.seal_id)
    found = {seal_id: list(group) for seal_id, group in by_seal}
    for seal in Seal.objects.order_by("id").iterator():
        yield from _faults_of(seal, found.get(seal.pk, []), previous)
        previous = bytes(seal.root)


def _faults_of(seal: Seal, leaves: list[Leaf], previous: bytes) -> Iterator[SealFault]:
    if bytes(seal.previous) != previous:
        yield SealFault(seal.pk, None, "封存链在这里断开")
    digests = [leaf_digest(canonical(leaf.entry)) for leaf in leaves]
    for leaf, digest in zip(leaves, digests, strict=True):
        if bytes(leaf.digest) != digest:
            yield SealFault(seal.pk, leaf.entry_id, "日志内容被改动")
    if len(leaves) != seal.leaves or root_of(digests or [b""], previous) != bytes(seal.root):
        yield SealFault(seal.pk, None, "这一批日志与封存值不符")


def acts_by_kind() -> dict[str, int]:
    """How many entries of each kind there are."""
    counted = Entry.objects.values_list("kind").annotate(n=Count("id")).order_by("kind")
    return dict(counted)
