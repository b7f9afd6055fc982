"""Preparing a run, looking at it, proposing it, and releasing it by somebody else."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record
from nuanban.lib.copying import table_of, take_time
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key
from nuanban.proactive import reckoning
from nuanban.proactive.enums import LIVE, EntitlementState, RunState
from nuanban.proactive.households import homes_of_run
from nuanban.proactive.models import Run
from nuanban.rulebook.book import Book
from nuanban.rulebook.dated_numbers import trimmed
from nuanban.rulebook.sweep import Wish

WRITTEN_AT_ONCE = 50_000


class RunMoved(Refusal):
    """这次计算的状态已经变了，请刷新后再看。"""


class SameHands(Refusal):
    """经办人不能自己发布，请另一位同事核对后发布。"""


@transaction.atomic
def prepare_run(*, day: date, place: str, policies: Sequence[str], by: User, at: datetime) -> Run:
    """Opens a run; the reckoning itself is a job (`jobs.reckon`)."""
    book = eligibility.book_on(day)
    unknown = [name for name in policies if name not in book]
    if not policies or unknown:
        raise Unusable(
            sentence="请至少选一项政策。" if not policies else "有的政策已经不在了，请重选。"
        )
    run = Run.objects.create(
        day=day,
        place=place,
        policies=list(policies),
        versions={name: eligibility.version_words(name, day) for name in policies},
        known_at=at,
        prepared_by=by,
        prepared_at=at,
    )
    record("proactive.run_prepared", by=actor_of(by), at=at, object_id=run.pk)
    return run


def reckon_run(run: Run, *, at: datetime) -> Run:
    """Judges the city and writes the preview; repeating it changes nothing."""
    if run.state != RunState.RECKONING:
        return run
    book = eligibility.book_on(run.day)
    with eligibility.one_snapshot():
        facts = eligibility.facts_of_city(run.day, run.known_at)
        held, ended = _held(run.policies), _ended(run.policies)
        refused, homes = _declined(run), homes_of_run(run, book)
    # Who lives outside the place has nothing to do with this run.
    prefix = trimmed(run.place)
    if len(prefix) > 4:
        facts = facts.filter(pl.col("registered_division").str.starts_with(prefix))
        held = held.join(facts.select("person_id"), on="person_id", how="semi")
    wish = Wish(run.day, run.place, run.policies)
    changes = reckoning.reckon(book, facts, held, ended, wish, homes)
    changes = reckoning.without_declined(changes, refused)
    return _keep_preview(run, book, changes, facts, at)


def _held(policies: Sequence[str]) -> pl.DataFrame:
    columns = "resident_id, policy, amount_fen, state, ends_on"
    return _entitlements(columns, policies, LIVE, reckoning.HELD)


def _ended(policies: Sequence[str]) -> pl.DataFrame:
    columns = "resident_id, policy, ends_on"
    return _entitlements(columns, policies, [EntitlementState.ENDED], reckoning.ENDED)


def _declined(run: Run) -> pl.DataFrame:
    """Who said no lately."""
    columns, states = "resident_id, policy, ends_on", [EntitlementState.DECLINED]
    found = _entitlements(columns, run.policies, states, reckoning.ENDED)
    return found.filter(pl.col("until") > run.day - reckoning.ASKED_AGAIN)


def _entitlements(
    columns: str, policies: Sequence[str], states: Sequence[str], schema: dict[str, Any]
) -> pl.DataFrame:
    names = ", ".join(f"'{name}'" for name in policies if name.isidentifier())
    wanted = ", ".join(f"'{state}'" for state in states)
    sql = (
        f"SELECT {columns} FROM proactive_entitlement "
        f"WHERE policy IN ({names}) AND state IN ({wanted})"
    )
    with connection.cursor() as cursor:
        return table_of(cursor.cursor, sql, schema)


@transaction.atomic
def _keep_preview(
    run: Run, book: Book, changes: pl.DataFrame, facts: pl.DataFrame, at: datetime
) -> Run:
    with connection.cursor() as cursor:
        take_time(cursor.cursor)
    figures = reckoning.figures(changes)
    changes = reckoning.to_do(changes, facts)
    titles = {name: book[name].title for name in run.policies}
    moved = Run.objects.filter(pk=run.pk, state=RunState.RECKONING).update(
        state=RunState.PREVIEWED,
        figures=figures,
        changes=changes.height,
        held_because=reckoning.alarms(figures, last_figures(run), titles),
    )
    if not moved:
        # Another worker was faster; its preview stands.
        raise RunMoved
    _copy_changes(run.pk, with_facts(book, changes, facts))
    record(
        "proactive.run_reckoned",
        by=actor_of(run.prepared_by),
        at=at,
        object_id=run.pk,
        payload={"changes": changes.height},
    )
    run.refresh_from_db()
    return run


def with_facts(book: Book, changes: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """The changes with `facts`: JSON of what the policy asks about the person."""
    parts = []
    for (policy,), part in changes.group_by("policy"):
        names = list(book[str(policy)].facts())
        known = facts.select("person_id", pl.struct(names).struct.json_encode().alias("facts"))
        parts.append(part.join(known, on="person_id", how="left"))
    if not parts:
        return changes.with_columns(pl.lit("{}").alias("facts"))
    return pl.concat(parts).with_columns(pl.col("facts").fill_null("{}"))


def _copy_changes(run_id: UUID, changes: pl.DataFrame) -> None:
    keys = pl.Series("id", [str(new_key()) for _ in range(changes.height)], dtype=pl.String)
    rows = changes.select(
        keys,
        pl.lit(str(run_id)).alias("run_id"),
        pl.col("person_id").alias("resident_id"),
        *("policy", "kind", "amount_fen", "before_fen", "county", "facts", "ends_on", "reasons"),
        pl.concat_str(pl.lit("{"), pl.col("missing").list.join(","), pl.lit("}")).alias("missing"),
        pl.lit("waiting").alias("state"),
    )
    columns = ", ".join(rows.columns)
    sql = f"COPY proactive_change ({columns}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (county))"
    with connection.cursor() as cursor, cursor.cursor.copy(sql) as copy:
        for part in rows.iter_slices(WRITTEN_AT_ONCE):
            copy.write(part.write_csv(include_header=False))


def last_figures(run: Run) -> dict[str, Any]:
    """Figures of the last released run of each policy in the same place."""
    found: dict[str, Any] = {}
    earlier = Run.objects.filter(place=run.place, state=RunState.RELEASED).exclude(pk=run.pk)
    for policy in run.policies:
        last = earlier.filter(policies__contains=[policy]).order_by("-released_at").first()
        if last is not None:
            found[policy] = last.figures.get(policy, {})
    return found


@transaction.atomic
def propose_run(run: Run, *, words: str, by: User, at: datetime) -> Run:
    """The one who prepared it has looked and asks somebody else to release it."""
    if run.held_because and not words.strip():
        raise Unusable(sentence="和上次相差超过两成，请写明原因再提交。")
    _move(run, [RunState.PREVIEWED], state=RunState.PROPOSED, words=words.strip(), proposed_at=at)
    record("proactive.run_proposed", by=actor_of(by), at=at, object_id=run.pk)
    return run


@transaction.atomic
def release_run(run: Run, *, by: User, at: datetime) -> Run:
    """A second person releases it; what it says is then done by the worker (`jobs.carry`)."""
    if by.pk == run.prepared_by_id:
        raise SameHands
    _move(run, [RunState.PROPOSED], state=RunState.RELEASING, released_by=by, released_at=at)
    record("proactive.run_released", by=actor_of(by), at=at, object_id=run.pk)
    return run


@transaction.atomic
def refuse_run(run: Run, *, words: str, by: User, at: datetime) -> Run:
    """Nothing of it is done."""
    if not words.strip():
        raise Unusable(sentence="请写明为什么作废。")
    open_states = [RunState.PREVIEWED, RunState.PROPOSED, RunState.FAILED]
    _move(run, open_states, state=RunState.REFUSED, words=words.strip(), ended_at=at)
    record("proactive.run_refused", by=actor_of(by), at=at, object_id=run.pk)
    return run


@transaction.atomic
def fail_run(run: Run, *, trouble: str, at: datetime) -> None:
    """The reckoning broke; nothing was written but this."""
    Run.objects.filter(pk=run.pk, state=RunState.RECKONING).update(
        state=RunState.FAILED, trouble=trouble, ended_at=at
    )
    record("proactive.run_failed", by=actor_of(run.prepared_by), at=at, object_id=run.pk)


def _move(run: Run, states: Sequence[RunState], **values: Any) -> None:
    if not Run.objects.filter(pk=run.pk, state__in=states).update(**values):
        raise RunMoved
    run.refresh_from_db()
