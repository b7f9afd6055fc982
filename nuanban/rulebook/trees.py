"""What an expression is after reading: a small tree with types. No names of Python inside."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nuanban.rulebook.facts import Fact, Kind


@dataclass(frozen=True)
class Type:
    """Kind, unit (fen, years, …; empty: a bare number), and the largest size it may reach."""

    kind: Kind
    unit: str = ""
    most: int = 0


BOOL = Type(Kind.BOOL)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)


@dataclass(frozen=True)
class Known:
    """A fact of the person."""

    fact: Fact
    type: Type


@dataclass(frozen=True)
class Number:
    """A number of the policy, by name: its value depends on day and place."""

    name: str
    type: Type


@dataclass(frozen=True)
class Literal:
    """A value written out."""

    value: bool | int | str
    type: Type


@dataclass(frozen=True)
class Compare:
    """`left op right` with one of == != < <= > >=."""

    op: str
    left: "Tree"
    right: "Tree"
    type: Type = BOOL


@dataclass(frozen=True)
class OneOf:
    """Whether a text or number is one of some written values."""

    of: "Tree"
    values: tuple[int | str, ...]
    is_negated: bool = False
    type: Type = BOOL


@dataclass(frozen=True)
class All:
    """Every part holds (Kleene: a false part outweighs an unknown one)."""

    parts: tuple["Tree", ...]
    type: Type = BOOL


@dataclass(frozen=True)
class Some:
    """At least one part holds."""

    parts: tuple["Tree", ...]
    type: Type = BOOL


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Tree"
    type: Type = BOOL


@dataclass(frozen=True)
class Reckon:
    """`left op right` with one of + - * // min max."""

    op: str
    left: "Tree"
    right: "Tree"
    type: Type


@dataclass(frozen=True)
class Call:
    """A function of the language, with words that were written out (division prefixes)."""

    name: str
    parts: tuple["Tree", ...]
    type: Type
    words: tuple[str, ...] = field(default=())


Tree = Known | Number | Literal | Compare | OneOf | All | Some | Not | Reckon | Call


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """The trees right below."""
    match tree:
        case Compare(_, left, right) | Reckon(_, left, right):
            return (left, right)
        case All(parts) | Some(parts) | Call(_, parts):
            return parts
        case Not(part) | OneOf(part):
            return (part,)
        case _:
            return ()


def facts_in(tree: Tree) -> Iterator[Fact]:
    """Every fact that stands in the tree, as often as it stands there."""
    if isinstance(tree, Known):
        yield tree.fact
    for part in parts_of(tree):
        yield from facts_in(part)


def numbers_in(tree: Tree) -> Iterator[str]:
    """Names of the numbers in the tree."""
    if isinstance(tree, Number):
        yield tree.name
    for part in parts_of(tree):
        yield from numbers_in(part)


def calls_in(tree: Tree) -> Iterator[Call]:
    """Every call of a function in the tree."""
    if isinstance(tree, Call):
        yield tree
    for part in parts_of(tree):
        yield from calls_in(part)


def is_decisive(tree: Tree) -> bool:
    """True where unknown parts may be outweighed: only and, or and not."""
    return isinstance(tree, All | Some | Not)
