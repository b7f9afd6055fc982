"""What is wrong in a policy or in facts: where, what, why, and what to do about it."""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Place:
    """A place in a file. Lines and columns count from 1; 0 means the whole file or line."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class PolicyFault(Exception):
    """A policy that cannot be used. Says where, what, why and what to do."""

    def __init__(self, place: Place, what: str, why: str = "", to_do: str = "") -> None:
        self.place, self.what, self.why, self.to_do = place, what, why, to_do
        super().__init__(str(self))

    def __str__(self) -> str:
        sentences = [self.what, self.why, self.to_do and f"请{self.to_do}"]
        return f"{self.place}：" + "".join(f"{s}。" for s in sentences if s)


class FactFault(Exception):
    """Facts that cannot be judged: which person, which fact, what to do."""


def nearest(word: str, known: list[str]) -> str:
    """What to do about an unknown name: the likely one, or the whole list."""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"改成 {found[0]}" if found else f"从这些里选：{'、'.join(known)}"
