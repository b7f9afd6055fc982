"""From verdicts to changes: what is new, different, the same, over, due, or still to be asked.

Pure frames: the sweep's rows beside what people have now.
"""

from datetime import timedelta

import polars as pl

from nuanban.eligibility.queries import one_per_household
from nuanban.proactive.ends import late_deaths, with_ends
from nuanban.proactive.enums import ChangeKind
from nuanban.proactive.households import Homes
from nuanban.rulebook.book import Book
from nuanban.rulebook.engines import PolarsEngine, as_frame
from nuanban.rulebook.policy import Consent
from nuanban.rulebook.sweep import Wish, sweep

GUARD = 0.2
# Whoever did not want something is asked again after a year.
ASKED_AGAIN = timedelta(days=365)
SMALLEST_GUARDED = 20
# So many answers are asked of one person.
MOST_ASKED = 2
# What is known of fewer people than this is missing as a list, not as an answer; nobody knocks
# at every door for that.
LISTED_SHARE = 0.5
HELD = {
    "person_id": pl.String,
    "policy": pl.String,
    "before_fen": pl.Int64,
    "state": pl.String,
    "until": pl.Date,
}


# The others are paid where they still have an amount: until their last day, or while it is open.
PAID_KINDS = ("start", "change", "go_on", "fade")
COLUMNS = (
    *("person_id", "policy", "kind", "amount_fen", "before_fen", "missing", "county"),
    *("ends_on", "reasons"),
)


ENDED = {"person_id": pl.String, "policy": pl.String, "until": pl.Date}


def reckon(
    book: Book,
    facts: pl.DataFrame,
    held: pl.DataFrame,
    ended: pl.DataFrame,
    wish: Wish,
    homes: Homes | None = None,
) -> pl.DataFrame:
    """Changes for everybody whose verdict is YES or ASK, and for whoever has it and is no longer.

    `held` (HELD): live entitlements of the same policies; `ended` (ENDED): those that had their
    last day. Of the households in `homes` one person receives. Gives COLUMNS.
    """
    rows = sweep(book, as_frame(facts.lazy()), wish, PolarsEngine()).collect("polars").to_native()
    rows = _one_each(rows, homes)
    due = [name for name in wish.policies if book[name].notice_days]
    asked = [name for name in wish.policies if _is_asked(book, name)]
    # Whose facts are open keeps what they have: a gap in a list takes nothing from anybody.
    both = rows.join(held, on=["person_id", "policy"], how="full", coalesce=True)
    both = both.with_columns(_kind(due)).filter(_is_told(asked) & pl.col("kind").is_not_null())
    counties = facts.select("person_id", county=pl.col("registered_division").str.slice(0, 6))
    late = late_deaths(book, facts, ended).join(both, on=["person_id", "policy"], how="anti")
    late = late.with_columns(pl.lit(ChangeKind.STOP.value).alias("kind"))
    changes: pl.DataFrame = (
        pl.concat([with_ends(book, facts, both, wish), late], how="diagonal")
        .with_columns(
            pl.col("amount_fen").fill_null(0),
            pl.col("before_fen").fill_null(0),
            pl.col("missing").fill_null([]),
        )
        .join(counties, on="person_id", how="left")
        .with_columns(pl.col("county").fill_null(""))
        .select(COLUMNS)
    )
    return changes


def _one_each(rows: pl.DataFrame, homes: Homes | None) -> pl.DataFrame:
    if homes is None:
        return rows.with_columns(through=pl.lit(None, dtype=pl.String))
    return one_per_household(rows, homes.members, homes.served, homes.policies)


def _is_told(asked: list[str]) -> pl.Expr:
    """An open question is put where somebody has the thing already, or has to agree to it."""
    is_open = pl.col("kind") == ChangeKind.ASK.value
    return ~is_open | pl.col("policy").is_in(asked) | (pl.col("before_fen") > 0)


def _is_asked(book: Book, name: str) -> bool:
    """Whether people are asked what is missing: where a person has to agree, or will be due."""
    policy = book[name]
    return policy.consent != Consent.SILENT or bool(policy.notice_days)


def _kind(due: list[str]) -> pl.Expr:
    verdict, has = pl.col("verdict"), pl.col("before_fen").is_not_null()
    is_due = pl.col("policy").is_in(due)
    return (
        pl.when(verdict == "YES", is_due)
        .then(pl.lit(ChangeKind.DUE.value))
        .when(verdict == "YES", has, pl.col("amount_fen") == pl.col("before_fen"))
        .then(pl.lit(ChangeKind.GO_ON.value))
        .when(verdict == "YES", has)
        .then(pl.lit(ChangeKind.RAISE.value))
        .when(verdict == "YES")
        .then(pl.lit(ChangeKind.START.value))
        .when(verdict == "ASK")
        .then(pl.lit(ChangeKind.ASK.value))
        .when(has)
        .then(pl.lit(ChangeKind.STOP.value))
        .alias("kind")
    )


def without_declined(changes: pl.DataFrame, declined: pl.DataFrame) -> pl.DataFrame:
    """Nobody is offered again what they did not want; they can still say yes at any window."""
    is_new = pl.col("kind") == ChangeKind.START.value
    wanted = changes.filter(is_new).join(declined, on=["person_id", "policy"], how="anti")
    return pl.concat([changes.filter(~is_new), wanted])


def to_do(changes: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """The changes that somebody will do something about."""
    is_open = pl.col("kind") == ChangeKind.ASK.value
    is_near = pl.col("missing").list.len() <= MOST_ASKED
    known = facts.select(pl.all().exclude("person_id").is_not_null().mean())
    listed = [
        name for name, share in known.row(0, named=True).items() if (share or 0) >= LISTED_SHARE
    ]
    is_gap = pl.col("missing").list.set_difference(listed).list.len() == 0
    return changes.filter(~is_open | (is_near & is_gap) | (pl.col("before_fen") > 0))


def figures(changes: pl.DataFrame) -> dict[str, dict[str, dict[str, int]]]:
    """Heads and fen by policy, and within it by kind and by county (`kind:start`, `430602`)."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    paid = changes.filter(pl.col("kind").is_in(PAID_KINDS) | (pl.col("amount_fen") > 0))
    parts = (
        (changes, pl.format("kind:{}", "kind")),
        (paid, pl.col("county")),
        (paid, pl.lit("all")),
    )
    for frame, key in parts:
        counted = frame.group_by("policy", key.alias("key")).agg(
            heads=pl.len(), fen=pl.col("amount_fen").sum()
        )
        for policy, part, heads, fen in counted.sort("policy", "key").iter_rows():
            found.setdefault(policy, {})[part] = {"heads": heads, "fen": fen}
    return found


def alarms(
    now: dict[str, dict[str, dict[str, int]]],
    before: dict[str, dict[str, dict[str, int]]],
    titles: dict[str, str],
) -> list[str]:
    """Sentences about policies whose heads or cost differ by more than a fifth from last time."""
    said = []
    for policy in sorted(set(now) | set(before)):
        new, old = (f.get(policy, {}).get("all", {}) for f in (now, before))
        for key, word in (("heads", "人数"), ("fen", "金额")):
            is_small = max(new.get("heads", 0), old.get("heads", 0)) < SMALLEST_GUARDED
            share = _share(new.get(key, 0), old.get(key, 0))
            if old and not is_small and abs(share) > GUARD:
                said.append(
                    f"{titles[policy]}：{word}比上次{'多' if share > 0 else '少'} {abs(share):.0%}"
                )
    return said


def _share(new: int, old: int) -> float:
    return (new - old) / old if old else float(bool(new))
