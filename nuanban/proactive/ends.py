"""Until when somebody has what they are no longer entitled to, and why it ends. Pure frames."""

import json
from datetime import date, timedelta
from typing import Any

import polars as pl

from nuanban.proactive.enums import ChangeKind, EntitlementState
from nuanban.proactive.periods import month_end
from nuanban.rulebook.book import Book
from nuanban.rulebook.engines import PolarsEngine, as_frame
from nuanban.rulebook.judge import NOT_OFFERED
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.sweep import Wish, sweep

ENDS = {
    "person_id": pl.String,
    "policy": pl.String,
    "ends_on": pl.Date,
    "fades": pl.Boolean,
    "reasons": pl.String,
}
NOT_HERE = "现有数据里已经没有这个人的情况。"
ONE_A_HOUSEHOLD = "这一项一户一份，您家里已经有人在领。"
NOT_IN_FORCE = "这项政策今天在这个地方没有施行。"
# Whoever has not said yes was given nothing yet.
PAID = [s.value for s in (EntitlementState.ACTIVE, EntitlementState.ENDING)]


def last_day(policy: Policy, day: date, *, fades: bool = True) -> date:
    """The end of the month, plus the months that are still paid on."""
    months = policy.stop.fade_out_months if fades else 0
    return month_end(day, months - (not policy.stop.pays_month_of_end))


def with_ends(book: Book, facts: pl.DataFrame, changes: pl.DataFrame, wish: Wish) -> pl.DataFrame:
    """The changes with `ends_on` and `reasons` (JSON). Who fades goes on until the day they know.

    `changes` has `state` and `until` of what people have.
    """
    changes = changes.join(
        _ends(book, facts, changes, wish), on=["person_id", "policy"], how="left"
    )
    is_stop = pl.col("kind") == ChangeKind.STOP.value
    goes_on = (
        is_stop
        & (pl.col("state") == EntitlementState.FADING.value)
        & pl.col("fades")
        & (pl.col("until") >= wish.day)
    )
    still = pl.col("state").is_in(PAID) & (pl.col("ends_on") >= wish.day.replace(day=1))
    is_paid = goes_on | (is_stop & still) | (pl.col("kind") == ChangeKind.ASK.value)
    return changes.with_columns(
        kind=pl.when(goes_on).then(pl.lit(ChangeKind.FADE.value)).otherwise("kind"),
        ends_on=pl.when(goes_on).then("until").otherwise("ends_on"),
        amount_fen=pl.when(is_paid).then("before_fen").otherwise("amount_fen"),
        reasons=pl.col("reasons").fill_null("[]"),
    )


def _ends(book: Book, facts: pl.DataFrame, changes: pl.DataFrame, wish: Wish) -> pl.DataFrame:
    stops = changes.filter(pl.col("kind") == ChangeKind.STOP.value)
    stops = stops.select("person_id", "policy", "through")
    people = facts.join(stops, on="person_id", how="semi")
    rows = people.select("person_id").clear()
    if people.height:
        asked = Wish(wish.day, wish.place, wish.policies, all_rows=True)
        swept = sweep(book, as_frame(people.lazy()), asked, PolarsEngine())
        rows = swept.collect("polars").to_native()
        rows = rows.select("person_id", "policy", "failed", "excluded_by")
        stops = stops.join(rows, on=["person_id", "policy"], how="left")
        stops = stops.join(people.select("person_id", "death_date"), on="person_id", how="left")
    told = [_end(book, row, wish.day) for row in stops.iter_rows(named=True)]
    return pl.DataFrame(told, schema=ENDS, orient="row")


def _end(book: Book, row: dict[str, Any], day: date) -> tuple[str, str, date, bool, str]:
    policy, died = book[row["policy"]], row.get("death_date")
    if died is not None:
        until, fades = last_day(policy, min(died, day), fades=False), False
    elif row.get("excluded_by") or row.get("through"):
        # From this month on another one is given instead, or to another of the household.
        until, fades = day.replace(day=1) - timedelta(days=1), False
    else:
        until, fades = last_day(policy, day), True
    reasons = json.dumps(_why(book, policy, row), ensure_ascii=False)
    return row["person_id"], policy.id, until, fades, reasons


def _why(book: Book, policy: Policy, row: dict[str, Any]) -> list[str]:
    failed, other = row.get("failed") or [], row.get("excluded_by")
    words = [c.fails for c in policy.conditions if c.article in failed]
    if NOT_OFFERED in failed:
        words.append(NOT_IN_FORCE)
    if other:
        said = [e.says for e in policy.excluded_by if e.policy == other]
        words += said or [f"已经可以领“{book[other].title}”，同类补贴只领金额高的一项。"]
    if row.get("through"):
        words.append(ONE_A_HOUSEHOLD)
    return words or [NOT_HERE]


def late_deaths(book: Book, facts: pl.DataFrame, ended: pl.DataFrame) -> pl.DataFrame:
    """What ended later than the death that is known by now: its last day was an earlier one.

    `ended`: person_id, policy, until. Gives person_id, policy, ends_on, reasons.
    """
    dead = facts.filter(pl.col("death_date").is_not_null()).select("person_id", "death_date")
    found = []
    for row in ended.join(dead, on="person_id").iter_rows(named=True):
        policy = book[row["policy"]]
        until = last_day(policy, row["death_date"], fades=False)
        if until < row["until"]:
            said = [c.fails for c in policy.conditions if c.article == "alive"]
            reasons = json.dumps(said or ["已登记去世。"], ensure_ascii=False)
            found.append((row["person_id"], policy.id, until, reasons))
    schema = {name: kind for name, kind in ENDS.items() if name != "fades"}
    return pl.DataFrame(found, schema=schema, orient="row")
