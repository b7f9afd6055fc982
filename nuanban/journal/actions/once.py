"""Answering an operation once: the same key gets the first answer again."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, transaction

from nuanban.lib.errors import Refusal, residents_read
from nuanban.lib.keys import new_key


@dataclass(frozen=True)
class Answer:
    """What an operation answered: an HTTP status and a JSON body."""

    status: int
    body: object


@dataclass(frozen=True)
class Operation:
    """One wish to do one thing: its key, who sent it, and the digest of what was sent."""

    key: UUID
    scope: str
    fingerprint: bytes


@residents_read
class OperationKeyReused(Refusal):
    """这个操作号已经用于另一件事。请刷新页面后重新提交。"""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class Contradiction(Refusal):
    """{sentence}"""


@residents_read
class OperationRunning(Refusal):
    """同一操作正在办理，请稍等几秒再看结果。"""


def fingerprint_of(*parts: str | bytes) -> bytes:
    """Digest by which a repeated request is told from another one under the same key."""
    joined = b"\x1f".join(p.encode() if isinstance(p, str) else p for p in parts)
    return hashlib.sha256(joined).digest()


class AlreadyAnswered(Exception):
    """The operation has its answer; nothing was written."""


ANSWERED_ONCE = "operation_answered_once"


def run_once(operation: Operation, deed: Callable[[], Answer]) -> Answer:
    """Runs `deed` and keeps its answer in one transaction; a repeated key gets that answer again.

    A refusal raised by `deed` undoes everything, the key included, so that it may be tried again.
    """
    try:
        with transaction.atomic():
            kept = _claim(operation)
            if kept is not None:
                return kept
            answer = deed()
            keep(operation, answer)
            return answer
    except AlreadyAnswered:
        # The first run committed between our look and our lock: its answer is there now.
        raise OperationRunning from None
    except IntegrityError as fault:
        raise _as_refusal(fault) from fault


def run_in_one_statement(operation: Operation, deed: Callable[[], Answer]) -> Answer:
    """As `run_once`, for a deed whose last statement writes all of it, the kept answer included.

    No transaction is open while Python works, so a hot row is locked only inside the database.
    A `deed` that finds the operation answered raises AlreadyAnswered and writes nothing.
    """
    try:
        return deed()
    except AlreadyAnswered:
        pass
    except IntegrityError as fault:
        # The same key came twice in one moment, and the other one was faster?
        if ANSWERED_ONCE not in str(fault):
            raise _as_refusal(fault) from fault
    kept = _kept(operation)
    if kept is None:
        raise OperationRunning
    return kept


def _as_refusal(fault: IntegrityError) -> Exception:
    """What the constraint says to people; the fault itself when it is none of ours."""
    broken = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                return Contradiction(sentence=constraint.violation_error_message)
    return fault


LOOK_SQL = """
SELECT k.fingerprint, k.status, k.body FROM journal_keptanswer k
WHERE k.key = %(kept_key)s AND k.scope = %(kept_scope)s
"""
_CLAIM = f"""
SELECT pg_try_advisory_xact_lock(%(number)s), k.*
FROM (SELECT 1) one LEFT JOIN ({LOOK_SQL}) k ON true
"""


def _claim(operation: Operation) -> Answer | None:
    """Takes the key for this transaction; the kept answer if there is one."""
    digest = fingerprint_of(operation.key.bytes, operation.scope)
    number = int.from_bytes(digest[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"number": number, **_names(operation)})
        is_ours, *found = cursor.fetchone() or (False, None, None, None)
    if not is_ours:
        raise OperationRunning
    return None if found[1] is None else _read(operation, *found)


def _names(operation: Operation) -> dict[str, Any]:
    return {"kept_key": operation.key, "kept_scope": operation.scope}


def _kept(operation: Operation) -> Answer | None:
    with connection.cursor() as cursor:
        cursor.execute(LOOK_SQL, _names(operation))
        found = cursor.fetchone()
    return _read(operation, *found) if found else None


def _read(operation: Operation, fingerprint: bytes, status: int, body: object) -> Answer:
    if bytes(fingerprint) != operation.fingerprint:
        raise OperationKeyReused
    return Answer(status, json.loads(body) if isinstance(body, str) else body)


_KEEP = """
INSERT INTO journal_keptanswer (id, key, scope, fingerprint, status, body)
SELECT %(kept_id)s, %(kept_key)s, %(kept_scope)s, %(kept_fingerprint)s, %(kept_status)s,
  {body}::jsonb
"""
# For a deed that writes its answer itself. What only the database will know stands as TO_COME
# in the answer; `{known}` is the SQL that knows it.
TO_COME = "\uffff"
KEEP_SQL = _KEEP.format(body="replace(%(kept_body)s, %(to_come)s, {known})")


def keep_parameters(operation: Operation, answer: Answer) -> dict[str, Any]:
    """Parameters of KEEP_SQL."""
    return {
        "kept_id": new_key(),
        **_names(operation),
        "kept_fingerprint": operation.fingerprint,
        "kept_status": answer.status,
        "kept_body": json.dumps(answer.body),
        "to_come": json.dumps(TO_COME).strip('"'),
    }


def keep(operation: Operation, answer: Answer) -> None:
    """Keeps an answer; raises AlreadyAnswered, with nothing written, when there is one."""
    sql = _KEEP.format(body="%(kept_body)s") + "ON CONFLICT (key, scope) DO NOTHING RETURNING 1"
    with connection.cursor() as cursor:
        cursor.execute(sql, keep_parameters(operation, answer))
        if cursor.fetchone() is None:
            raise AlreadyAnswered
