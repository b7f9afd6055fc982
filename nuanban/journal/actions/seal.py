"""Sealing what was written: batches under a Merkle root, each chained to the one before."""

import json
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from nuanban.journal.merkle import leaf_digest, root_of
from nuanban.journal.models import Entry, Leaf, Seal

FIRST_ROOT = bytes(32)
BATCH = 20_000


def seal(*, at: datetime) -> int:
    """Seals a batch of finished entries; returns how many (0 when none waited).

    Entries of transactions that still run could appear below ones already sealed, so only
    entries below the oldest running transaction are taken (reliability: AU-2).
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('nuanban.journal.seal'))")
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            row = cursor.fetchone()
        below = row[0] if row else 0
        sealed = Leaf.objects.filter(entry_id=OuterRef("pk"))
        waiting = Entry.objects.filter(~Exists(sealed), xid__lt=below).order_by("id")
        return _seal_batch(list(waiting[:BATCH]), at)


def _seal_batch(entries: list[Entry], at: datetime) -> int:
    if not entries:
        return 0
    last = Seal.objects.order_by("-id").first()
    previous = bytes(last.root) if last else FIRST_ROOT
    digests = [leaf_digest(canonical(entry)) for entry in entries]
    batch = Seal.objects.create(
        root=root_of(digests, previous), previous=previous, leaves=len(entries), sealed_at=at
    )
    Leaf.objects.bulk_create(
        [
            Leaf(entry=entry, seal=batch, position=n, digest=digest)
            for n, (entry, digest) in enumerate(zip(entries, digests, strict=True))
        ],
        batch_size=2_000,
    )
    return len(entries)


def canonical(entry: Entry) -> bytes:
    """The bytes of an entry that its seal vouches for (JSON, sorted keys, UTF-8)."""
    content = {
        "id": entry.pk,
        "kind": entry.kind,
        "at": entry.at.timestamp(),
        "recorded_at": entry.recorded_at.timestamp(),
        "actor": [entry.actor_kind, str(entry.actor_id), entry.actor_name],
        "subject": str(entry.subject_id),
        "mandate": str(entry.mandate_id),
        "device": str(entry.device_id),
        "object": str(entry.object_id),
        "site": entry.site,
        "address": entry.address,
        "payload": entry.payload,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
