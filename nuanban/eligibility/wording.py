"""A policy in words: what its expressions say, how much, where, from when, and who says so."""

from collections.abc import Mapping
from datetime import date

from nuanban.lib.money import yuan
from nuanban.rulebook.dated_numbers import NumberOf
from nuanban.rulebook.facts import Fact, Kind
from nuanban.rulebook.policy import Consent, Period, Policy, StopOn
from nuanban.rulebook.trees import (
    All,
    Call,
    Compare,
    Known,
    Literal,
    Not,
    Number,
    OneOf,
    Reckon,
    Some,
    Tree,
)
from nuanban.rulebook.value_words import VALUE_WORDS

_COMPARES = {"==": "是", "!=": "不是", "<": "小于", "<=": "不超过", ">": "大于", ">=": "不小于"}
_RECKONS = {"+": "加", "-": "减", "*": "乘", "//": "除以"}
_CALLS = {
    "age": "年龄",
    "months_since": "{}起满的月数",
    "days_since": "{}起过的天数",
    "days_until": "离{}还有的天数",
    "within_days": "{}在 {} 天之内",
    "last_anniversary": "{}最近的周年日",
    "days_since_anniversary": "{}的周年日起过的天数",
    "happened": "已经有{}",
    "in_place": "{}在办理的地区之内",
}
UNIT_WORDS = {"years": "岁", "months": "个月", "days": "天", "people": "人", "level": "级"}
EACH = {Period.MONTH: "每月", Period.YEAR: "每年", Period.ONCE: "一次性", Period.NONE: "不发钱"}
CONSENT_WORDS = {
    Consent.SILENT: "不用问，直接给",
    Consent.NOTICE: "先告知本人，没有异议就给",
    Consent.ONE_WORD: "本人说一声“同意”就给",
    Consent.KNOCK: "上门问过本人再给",
}
STOP_WORDS = {
    StopOn.DEATH: "去世",
    StopOn.MOVE_OUT: "户口迁出或搬走",
    StopOn.EXPIRY: "证件到期",
    StopOn.NO_LONGER: "不再符合条件",
}


class Wording:
    """Says the expressions of one policy. `places`: names of divisions by code."""

    def __init__(self, policy: Policy, places: Mapping[str, str]) -> None:
        self.titles = {number.name: number.title for number in policy.numbers}
        self.places = places

    def of(self, tree: Tree) -> str:
        """The expression as a sentence without its full stop."""
        match tree:
            case Known() | Number() | Literal():
                return self._leaf(tree)
            case All(parts):
                return "，并且".join(self._part(part) for part in parts)
            case Some(parts):
                return "，或者".join(self._part(part) for part in parts)
            case Not(part):
                return self._not(part)
            case Compare(op, left, right):
                value = self._value(right, left)
                gap = "" if value.startswith("“") else " "
                return f"{self.of(left)}{_COMPARES[op]}{gap}{value}"
            case OneOf():
                return self._one_of(tree)
            case Reckon(op, left, right):
                return self._reckoned(op, left, right)
            case Call():
                return self._call(tree)

    def _leaf(self, tree: Known | Number | Literal) -> str:
        if isinstance(tree, Known):
            return tree.fact.title
        if isinstance(tree, Number):
            return f"“{self.titles.get(tree.name, tree.name)}”"
        return VALUE_WORDS.get(str(tree.value), str(tree.value))

    def _not(self, part: Tree) -> str:
        words = self.of(part)
        if isinstance(part, Call) and part.name in ("in_division", "in_place"):
            return words.replace("在", "不在", 1)
        if isinstance(part, Known | Call):
            return f"没有{words.removeprefix('已经有')}"
        return f"不是（{words}）"

    def _part(self, tree: Tree) -> str:
        words = self.of(tree)
        return f"（{words}）" if isinstance(tree, All | Some) else words

    def _value(self, tree: Tree, beside: Tree) -> str:
        if isinstance(tree, Literal) and isinstance(tree.value, int) and _unit(beside):
            return amount_words(tree.value, _unit(beside))
        return self.of(tree)

    def _one_of(self, tree: OneOf) -> str:
        values = "、".join(VALUE_WORDS.get(str(value), str(value)) for value in tree.values)
        return f"{self.of(tree.of)}{'不是' if tree.is_negated else '是'} {values}"

    def _reckoned(self, op: str, left: Tree, right: Tree) -> str:
        if op in ("min", "max"):
            word = "较小" if op == "min" else "较大"
            return f"{self.of(left)}和{self.of(right)}中{word}的"
        return f"（{self.of(left)}{_RECKONS[op]}{self.of(right)}）"

    def _call(self, tree: Call) -> str:
        said = [self.of(part) for part in tree.parts]
        if tree.name == "in_division":
            where = "、".join(place_name(word, self.places) for word in tree.words)
            return f"{said[0]}在{where}"
        if tree.name == "age_on":
            return f"到 {said[1]} 这天的年龄"
        return _CALLS.get(tree.name, tree.name).format(*said)


def _unit(tree: Tree) -> str:
    return str(getattr(getattr(tree, "type", None), "unit", ""))


def amount_words(value: int, unit: str) -> str:
    """A number with its unit: 5000 fen → 50 元."""
    return yuan(value) if unit == "fen" else f"{value} {UNIT_WORDS.get(unit, '')}".strip()


def fact_words(fact: Fact, value: object) -> str:
    """The value of a fact as people say it."""
    if value is None:
        return "不知道"
    if fact.kind == Kind.BOOL:
        return "是" if value else "否"
    if fact.kind == Kind.INT and isinstance(value, int):
        return amount_words(value, fact.unit)
    return VALUE_WORDS.get(str(value), str(value))


def place_name(prefix: str, places: Mapping[str, str]) -> str:
    """The name of a place by the beginning of its code."""
    if not prefix:
        return "各地"
    whole = prefix.ljust(6, "0") if len(prefix) < 6 else prefix
    return places.get(whole, PROVINCES.get(prefix, prefix))


PROVINCES = {"43": "湖南省", "51": "四川省", "4306": "岳阳市", "5114": "眉山市"}


def value_rows(number: NumberOf, places: Mapping[str, str], day: date) -> list[dict[str, object]]:
    """The values of a number as a table, by place and day; `state`: now, coming or past."""
    rows = []
    for turn, value in enumerate(number.values):
        newer = [v for v in number.values if v.place == value.place and v.from_on <= day]
        newest = max((v.from_on for v in newer), default=None)
        state = "coming" if value.from_on > day else "now" if value.from_on == newest else "past"
        rows.append(
            {
                "turn": turn,
                "place": place_name(value.place, places),
                "words": amount_words(value.value, number.unit),
                "from_on": value.from_on,
                "source": value.source,
                "is_verified": value.is_verified,
                "state": state,
            }
        )
    return sorted(rows, key=lambda row: (str(row["place"]), str(row["from_on"])))
