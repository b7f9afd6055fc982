"""Guides as people write them: questions and papers in TOML, checked, with errors in words.

The same shape is used by the files in reference/items/ and by the desk, see reference/README.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nuanban.catalogue.conditions import Condition, ConditionFault, facts_in, read_condition

YES_NO = (("yes", "是"), ("no", "不是"))
_QUESTION_KEYS = {"fact", "text", "hint", "choices", "when"}
_PAPER_KEYS = {"code", "name", "note", "why", "known_to"}
_MATERIAL_KEYS = _PAPER_KEYS | {
    "when",
    "known",
    "known_when",
    "waived",
    "waived_when",
    "waived_why",
}


class GuideFault(ValueError):
    """A guide cannot be used; the text says where and what to do."""


@dataclass(frozen=True)
class ChoiceText:
    value: str
    text: str
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class QuestionText:
    fact: str
    text: str
    choices: tuple[ChoiceText, ...]
    hint: str = ""
    asked_when: Condition = field(default_factory=list)


@dataclass(frozen=True)
class MaterialText:
    code: str
    name: str
    note: str = ""
    why: str = ""
    needed_when: Condition = field(default_factory=list)
    known_to: str = ""
    known_when: Condition = field(default_factory=list)
    waived_when: Condition = field(default_factory=list)
    waived_why: str = ""


@dataclass(frozen=True)
class Situation:
    """Questions and papers of one guide."""

    questions: tuple[QuestionText, ...]
    materials: tuple[MaterialText, ...]


@dataclass(frozen=True)
class Words:
    """Papers and questions that many guides share, by code and by fact."""

    papers: Mapping[str, Mapping[str, Any]]
    questions: Mapping[str, Mapping[str, Any]]


def parse(text: str) -> dict[str, Any]:
    """TOML to a table; the error names the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GuideFault(f"格式不对：{error}。请检查引号、括号和逗号。") from error


def read_situation(table: Mapping[str, Any], words: Words) -> Situation:
    """Questions and papers, checked against each other."""
    try:
        questions = tuple(_question(entry, words) for entry in table.get("questions", []))
        materials = tuple(_material(entry, words) for entry in table.get("materials", []))
    except ConditionFault as fault:
        raise GuideFault(str(fault)) from fault
    situation = Situation(questions, materials)
    _check(situation)
    return situation


def _question(entry: Any, words: Words) -> QuestionText:
    if isinstance(entry, str):
        entry = {"fact": entry}
    fact = _text(entry, "fact", "问题")
    whole = {**words.questions.get(fact, {}), **entry}
    _only(whole, _QUESTION_KEYS, f"问题“{fact}”")
    choices = tuple(_choice(c, fact) for c in whole.get("choices", YES_NO))
    if len(choices) < 2:
        raise GuideFault(f"问题“{fact}”至少要有两个回答。")
    return QuestionText(
        fact=fact,
        text=_text(whole, "text", f"问题“{fact}”"),
        hint=whole.get("hint", ""),
        choices=choices,
        asked_when=read_condition(whole["when"]) if "when" in whole else [],
    )


def _choice(entry: Any, fact: str) -> ChoiceText:
    """``["lost", "丢了"]`` or ``["80+", "满 80 岁", 80, 200]`` with bounds for a known number."""
    parts = list(entry) if isinstance(entry, list | tuple) else []
    words = [part for part in parts if isinstance(part, str)]
    numbers = [part for part in parts if isinstance(part, int)]
    if len(words) != 2 or len(numbers) not in (0, 2):
        raise GuideFault(f'问题“{fact}”的回答要写成 ["取值", "说法"]，可加两个数字作范围。')
    return ChoiceText(words[0], words[1], *numbers)


def _material(entry: Any, words: Words) -> MaterialText:
    if isinstance(entry, str):
        entry = {"code": entry}
    code = _text(entry, "code", "材料")
    whole = {**words.papers.get(code, {}), **entry}
    _only(whole, _MATERIAL_KEYS, f"材料“{code}”")
    is_known = bool(whole.get("known")) or "known_when" in whole
    if is_known and not whole.get("known_to"):
        raise GuideFault(f"材料“{code}”写了查得到，还要写 known_to：哪个部门查得到。")
    is_waived = bool(whole.get("waived")) or "waived_when" in whole
    if is_waived and not whole.get("waived_why"):
        raise GuideFault(f"材料“{code}”写了可以不交，还要写 waived_why：为什么不用交。")
    return MaterialText(
        code=code,
        name=_text(whole, "name", f"材料“{code}”"),
        note=whole.get("note", ""),
        why=whole.get("why", ""),
        needed_when=read_condition(whole["when"]) if "when" in whole else [],
        known_to=whole["known_to"] if is_known else "",
        known_when=read_condition(whole["known_when"]) if "known_when" in whole else [],
        waived_when=_waived_when(whole),
        waived_why=whole.get("waived_why", ""),
    )


