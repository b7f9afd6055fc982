"""Facts as they come: one person as JSON, or a frame. Wrong ones are named, never guessed."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import narwhals as nw

from nuanban.rulebook.facts import KEYS, Fact, Kind, Vocabulary
from nuanban.rulebook.faults import FactFault, nearest
from nuanban.rulebook.wide import Frame

SHOWN = 3
_DTYPES: dict[Kind, nw.dtypes.DType] = {
    Kind.BOOL: nw.Boolean(),
    Kind.INT: nw.Int64(),
    Kind.TEXT: nw.String(),
    Kind.DATE: nw.Date(),
}
_WORDS = {
    Kind.BOOL: "true 或 false",
    Kind.INT: "整数",
    Kind.TEXT: "文字",
    Kind.DATE: "日期，如 1946-11-22",
}


def person_from_json(text: str, vocabulary: Vocabulary, day: date) -> dict[str, Any]:
    """The facts of one person; keys are `person_id`, `household_id` and facts by name."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise FactFault(f"这个文件不是正确的 JSON（{fault}）。请检查引号和逗号。") from None
    if not isinstance(found, dict):
        raise FactFault("这个文件要写一个人：{“事实”: 值, …}。")
    if not isinstance(found.get("person_id"), str) or not found["person_id"].strip():
        raise FactFault("缺少 person_id，不知道说的是谁。请写上。")
    return person_from(found, vocabulary, day)


def person_from(found: Mapping[str, Any], vocabulary: Vocabulary, day: date) -> dict[str, Any]:
    """Typed facts; a FactFault names what cannot be."""
    known = [*KEYS, *vocabulary]
    for name in found:
        if name not in known:
            raise FactFault(f"不认识的事实“{name}”。请{nearest(name, known)}。")
    facts = {name: found[name] for name in KEYS if name in found}
    facts |= {
        name: typed(fact, found[name], day) for name, fact in vocabulary.items() if name in found
    }
    _agree(facts)
    return facts


def typed(fact: Fact, value: Any, day: date) -> Any:
    """The value of a fact, checked; None stays unknown."""
    if value is None:
        return None
    if fact.kind == Kind.DATE:
        value = _as_date(fact, value)
    wanted = {Kind.BOOL: bool, Kind.INT: int, Kind.TEXT: str, Kind.DATE: date}[fact.kind]
    if type(value) is not wanted:
        raise FactFault(f"“{fact.title}”（{fact.name}）要写{_WORDS[fact.kind]}，写的是 {value!r}。")
    fault = _impossible(fact, value, day)
    if fault:
        raise FactFault(f"“{fact.title}”（{fact.name}）{fault}，写的是 {value}。请核对。")
    return value


def _as_date(fact: Fact, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FactFault(
            f"“{fact.title}”（{fact.name}）不是一个日期：{value!r}。请写成 1946-11-22。"
        ) from None


def _impossible(fact: Fact, value: Any, day: date) -> str:
    if fact.values and value not in fact.values:
        return f"只能是 {'、'.join(fact.values)}"
    if fact.kind == Kind.INT and not fact.least <= value <= fact.most:
        return f"要在 {fact.least} 到 {fact.most} 之间"
    if fact.is_division and not (value.isdigit() and len(value) in (6, 9, 12)):
        return "要写 6、9 或 12 位地区代码"
    if fact.name == "birth_date" and not date(1850, 1, 1) <= value <= day:
        return "不能早于 1850 年，也不能晚于今天"
    return ""


def _agree(facts: Mapping[str, Any]) -> None:
    born, died = facts.get("birth_date"), facts.get("death_date")
    if born and died and died < born:
        raise FactFault("死亡日期早于出生日期。请核对。")


def checked_frame(frame: Frame, names: list[str], vocabulary: Vocabulary, day: date) -> Frame:
    """A frame with `person_id` and the named facts in their types; missing columns are unknown.

    Raises FactFault, naming the column and some people, for values that cannot be.
    """
    schema = frame.collect_schema()
    unknown = [name for name in schema.names() if name not in vocabulary and name not in KEYS]
    if unknown:
        to_do = nearest(unknown[0], [*KEYS, *vocabulary])
        raise FactFault(f"不认识的列“{unknown[0]}”。请{to_do}。")
    if "person_id" not in schema:
        raise FactFault("缺少 person_id 这一列，不知道说的是谁。请补上。")
    frame = frame.select(
        nw.col("person_id").cast(nw.String),
        *(_typed_column(vocabulary[name], schema) for name in names),
    )
    _no_impossible(frame, names, vocabulary, day)
    return frame


def _typed_column(fact: Fact, schema: nw.Schema) -> nw.Expr:
    wanted, found = _DTYPES[fact.kind], schema.get(fact.name)
    if found is None:
        return nw.lit(None, wanted).alias(fact.name)
    fits = {
        Kind.BOOL: found == nw.Boolean,
        Kind.INT: found.is_integer(),
        Kind.TEXT: found in (nw.String, nw.Categorical, nw.Enum),
        Kind.DATE: found in (nw.Date, nw.Datetime),
    }[fact.kind]
    if not fits and found != nw.Unknown and str(found) != "Null":
        raise FactFault(
            f"“{fact.title}”（{fact.name}）这一列要是{_WORDS[fact.kind]}，"
            f"文件里是 {found}。请改正后再来。"
        )
    return nw.col(fact.name).cast(wanted)


def _no_impossible(frame: Frame, names: list[str], vocabulary: Vocabulary, day: date) -> None:
    """One pass over all columns; people are looked up only when something is wrong."""
    faults = {"person_id": ("缺少 person_id", nw.col("person_id").is_null())}
    for name in names:
        found_wrong = _wrong(vocabulary[name], day)
        if found_wrong is not None:
            faults[name] = found_wrong
    counts = frame.select(
        *(wrong.fill_null(False).cast(nw.Int64).sum().alias(n) for n, (_, wrong) in faults.items()),
        (nw.len() - nw.col("person_id").n_unique()).alias("twice"),
    ).collect()
    found = counts.rows(named=True)[0]
    for name, (words, wrong) in faults.items():
        if found[name]:
            who = frame.filter(wrong.fill_null(False)).select("person_id").head(SHOWN).collect()
            people = "、".join(str(p) for p in who["person_id"].to_list())
            raise FactFault(f"{name}：{found[name]} 人{words}，例如 {people}。请核对后再来。")
    if found["twice"]:
        raise FactFault(f"有 {found['twice']} 个人写了两次。请一人只留一行。")


def _wrong(fact: Fact, day: date) -> tuple[str, nw.Expr] | None:
    column = nw.col(fact.name)
    if fact.values:
        return f"的值不在 {'、'.join(fact.values)} 之中", ~column.is_in(list(fact.values))
    if fact.kind == Kind.INT:
        words = f"的值不在 {fact.least} 到 {fact.most} 之间"
        return words, (column < fact.least) | (column > fact.most)
    if fact.name == "birth_date":
        early = column < nw.lit(date(1850, 1, 1))
        return "的出生日期早于 1850 年或晚于今天", early | (column > nw.lit(day))
    return None
