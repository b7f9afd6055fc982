"""What was done stays written, and any change to it shows."""

import time as clocks
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from nuanban.journal import actions, queries
from nuanban.journal.actions import Answer, Operation, OperationKeyReused, fingerprint_of, run_once
from nuanban.journal.models import Entry
from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from tests.cast import MONDAY_9
from tests.databases import as_owner

FAR = MONDAY_9 + timedelta(days=10_000)


def write(count: int) -> None:
    """Some acts."""
    for turn in range(count):
        actions.record("test.done", by=SYSTEM, at=MONDAY_9, payload={"turn": turn})


@pytest.mark.django_db
def test_the_program_cannot_change_or_delete_what_was_done() -> None:
    write(1)
    for statement in ("UPDATE journal_entry SET kind = 'x'", "DELETE FROM journal_entry"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def seal_all() -> int:
    """Seals everything. Other tests on the same server may hold the sealer up for a moment."""
    sealed, ends = 0, clocks.monotonic() + 20
    while queries.unsealed_before(FAR) and clocks.monotonic() < ends:
        sealed += actions.seal(at=MONDAY_9)
        clocks.sleep(0.02)
    return sealed


def _as_owner(statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_not_even_the_owner_changes_an_entry_by_accident(committed: Any) -> None:
    write(1)
    with pytest.raises(DatabaseError, match="append-only"):
        _as_owner("UPDATE journal_entry SET kind = 'x'")


def test_sealed_entries_hold_and_a_changed_one_is_found(committed: Any) -> None:
    write(7)
    assert seal_all() >= 7
    write(3)
    seal_all()
    assert list(queries.broken_seals()) == []
    victim = Entry.objects.order_by("id").last()
    assert victim is not None
    trigger = "ALTER TABLE journal_entry {} TRIGGER journal_entry_append_only;"
    _as_owner(
        trigger.format("DISABLE")
        + f"UPDATE journal_entry SET actor_name = '别人' WHERE id = {victim.pk};"
        + trigger.format("ENABLE")
    )
    faults = list(queries.broken_seals())
    assert victim.pk in {fault.entry_id for fault in faults}


def test_nothing_is_sealed_twice(committed: Any) -> None:
    write(5)
    assert seal_all() >= 5
    assert actions.seal(at=MONDAY_9) == 0
    assert queries.unsealed_before(FAR) == 0


@pytest.mark.django_db
def test_a_repeated_operation_answers_as_the_first_time() -> None:
    key, calls = new_key(), list[int]()

    def deed() -> Answer:
        calls.append(1)
        return Answer(201, {"n": len(calls)})

    operation = Operation(key, "s", fingerprint_of("a"))
    first = run_once(operation, deed)
    assert run_once(operation, deed) == first
    assert len(calls) == 1
    with pytest.raises(OperationKeyReused):
        run_once(replace(operation, fingerprint=fingerprint_of("b")), deed)
    assert run_once(replace(operation, scope="other"), deed).body == {"n": 2}


@pytest.mark.django_db
def test_a_refused_operation_may_be_tried_again_with_its_key() -> None:
    operation = Operation(new_key(), "s", b"")

    def refuse() -> Answer:
        write(1)
        raise Refusal

    before = Entry.objects.count()
    with pytest.raises(Refusal):
        run_once(operation, refuse)
    assert Entry.objects.count() == before
    assert run_once(operation, lambda: Answer(200, 1)).body == 1