def _waived_when(whole: Mapping[str, Any]) -> Condition:
    if "waived_when" in whole:
        return read_condition(whole["waived_when"])
    return [{}] if whole.get("waived") else []


def _text(table: Any, key: str, where: str) -> str:
    value = table.get(key) if isinstance(table, Mapping) else None
    if not isinstance(value, str) or not value.strip():
        raise GuideFault(f"{where}缺少 {key}。")
    return value


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    strange = sorted(set(table) - known)
    if strange:
        raise GuideFault(f"{where}里有不认识的项目：{'、'.join(strange)}。")


def _check(situation: Situation) -> None:
    """A condition may only use values that its question offers, and only earlier questions."""
    offered: dict[str, set[str]] = {}
    for question in situation.questions:
        if question.fact in offered:
            raise GuideFault(f"“{question.fact}”问了两遍。")
        for fact in facts_in(question.asked_when) - set(offered):
            raise GuideFault(f"问题“{question.fact}”要看“{fact}”，“{fact}”应当先问。")
        _check_values(question.asked_when, offered, f"问题“{question.fact}”")
        offered[question.fact] = {choice.value for choice in question.choices}
    codes = [material.code for material in situation.materials]
    for code in codes:
        if codes.count(code) > 1:
            raise GuideFault(f"材料“{code}”写了两遍。")
    for material in situation.materials:
        for condition in (material.needed_when, material.known_when, material.waived_when):
            _check_values(condition, offered, f"材料“{material.code}”")


def _check_values(condition: Condition, offered: Mapping[str, set[str]], where: str) -> None:
    for table in condition:
        for fact, values in table.items():
            for value in set(values) - offered.get(fact, set(values)):
                raise GuideFault(f"{where}的条件里，“{fact}”没有“{value}”这个回答。")


def write_situation(situation: Situation, words: Words) -> str:
    """The same questions and papers as TOML, one entry a line, to be edited at a desk.

    What the shared words already say is left out, so that an entry shows what is its own.
    """
    questions = [
        _inline(_own(_question_table(question), words.questions.get(question.fact, {}), "fact"))
        for question in situation.questions
    ]
    materials = [
        _inline(_own(_material_table(material), words.papers.get(material.code, {}), "code"))
        for material in situation.materials
    ]
    return f"{_array('questions', questions)}\n{_array('materials', materials)}"


_NOTHING: tuple[object, ...] = ("", [], False)


def _own(table: dict[str, Any], shared: Mapping[str, Any], key: str) -> dict[str, Any]:
    own = {key: table[key]}
    for name, value in table.items():
        usual = shared.get(name, "")
        if value != usual and not (value in _NOTHING and usual in _NOTHING):
            own[name] = value
    return own


def _array(name: str, entries: list[str]) -> str:
    return f"{name} = [\n" + "".join(f"  {entry},\n" for entry in entries) + "]\n"


def _question_table(question: QuestionText) -> dict[str, Any]:
    choices = [
        [choice.value, choice.text]
        + [bound for bound in (choice.at_least, choice.at_most) if bound is not None]
        for choice in question.choices
    ]
    table = {"fact": question.fact, "text": question.text, "hint": question.hint}
    return {**table, "choices": choices, "when": question.asked_when}


def _material_table(material: MaterialText) -> dict[str, Any]:
    return {
        "code": material.code,
        "name": material.name,
        "note": material.note,
        "why": material.why,
        "when": material.needed_when,
        **({"known_to": material.known_to} if material.known_to else {}),
        "known": bool(material.known_to and not material.known_when),
        "known_when": material.known_when,
        "waived": material.waived_when == [{}],
        "waived_when": [] if material.waived_when == [{}] else material.waived_when,
        "waived_why": material.waived_why,
    }


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
