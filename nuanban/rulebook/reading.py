"""From the files of a policy to a Policy. What is wrong is said with file, line and column."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from nuanban.rulebook.dated_numbers import UNITS, Dated, NumberOf, trimmed
from nuanban.rulebook.facts import Kind, Vocabulary
from nuanban.rulebook.faults import Place, PolicyFault, nearest
from nuanban.rulebook.language import Names, read_expression
from nuanban.rulebook.policy import (
    Band,
    Condition,
    Consent,
    Exclusion,
    Period,
    Policy,
    Stop,
    StopOn,
)
from nuanban.rulebook.toml_places import TomlPlaces
from nuanban.rulebook.trees import Tree, numbers_in

E = TypeVar("E", bound=Enum)
LARGEST_FILE = 200_000
_TYPE_WORDS = {str: "文字", int: "整数", bool: "true 或 false", date: "日期", list: "一组值"}
_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("id", "title", "department", "basis", "summary", "period"), str),
    **dict.fromkeys(("consent", "higher_one", "division", "list_for"), str),
    **dict.fromkeys(("places", "items", "triggers"), list),
    **dict.fromkeys(("in_force_from", "in_force_until"), date),
    **dict.fromkeys(("objection_days", "posting_days", "notice_days"), int),
    "per_household": bool,
}
_NEEDED = (
    *("id", "title", "department", "basis", "summary", "places"),
    *("in_force_from", "period", "consent"),
)


@dataclass(frozen=True)
class Texts:
    """The two files of a policy, with the names to show in errors."""

    policy: str
    numbers: str = ""
    policy_file: str = "policy.toml"
    numbers_file: str = "numbers.toml"


def read_policy(texts: Texts, vocabulary: Vocabulary) -> Policy:
    """The policy, or a PolicyFault."""
    return _PolicyReader(texts, vocabulary).read()


def parsed(text: str, file: str) -> dict[str, Any]:
    """TOML, or a PolicyFault."""
    if len(text) > LARGEST_FILE:
        raise PolicyFault(Place(file), "文件太大", f"最多 {LARGEST_FILE} 个字符", "拆开")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        why = str(fault)
        line, column = _place_in(why)
        raise PolicyFault(
            Place(file, line, column), "这个文件不是正确的 TOML", why, "检查引号、括号和等号"
        ) from None


def _place_in(words: str) -> tuple[int, int]:
    digits = [int(w) for w in words.replace(",", " ").replace(")", " ").split() if w.isdigit()]
    return (digits[-2], digits[-1]) if len(digits) >= 2 else (0, 0)


class _TomlReader:
    """Takes typed values out of a table and says where one is wrong."""

    def __init__(self, text: str, file: str) -> None:
        self.whole = parsed(text, file)
        self.places = TomlPlaces(file, text)

    def take(self, table: Mapping[str, Any], key: str, kind: type, at: Place) -> Any:
        value = table.get(key)
        if type(value) is not kind:
            missing = value is None
            what = f"缺少“{key}”" if missing else f"“{key}”要写{_TYPE_WORDS[kind]}"
            raise PolicyFault(at, what, "", f"写一个{_TYPE_WORDS[kind]}")
        if isinstance(value, str) and not value.strip():
            raise PolicyFault(at, f"“{key}”是空的", "", "写上内容")
        return value

    def only(self, table: Mapping[str, Any], known: Sequence[str], name: str, turn: int) -> None:
        for key in table:
            if key not in known:
                raise PolicyFault(
                    self.places.of(name, turn, key),
                    f"这里没有“{key}”这一项",
                    "",
                    nearest(key, list(known)),
                )

    def tables(self, name: str) -> list[Mapping[str, Any]]:
        found = self.whole.get(name, [])
        if not isinstance(found, list) or not all(isinstance(t, dict) for t in found):
            raise PolicyFault(self.places.of(name), f"“{name}”要写成 [[{name}]]", "", "改写")
        return found

    def choice(self, kinds: type[E], value: str, at: Place) -> E:
        try:
            return kinds(value)
        except ValueError:
            known = [k.value for k in kinds]
            raise PolicyFault(at, f"没有“{value}”这种写法", "", nearest(value, known)) from None


class _PolicyReader(_TomlReader):
    def __init__(self, texts: Texts, vocabulary: Vocabulary) -> None:
        super().__init__(texts.policy, texts.policy_file)
        self.vocabulary = vocabulary
        self.numbers = read_numbers(texts.numbers, texts.numbers_file, vocabulary)
        self.names = Names(vocabulary, {n.name: n.type for n in self.numbers})

    def read(self) -> Policy:
        tables = ("condition", "amount", "excluded_by", "stop")
        self.only(self.whole, [*_KINDS, *tables], "", 0)
        plain = {
            key: self.take(self.whole, key, kind, self.places.of("", 0, key))
            for key, kind in _KINDS.items()
            if key in self.whole or key in _NEEDED
        }
        where = {key: self.places.of("", 0, key) for key in plain}
        self._texts_in_lists(plain, where)
        plain["period"] = self.choice(Period, plain["period"], where["period"])
        plain["consent"] = self.choice(Consent, plain["consent"], where["consent"])
        self._division(plain, where)
        policy = Policy(
            **plain,
            conditions=tuple(self._conditions()),
            bands=tuple(self._bands()),
            excluded_by=tuple(self._exclusions()),
            stop=self._stop(),
            numbers=self.numbers,
        )
        self._numbers_are_used(policy)
        return policy

    def _texts_in_lists(self, plain: Mapping[str, Any], where: Mapping[str, Place]) -> None:
        for key, kind in _KINDS.items():
            if kind is list and not all(isinstance(word, str) for word in plain.get(key, [])):
                raise PolicyFault(where[key], f"“{key}”里只能写文字", "", "每个值加引号")
        for place in plain["places"]:
            if not place.isdigit() and place:
                raise PolicyFault(where["places"], "地区要写代码的开头几位", "", '写成 ["4306"]')
        if not plain["places"]:
            raise PolicyFault(where["places"], "没有写在哪里施行", "", '写成 ["4306"]')

    def _division(self, plain: Mapping[str, Any], where: Mapping[str, Place]) -> None:
        known = [name for name, fact in self.vocabulary.items() if fact.is_division]
        if plain.get("division", known[0]) not in known:
            raise PolicyFault(where["division"], "这不是地区", "", f"写 {' 或 '.join(known)}")

    def _expression(
        self, name: str, turn: int, table: Mapping[str, Any], key: str, kind: Kind
    ) -> Tree:
        at = self.places.of(name, turn, key, inside=True)
        text = self.take(table, key, str, at)
        return read_expression(text, self.names, kind, at)

    def _conditions(self) -> Iterator[Condition]:
        tables, seen = self.tables("condition"), set[str]()
        if not tables:
            raise PolicyFault(Place(self.places.file), "没有一条条件", "", "写上 [[condition]]")
        keys = ("article", "when", "says", "fails")
        for turn, table in enumerate(tables):
            self.only(table, keys, "condition", turn)
            place = self.places.of("condition", turn)
            words = {
                k: self.take(table, k, str, self.places.of("condition", turn, k)) for k in keys
            }
            if words["article"] in seen:
                raise PolicyFault(place, f"条款“{words['article']}”写了两次", "", "换一个名字")
            seen.add(words["article"])
            yield Condition(
                article=words["article"],
                tree=self._expression("condition", turn, table, "when", Kind.BOOL),
                text=words["when"],
                says=words["says"],
                fails=words["fails"],
            )

    def _bands(self) -> Iterator[Band]:
        tables = self.tables("amount")
        for turn, table in enumerate(tables):
            self.only(table, ("when", "fen"), "amount", turn)
            place = self.places.of("amount", turn)
            is_last = turn == len(tables) - 1
            if is_last is ("when" in table):
                what = "最后一档不能有 when" if is_last else "只有最后一档可以没有 when"
                raise PolicyFault(place, what, "否则有人算不出金额", "调整各档")
            fen = self._expression("amount", turn, table, "fen", Kind.INT)
            if fen.type.unit not in ("fen", ""):
                raise PolicyFault(place, f"金额的单位是 {fen.type.unit}", "", "换成分")
            when = None if is_last else self._expression("amount", turn, table, "when", Kind.BOOL)
            yield Band(when, fen, table.get("when", ""), table["fen"])

    def _exclusions(self) -> Iterator[Exclusion]:
        keys = ("policy", "article", "says")
        for turn, table in enumerate(self.tables("excluded_by")):
            self.only(table, keys, "excluded_by", turn)
            place = self.places.of("excluded_by", turn)
            yield Exclusion(*(self.take(table, key, str, place) for key in keys))

    def _stop(self) -> Stop:
        table = self.whole.get("stop", {})
        self.only(table, ("on", "fade_out_months", "pays_month_of_end"), "stop", 0)
        place = self.places.of("stop")
        on = tuple(self.choice(StopOn, str(word), place) for word in table.get("on", []))
        months = table.get("fade_out_months", 0)
        if type(months) is not int or not 0 <= months <= 24:
            raise PolicyFault(place, "渐退期要写 0 到 24 个月", "", "改正 fade_out_months")
        return Stop(on, months, bool(table.get("pays_month_of_end", True)))

    def _numbers_are_used(self, policy: Policy) -> None:
        used = {name for tree in policy.trees() for name in numbers_in(tree)}
        for number in self.numbers:
            if number.name not in used:
                raise PolicyFault(
                    Place("numbers.toml"), f"数“{number.name}”没有用到", "", "删去，或检查拼写"
                )


def read_numbers(text: str, file: str, vocabulary: Vocabulary) -> tuple[NumberOf, ...]:
    """The numbers of a policy, or a PolicyFault."""
    reader = _TomlReader(text, file)
    return tuple(_number(reader, name, vocabulary) for name in reader.whole)


def _number(reader: _TomlReader, name: str, vocabulary: Vocabulary) -> NumberOf:
    at, table = reader.places.of(name), reader.whole[name]
    if not isinstance(table, dict) or not name.isidentifier():
        raise PolicyFault(at, f"“{name}”要写成 [{name}]", "", "改写")
    if name in vocabulary:
        raise PolicyFault(at, f"“{name}”已经是一个事实的名字", "", "换一个名字")
    reader.only(table, ("title", "unit", "values"), name, 0)
    title, unit = (reader.take(table, key, str, at) for key in ("title", "unit"))
    if unit not in UNITS:
        where = reader.places.of(name, 0, "unit")
        raise PolicyFault(where, f"没有“{unit}”这个单位", "", nearest(unit, list(UNITS)))
    listed = reader.take(table, "values", list, at)
    if not listed:
        raise PolicyFault(at, f"“{title}”一个值也没有", "", "写上日期、值和出处")
    values = tuple(_dated(reader, name, turn, value) for turn, value in enumerate(listed))
    known = {(v.from_on, v.place) for v in values}
    if len(known) < len(values):
        raise PolicyFault(at, f"“{title}”同一天同一地写了两个值", "", "留下一个")
    return NumberOf(name, title, unit, values)


def _dated(reader: _TomlReader, name: str, turn: int, value: Any) -> Dated:
    key = f"{name}.values"
    at = reader.places.of(key, turn)
    if at.line == 0:
        at = reader.places.of(name, 0, "values")
    if not isinstance(value, dict):
        raise PolicyFault(at, "值要写日期、数和出处", "", f"写成 [[{key}]]")
    reader.only(value, ("value", "from", "place", "source", "verified"), key, turn)
    place = value.get("place", "")
    if not isinstance(place, str) or (place and not place.isdigit()):
        raise PolicyFault(at, "地区要写代码的开头几位", "", '写成 place = "4306"')
    return Dated(
        value=reader.take(value, "value", int, at),
        from_on=reader.take(value, "from", date, at),
        place=trimmed(place) if len(place) >= 6 else place,
        source=reader.take(value, "source", str, at),
        is_verified=value.get("verified", False) is True,
    )
