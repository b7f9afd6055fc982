"""Whether texts of a policy can be used: faults with line and column, and what examples say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nuanban.lib.money import yuan
from nuanban.rulebook.book import Book
from nuanban.rulebook.examples import (
    Example,
    differences,
    faults_of,
    read_examples,
    run_example,
)
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.faults import FactFault, Place, PolicyFault
from nuanban.rulebook.judge import Judged
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.reading import Texts, read_policy

EXAMPLES_FILE = "examples.toml"
FILES = {"policy.toml": "条文", "numbers.toml": "数", EXAMPLES_FILE: "例子"}
MOST_EXAMPLES = 200
ODD_SHAPE = "有的地方写法不对（例如该写一组的只写了一个），请对照别的政策。"
_SHAPES = (AttributeError, TypeError, KeyError, ValueError, RecursionError)


@dataclass(frozen=True)
class PolicyTexts:
    """The three texts of a policy, as TOML."""

    policy: str
    numbers: str
    examples: str


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where; line and column count from 1, 0 is the whole text."""

    where: str
    line: int
    column: int
    what: str


@dataclass(frozen=True)
class Tried:
    """One example: what was expected, what came out; `wrong` is empty when they agree."""

    turn: int
    name: str
    expected: Mapping[str, Any]
    judged: Judged
    wrong: list[str]
    example: Example
    wanted_words: str = ""
    found_words: str = ""


@dataclass(frozen=True)
class Checked:
    """A policy that was looked at. Without faults it may be released."""

    policy: Policy | None = None
    book: Book | None = None
    faults: list[Fault] = field(default_factory=list)
    examples: list[Tried] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """No fault, and every example comes out as expected."""
        return not self.faults and self.policy is not None


def check(texts: PolicyTexts, policy_id: str, book: Book, department: str = "") -> Checked:
    """Reads the texts, puts the policy into the book and runs its examples.

    `department` answers for it; empty: whichever.
    """
    try:
        policy = read_policy(Texts(texts.policy, texts.numbers), CITY)
        _same_id(policy, policy_id)
        _same_department(policy, department)
        whole = book.with_policy(policy)
    except PolicyFault as fault:
        return Checked(faults=[_fault(fault)])
    except _SHAPES:
        return Checked(faults=[Fault(FILES["policy.toml"], 0, 0, ODD_SHAPE)])
    try:
        examples = read_examples(texts.examples, EXAMPLES_FILE, whole)
        return _tried(policy, whole, examples[:MOST_EXAMPLES])
    except PolicyFault as fault:
        return Checked(policy, whole, [_fault(fault)])
    except FactFault as fault:
        return Checked(policy, whole, [Fault(FILES[EXAMPLES_FILE], 0, 0, str(fault))])
    except _SHAPES:
        return Checked(policy, whole, [Fault(FILES[EXAMPLES_FILE], 0, 0, ODD_SHAPE)])


def _same_id(policy: Policy, policy_id: str) -> None:
    if policy.id != policy_id:
        raise PolicyFault(
            Place("policy.toml"), f"id 是“{policy.id}”", "", f"改回 {policy_id}；新的政策请用“复制”"
        )


def _same_department(policy: Policy, department: str) -> None:
    if department and policy.department != department:
        raise PolicyFault(
            Place("policy.toml"),
            f"department 是“{policy.department}”，这一份归{department}",
            "",
            f"改回{department}；换部门由不限部门的经办人写",
        )


def _tried(policy: Policy, book: Book, examples: Sequence[Example]) -> Checked:
    rows = []
    for turn, example in enumerate(examples):
        judged = run_example(book, policy.id, example)
        wrong = differences(judged, example.expected)
        wanted, found = expected_words(example.expected, policy), judged_words(judged, policy)
        expected = example.expected
        rows.append(Tried(turn, example.name, expected, judged, wrong, example, wanted, found))
    faults = [
        Fault(FILES[EXAMPLES_FILE], 0, 0, f"例子“{row.name}”和算出来的不一样。")
        for row in rows
        if row.wrong
    ]
    # Those that came out wrong are told above; what no example tries is told here.
    wrong_names = {f"（{row.name}）" for row in rows if row.wrong}
    for words in faults_of(book, policy, list(examples), EXAMPLES_FILE):
        if not any(name in words for name in wrong_names):
            faults.append(Fault(FILES[EXAMPLES_FILE], 0, 0, words.partition("：")[2] or words))
    return Checked(policy, book, faults, rows)


_VERDICTS = {"YES": "符合", "NO": "不符合", "ASK": "要问"}


def judged_words(judged: Judged, policy: Policy) -> str:
    """What came out, for people."""
    found = {
        "verdict": judged.verdict.value,
        "amount_fen": judged.amount_fen,
        "failed": list(judged.failed),
        "missing": list(judged.missing),
        "excluded_by": judged.excluded_by,
    }
    return expected_words(found, policy)


def expected_words(expected: Mapping[str, Any], policy: Policy) -> str:
    """A verdict with its amount, the conditions that fail and the facts that are missing."""
    parts = [_VERDICTS.get(str(expected.get("verdict")), str(expected.get("verdict")))]
    amount = expected.get("amount_fen")
    if isinstance(amount, int) and amount:
        parts.append(yuan(amount))
    says = {condition.article: condition.says for condition in policy.conditions}
    listed = expected.get("failed") or []
    parts += [f"不满足“{says.get(str(name), name)}”" for name in listed]
    parts += [CITY[n].title if n in CITY else str(n) for n in expected.get("missing") or []]
    if expected.get("excluded_by"):
        parts.append("有别的政策在先")
    return "，".join(parts)


def _fault(fault: PolicyFault) -> Fault:
    file, _, _rest = fault.place.file.partition("（")
    where = FILES.get(file.rpartition("/")[2], fault.place.file)
    words = str(fault).partition("：")[2]
    return Fault(where, fault.place.line, fault.place.column, words)
