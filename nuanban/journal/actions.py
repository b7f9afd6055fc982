"""Writing the journal, answering an operation once, sealing what was written."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef

from nuanban.journal import delivery
from nuanban.journal.merkle import leaf_digest, root_of
from nuanban.journal.models import Entry, Leaf, Seal
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key

FIRST_ROOT = bytes(32)
BATCH = 20_000


def record(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    subject_id: UUID | None = None,
    object_id: UUID | None = None,
    site: str = "",
    payload: Mapping[str, object] | None = None,
) -> Entry:
    """Writes one entry and hands it to its readers, in the transaction of the deed."""
    entry = Entry.objects.create(
        kind=kind,
        at=at,
        subject_id=subject_id,
        object_id=object_id,
        payload=dict(payload or {}),
        **_who(by, site),
    )
    delivery.defer(entry)
    return entry


def record_many(
    kind: str, *, by: Actor, at: datetime, subjects: Sequence[UUID], site: str = ""
) -> None:
    """One entry for each subject of a bulk deed; bulk deeds have no readers."""
    who = _who(by, site)
    entries = [Entry(kind=kind, at=at, subject_id=s, object_id=s, **who) for s in subjects]
    Entry.objects.bulk_create(entries, batch_size=2_000)


# For a deed that must hold a hot row lock as short as can be: the entry is written by the same
# statement. Such a kind of entry has no readers.
ENTRY_SQL = """
INSERT INTO journal_entry (kind, at, subject_id, object_id, payload, actor_kind, actor_id,
  actor_name, mandate_id, device_id, site, address)
VALUES (%(entry_kind)s, %(entry_at)s, %(entry_subject)s, %(entry_object)s, %(entry_payload)s,
  %(actor_kind)s, %(actor_id)s, %(actor_name)s, %(mandate_id)s, %(device_id)s, %(site)s,
  %(address)s)
"""


def entry_parameters(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    subject_id: UUID | None,
    object_id: UUID,
    site: str,
    payload: Mapping[str, object],
) -> dict[str, object]:
    """Parameters of ENTRY_SQL."""
    return {
        "entry_kind": kind,
        "entry_at": at,
        "entry_subject": subject_id,
        "entry_object": object_id,
        "entry_payload": json.dumps(dict(payload)),
        **_who(by, site),
    }


def _who(by: Actor, site: str) -> dict[str, object]:
    return {
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_name": by.name,
        "mandate_id": by.mandate_id,
        "device_id": by.device_id,
        "site": site or by.site,
        "address": by.address,
    }


@dataclass(frozen=True)
class Answer:
    """What an operation answered: an HTTP status and a JSON body."""

    status: int
    body: object


class OperationKeyReused(Refusal):
    """这个操作号已经用于另一件事。请刷新页面后重新提交。"""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class Contradiction(Refusal):
    """{sentence}"""


class OperationRunning(Refusal):
    """同一操作正在办理，请稍等几秒再看结果。"""


def fingerprint_of(*parts: str | bytes) -> bytes:
    """Digest by which a repeated request is told from another one under the same key."""
    joined = b"\x1f".join(p.encode() if isinstance(p, str) else p for p in parts)
    return hashlib.sha256(joined).digest()


def run_once(key: UUID, *, scope: str, fingerprint: bytes, deed: Callable[[], Answer]) -> Answer:
    """Runs `deed` and keeps its answer in one transaction; a repeated key gets that answer again.

    A refusal raised by `deed` undoes everything, the key included, so that it may be tried again.
    """
    try:
        with transaction.atomic():
            kept = _claim(key, scope, fingerprint)
            if kept is not None:
                return kept
            answer = deed()
            _keep(key, scope, fingerprint, answer)
            return answer
    except IntegrityError as fault:
        # The first run committed between our look and our lock: its answer is there now.
        if "operation_answered_once" in str(fault):
            raise OperationRunning from None
        raise _as_refusal(fault) from fault


def _as_refusal(fault: IntegrityError) -> Exception:
    """What the constraint says to people; the fault itself when it is none of ours."""
    broken = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                return Contradiction(sentence=constraint.violation_error_message)
    return fault


_CLAIM = """
SELECT pg_try_advisory_xact_lock(%(number)s), k.fingerprint, k.status, k.body
FROM (SELECT 1) one LEFT JOIN journal_keptanswer k ON k.key = %(key)s AND k.scope = %(scope)s
"""


def _claim(key: UUID, scope: str, fingerprint: bytes) -> Answer | None:
    """Takes the key for this transaction; the kept answer if there is one."""
    number = int.from_bytes(fingerprint_of(key.bytes, scope)[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"number": number, "key": key, "scope": scope})
        is_ours, kept_print, status, body = cursor.fetchone() or (False, None, 0, None)
    if not is_ours:
        raise OperationRunning
    if status is None:
        return None
    if bytes(kept_print or b"") != fingerprint:
        raise OperationKeyReused
    return Answer(status, json.loads(body) if isinstance(body, str) else body)


_KEEP = """
INSERT INTO journal_keptanswer (id, key, scope, fingerprint, status, body)
VALUES (%s, %s, %s, %s, %s, %s)
"""


def _keep(key: UUID, scope: str, fingerprint: bytes, answer: Answer) -> None:
    body = json.dumps(answer.body)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [new_key(), key, scope, fingerprint, answer.status, body])


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
