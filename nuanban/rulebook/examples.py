"""Golden examples of a policy: run them, and see that every condition is met and not met."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from nuanban.rulebook.book import Book, load_book, policy_folders
from nuanban.rulebook.faults import FactFault, Place, PolicyFault
from nuanban.rulebook.judge import Judge, Judged
from nuanban.rulebook.people import person_from
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.reading import parsed

EXPECTED = ("verdict", "amount_fen", "failed", "missing", "excluded_by")
KNOWN = ("name", "day", "place", "facts", *EXPECTED)


@dataclass(frozen=True)
class Example:
    """A person on a day in a place, and what the policy says."""

    name: str
    day: date
    place: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    at: Place


def read_examples(text: str, file: str, book: Book) -> list[Example]:
    """The examples of a file: `[base]` holds day, place and facts that all of them share."""
    whole = parsed(text, file)
    base = whole.get("base", {})
    return [_example(table, base, file, book) for table in whole.get("example", [])]


def _example(table: Mapping[str, Any], base: Mapping[str, Any], file: str, book: Book) -> Example:
    at = Place(f"{file}（{table.get('name', '没有名字')}）")
    for key in table:
        if key not in KNOWN:
            raise PolicyFault(at, f"例子里没有“{key}”这一项", "", f"只写 {'、'.join(KNOWN)}")
    whole = {**base, **table}
    if not isinstance(whole.get("day"), date) or not isinstance(whole.get("place"), str):
        raise PolicyFault(at, "例子缺少日期或地区", "", "写上 day 和 place")
    facts = {**base.get("facts", {}), **table.get("facts", {})}
    # A fact written as "?" is unknown, though the base knows it.
    facts = {name: None if value == "?" else value for name, value in facts.items()}
    try:
        typed = person_from(facts, book.vocabulary, whole["day"])
    except FactFault as fault:
        raise PolicyFault(at, str(fault).rstrip("。"), "", "改正例子里的事实") from None
    expected = {key: table[key] for key in EXPECTED if key in table}
    if "verdict" not in expected:
        raise PolicyFault(at, "例子没有写结论", "", "写上 verdict")
    return Example(str(table.get("name", "")), whole["day"], whole["place"], typed, expected, at)


def run_example(book: Book, policy: str, example: Example) -> Judged:
    """What the book says of the example."""
    judged = Judge(book.only([policy]), example.day, example.place).judge(example.facts)
    return next(one for one in judged if one.policy == policy)


def differences(judged: Judged, expected: Mapping[str, Any]) -> list[str]:
    """What came out otherwise than expected, in words."""
    found = {
        "verdict": judged.verdict.value,
        "amount_fen": judged.amount_fen,
        "failed": list(judged.failed),
        "missing": list(judged.missing),
        "excluded_by": judged.excluded_by or "",
    }
    return [
        f"{key} 应为 {wanted!r}，算出来是 {found[key]!r}"
        for key, wanted in expected.items()
        if found[key] != wanted
    ]


def faults_of(book: Book, policy: Policy, examples: list[Example], file: str) -> Iterator[str]:
    """Examples that come out wrong, and conditions or bands that no example tries."""
    if not examples:
        yield str(PolicyFault(Place(file), "没有例子", "", "写上 [[example]]"))
    for example in examples:
        wrong = differences(run_example(book, policy.id, example), example.expected)
        if wrong:
            yield f"{example.at}：{'；'.join(wrong)}。请改正政策或例子。"
    yield from _untried(policy, examples, file)


def _untried(policy: Policy, examples: list[Example], file: str) -> Iterator[str]:
    tried: dict[str, set[object]] = {c.article: set() for c in policy.conditions}
    for example in examples:
        judge = Judge(Book([policy_alone(policy)]), example.day, example.place)
        ready = judge.offered.get(policy.id)
        if ready is None:
            continue
        whole = dict.fromkeys(judge.book.vocabulary) | dict(example.facts)
        _numbers, found = ready.look(whole)
        for condition, answer in zip(policy.conditions, found, strict=True):
            tried[condition.article].add(answer)
    for article, answers in tried.items():
        for wanted, words in ((True, "满足"), (False, "不满足")):
            if wanted not in answers:
                fault = PolicyFault(
                    Place(file), f"没有一个例子{words}条款“{article}”", "", "补一个例子"
                )
                yield str(fault)


def policy_alone(policy: Policy) -> Policy:
    """The policy without ties to others."""
    return replace(policy, excluded_by=(), higher_one="", triggers=())


def check_folder(home: Path | None = None) -> Iterator[str]:
    """Loads every policy of a folder and runs every example; yields what is wrong, in words."""
    folders = policy_folders(home) if home else policy_folders()
    try:
        book = load_book(home) if home else load_book()
    except PolicyFault as fault:
        yield str(fault)
        return
    for folder in folders:
        file = f"{folder.name}/examples.toml"
        path = folder / "examples.toml"
        try:
            text = path.read_text("utf-8") if path.exists() else ""
            yield from faults_of(book, book[folder.name], read_examples(text, file, book), file)
        except (PolicyFault, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
            yield str(fault)
