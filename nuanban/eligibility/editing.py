"""Changing the texts of a draft by a form: a value, a condition, an example, and nothing else."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from nuanban.eligibility.checking import PolicyTexts
from nuanban.eligibility.toml_blocks import (
    Unfit,
    add_table,
    drop_key,
    moved_by_years,
    remove_table,
    replace_table,
    set_key,
)
from nuanban.lib.errors import Refusal
from nuanban.rulebook.examples import EXPECTED
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.faults import PolicyFault
from nuanban.rulebook.judge import Judged
from nuanban.rulebook.policy import Verdict
from nuanban.rulebook.reading import Texts, read_policy


class ByHand(Refusal):
    """这一处的写法特别，表单改不了。请在“原文”里改。"""


class Broken(Refusal):
    """这样改，政策就读不通了：{why}"""


def _table(text: str, name: str, turn: int) -> dict[str, Any]:
    found: Any = tomllib.loads(text)
    try:
        for key in name.split("."):
            found = found[key]
        return dict(found[turn])
    except (KeyError, IndexError, TypeError, ValueError) as fault:
        raise Unfit from fault


def stated(texts: PolicyTexts, key: str) -> str:
    """A text above all tables of the policy; empty where it cannot be read."""
    try:
        found = tomllib.loads(texts.policy).get(key, "")
    except tomllib.TOMLDecodeError:
        return ""
    return found if isinstance(found, str) else ""


def copied(texts: PolicyTexts, keys: Mapping[str, Any], day: date) -> PolicyTexts:
    """The texts for a new policy that begins on `day`: `keys` of its own, and no end.

    Its examples move there too, by whole leap years: everybody keeps their age and birthday.
    """
    policy = drop_key(texts.policy, "in_force_until")
    for key, value in keys.items():
        policy = set_key(policy, key, value)
    return replace(texts, policy=policy, examples=_from_day(texts.examples, day))


def _from_day(examples: str, day: date) -> str:
    said = tomllib.loads(examples)
    tables = [said.get("base", {}), *said.get("example", [])]
    first = min((t["day"] for t in tables if isinstance(t.get("day"), date)), default=day)
    years = 0
    while first.replace(year=first.year + years) < day:
        # Every fourth year has a 29 February, until 2100.
        years += 4
    return moved_by_years(examples, years)


def with_value(
    texts: PolicyTexts,
    number: str,
    *,
    value: int,
    place: str,
    from_on: date,
    source: str,
    is_verified: bool,
) -> PolicyTexts:
    """A new dated value of a number; an empty place is everywhere."""
    entry: dict[str, Any] = {"value": value, "from": from_on}
    entry |= {"place": place} if place else {}
    entry |= {"source": source}
    entry |= {"verified": True} if is_verified else {}
    return replace(texts, numbers=add_table(texts.numbers, f"{number}.values", entry))


def without_value(texts: PolicyTexts, number: str, turn: int) -> PolicyTexts:
    """One value less."""
    return replace(texts, numbers=remove_table(texts.numbers, f"{number}.values", turn))


def with_verified(texts: PolicyTexts, number: str, turn: int) -> PolicyTexts:
    """The department has confirmed this value."""
    name = f"{number}.values"
    entry = {**_table(texts.numbers, name, turn), "verified": True}
    return replace(texts, numbers=replace_table(texts.numbers, name, turn, entry))


def with_condition(
    texts: PolicyTexts, *, article: str, when: str, says: str, fails: str
) -> PolicyTexts:
    """One condition more, behind the last."""
    entry = {"article": article, "when": when, "says": says, "fails": fails}
    return replace(texts, policy=add_table(texts.policy, "condition", entry))


def without_condition(texts: PolicyTexts, turn: int) -> PolicyTexts:
    """One condition less."""
    return replace(texts, policy=remove_table(texts.policy, "condition", turn))


def _expected(judged: Judged) -> dict[str, Any]:
    found: dict[str, Any] = {"verdict": judged.verdict.value}
    if judged.verdict == Verdict.ASK:
        return found | {"missing": list(judged.missing)}
    found["amount_fen"] = judged.amount_fen or 0
    if judged.failed:
        found["failed"] = list(judged.failed)
    if judged.excluded_by:
        found["excluded_by"] = judged.excluded_by
    return found


def accepted(texts: PolicyTexts, turn: int, judged: Judged) -> PolicyTexts:
    """The example says from now on what came out."""
    entry = _table(texts.examples, "example", turn)
    kept = {key: value for key, value in entry.items() if key not in EXPECTED}
    new = {**kept, **_expected(judged)}
    return replace(texts, examples=replace_table(texts.examples, "example", turn, new))


def without_example(texts: PolicyTexts, turn: int) -> PolicyTexts:
    """One example less."""
    return replace(texts, examples=remove_table(texts.examples, "example", turn))


def with_example(
    texts: PolicyTexts,
    *,
    name: str,
    day: date,
    place: str,
    facts: Mapping[str, Any],
    judged: Judged,
) -> PolicyTexts:
    """One example more. What the shared base knows and this person does not is written as "?"."""
    base = tomllib.loads(texts.examples).get("base", {}).get("facts", {})
    whole = {**{name: "?" for name in base if name not in facts}, **facts}
    entry = {"name": name, "day": day, "place": place, "facts": whole, **_expected(judged)}
    return replace(texts, examples=add_table(texts.examples, "example", entry, after="base.facts"))


def still_reads(before: PolicyTexts, after: PolicyTexts) -> PolicyTexts:
    """`after`, unless the form made something unreadable that could be read before."""
    fault = _fault(after)
    if fault is not None and _fault(before) is None:
        raise Broken(why=str(fault).partition("：")[2] or str(fault))
    return after


def _fault(texts: PolicyTexts) -> PolicyFault | None:
    try:
        read_policy(Texts(texts.policy, texts.numbers), CITY)
    except PolicyFault as fault:
        return fault
    return None
