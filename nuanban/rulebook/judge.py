"""One person: YES, NO with every reason, or ASK with every missing fact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from nuanban.rulebook.book import Book
from nuanban.rulebook.closures import Facts, Numbers, Open, compiled
from nuanban.rulebook.dated_numbers import Choices, trimmed
from nuanban.rulebook.exclusions import Standing, after_exclusions
from nuanban.rulebook.policy import Policy, Verdict

NOT_OFFERED = "not_offered"
HIGHER_ONE = "higher_one"


@dataclass(frozen=True)
class Reason:
    """An article of the policy and the sentence to say."""

    article: str
    text: str


class Judged(NamedTuple):
    """What one policy means for one person on one day.

    `amount_fen`: 0 for NO, None for ASK. `failed`: articles that do not hold.
    """

    policy: str
    verdict: Verdict
    amount_fen: int | None
    period: str
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    excluded_by: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of the contract."""
        return {
            "policy": self.policy,
            "verdict": self.verdict.value,
            "amount_fen": self.amount_fen,
            "period": self.period,
            "because": [{"article": r.article, "text": r.text} for r in self.because],
            "missing": list(self.missing),
            "excluded_by": self.excluded_by,
        }


_NOTHING = Standing(False, 0)


def _not_offered(policy: Policy) -> Judged:
    reason = Reason(NOT_OFFERED, "这项政策今天在这个地方没有施行。")
    period = policy.period.value
    return Judged(policy.id, Verdict.NO, 0, period, (reason,), failed=(NOT_OFFERED,))


class _Prepared:
    """One policy made ready for a day and a place."""

    def __init__(self, policy: Policy, choices: Choices, day: date, place: str) -> None:
        self.policy, self.choices = policy, choices
        self.open = Open(day, place, policy.division)
        self.answers = [compiled(c.tree, day, place) for c in policy.conditions]
        self.bands = [
            (band, compiled(band.when, day, place) if band.when else None, amount)
            for band in policy.bands
            for amount in [compiled(band.fen, day, place)]
        ]
        self._numbers: dict[str | None, Numbers] = {}
        # Said again and again: made once.
        self.because = tuple(Reason(c.article, c.says) for c in policy.conditions)
        self.reasons = [Reason(c.article, c.fails) for c in policy.conditions]
        self.vocabulary = policy.facts()
        self.period = policy.period.value

    def numbers(self, facts: Facts) -> Numbers:
        """The policy's numbers for the person's division."""
        division = facts[self.policy.division] if self.choices else None
        known = self._numbers.get(division)
        if known is None:
            known = {name: choice.of(division) for name, choice in self.choices.items()}
            self._numbers[division] = known
        return known

    def look(self, facts: Facts) -> tuple[Numbers, list[bool | None]]:
        """The person's numbers, and the answer of every condition."""
        numbers = self.numbers(facts)
        return numbers, [answer(facts, numbers) for answer in self.answers]

    def stands(self, facts: Facts, numbers: Numbers, found: list[bool | None]) -> Standing:
        """The policy alone, before exclusions; `found` are the answers of its conditions."""
        if False in found:
            return _NOTHING
        amount = self._amount(facts, numbers)
        if amount is not None and None not in found:
            return Standing(True, amount)
        return Standing(None, amount, frozenset(self._missing(facts, numbers)))

    def _amount(self, facts: Facts, numbers: Numbers) -> int | None:
        for _band, when, amount in self.bands:
            chosen = True if when is None else when(facts, numbers)
            if chosen is None:
                return None
            if chosen:
                found: int | None = amount(facts, numbers)
                return found
        return 0

    def _missing(self, facts: Facts, numbers: Numbers) -> set[str]:
        found = set[str]()
        for condition in self.policy.conditions:
            found |= self.open.missing(condition.tree, facts, numbers)
        for band, when, _amount in self.bands:
            chosen = True if when is None else when(facts, numbers)
            if chosen is None and band.when is not None:
                return found | self.open.missing(band.when, facts, numbers)
            if chosen:
                return found | self.open.missing(band.fen, facts, numbers)
        return found

    def failed(self, found: list[bool | None]) -> list[Reason]:
        """What to say of conditions that do not hold."""
        return [self.reasons[turn] for turn, answer in enumerate(found) if answer is False]

    def undecided(
        self, facts: Facts, numbers: Numbers, found: list[bool | None]
    ) -> Iterator[Reason]:
        """What to ask for each condition that is open."""
        for condition, answer in zip(self.policy.conditions, found, strict=True):
            if answer is None:
                names = sorted(self.open.missing(condition.tree, facts, numbers))
                asked = self.vocabulary
                words = "".join(asked[name].question for name in names if name in asked)
                yield Reason(condition.article, words)


class Judge:
    """A book made ready for one day and one place; judges as many people as you like."""

    def __init__(self, book: Book, day: date, place: str) -> None:
        self.book, self.day, self.place = book, day, trimmed(place)
        self.offered: dict[str, _Prepared] = {}
        self._not_offered: dict[str, Judged] = {}
        for policy in book.values():
            choices = policy.choices(day, self.place)
            if choices is not None and policy.is_offered(day, self.place):
                self.offered[policy.id] = _Prepared(policy, choices, day, self.place)
            else:
                self._not_offered[policy.id] = _not_offered(policy)
        self._out = dict.fromkeys(self._not_offered, _NOTHING)
        self._blank: dict[str, Any] = dict.fromkeys(book.vocabulary)

    def judge(self, facts: Mapping[str, Any]) -> list[Judged]:
        """The verdicts of all policies about one person, in the order of their ids."""
        whole = self._blank | dict(facts)
        looks = {name: ready.look(whole) for name, ready in self.offered.items()}
        before = self._out | {
            name: ready.stands(whole, *looks[name]) for name, ready in self.offered.items()
        }
        after = after_exclusions(self.book, before)
        return [
            self._told(ready, whole, after[name], *looks[name])
            if (ready := self.offered.get(name))
            else self._not_offered[name]
            for name in self.book
        ]

    def _told(
        self,
        ready: _Prepared,
        facts: Facts,
        standing: Standing,
        numbers: Numbers,
        found: list[bool | None],
    ) -> Judged:
        policy, period = ready.policy, ready.period
        if standing.holds:
            return Judged(policy.id, Verdict.YES, standing.amount, period, ready.because)
        if standing.holds is None:
            because = tuple(ready.undecided(facts, numbers, found))
            missing = tuple(sorted(standing.missing))
            return Judged(policy.id, Verdict.ASK, None, period, because, missing)
        reasons = ready.failed(found)
        failed = tuple([reason.article for reason in reasons])
        excluded_by = standing.excluded_by or None
        if excluded_by:
            reasons.append(self._excluded(policy, excluded_by))
        because = tuple(reasons)
        return Judged(policy.id, Verdict.NO, 0, period, because, (), failed, excluded_by)

    def _excluded(self, policy: Policy, by: str) -> Reason:
        for exclusion in policy.excluded_by:
            if exclusion.policy == by:
                return Reason(exclusion.article, exclusion.says)
        title = self.book[by].title
        return Reason(HIGHER_ONE, f"已经可以领“{title}”，同类补贴只领金额高的一项。")
