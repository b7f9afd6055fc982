"""One person: YES, NO with every reason, or ASK with every missing fact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from nuanban.rulebook.book import Book
from nuanban.rulebook.closures import Answer, Facts, Numbers, Open, compiled
from nuanban.rulebook.dated_numbers import Choices, trimmed
from nuanban.rulebook.exclusions import Standing, after_exclusions
from nuanban.rulebook.policy import Condition, Policy, Verdict

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


class _Prepared:
    """One policy made ready for a day and a place."""

    def __init__(self, policy: Policy, choices: Choices, day: date, place: str) -> None:
        self.policy, self.choices = policy, choices
        self.open = Open(day, place, policy.division)
        self.conditions: list[tuple[Condition, Answer]] = [
            (condition, compiled(condition.tree, day, place)) for condition in policy.conditions
        ]
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

    def numbers(self, facts: Facts) -> Numbers:
        """The policy's numbers for the person's division."""
        division = facts[self.policy.division] if self.choices else None
        known = self._numbers.get(division)
        if known is None:
            known = {name: choice.of(division) for name, choice in self.choices.items()}
            self._numbers[division] = known
        return known

    def stands(self, facts: Facts) -> Standing:
        """The policy alone, before exclusions."""
        numbers = self.numbers(facts)
        holds: bool | None = True
        for _condition, answer in self.conditions:
            found = answer(facts, numbers)
            if found is False:
                return Standing(False, 0)
            if found is None:
                holds = None
        amount = self._amount(facts, numbers)
        if holds and amount is not None:
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
        for condition, _answer in self.conditions:
            found |= self.open.missing(condition.tree, facts, numbers)
        for band, when, _amount in self.bands:
            chosen = True if when is None else when(facts, numbers)
            if chosen is None and band.when is not None:
                return found | self.open.missing(band.when, facts, numbers)
            if chosen:
                return found | self.open.missing(band.fen, facts, numbers)
        return found

    def failed(self, facts: Facts) -> list[Reason]:
        """What to say of conditions that do not hold."""
        numbers = self.numbers(facts)
        pairs = zip(self.conditions, self.reasons, strict=True)
        return [reason for (_, answer), reason in pairs if answer(facts, numbers) is False]

    def undecided(self, facts: Facts) -> Iterator[Reason]:
        """What to ask for each condition that is open."""
        numbers, vocabulary = self.numbers(facts), self.vocabulary
        for condition, answer in self.conditions:
            if answer(facts, numbers) is None:
                names = sorted(self.open.missing(condition.tree, facts, numbers))
                words = "".join(vocabulary[n].question for n in names if n in vocabulary)
                yield Reason(condition.article, words)


class Judge:
    """A book made ready for one day and one place; judges as many people as you like."""

    def __init__(self, book: Book, day: date, place: str) -> None:
        self.book, self.day, self.place = book, day, trimmed(place)
        self.prepared: dict[str, _Prepared | None] = {}
        for policy in book.values():
            choices = policy.choices(day, self.place)
            is_offered = choices is not None and policy.is_offered(day, self.place)
            self.prepared[policy.id] = (
                _Prepared(policy, choices or {}, day, self.place) if is_offered else None
            )
        self._blank: dict[str, Any] = dict.fromkeys(book.vocabulary)

    def judge(self, facts: Mapping[str, Any]) -> list[Judged]:
        """The verdicts of all policies about one person, in the order of their ids."""
        whole = self._blank | dict(facts)
        before = {
            name: ready.stands(whole) if ready else Standing(False, 0)
            for name, ready in self.prepared.items()
        }
        after = after_exclusions(self.book, before)
        return [self._told(self.book[name], whole, after[name]) for name in self.book]

    def _told(self, policy: Policy, facts: Facts, standing: Standing) -> Judged:
        period = policy.period.value
        ready = self.prepared[policy.id]
        if ready is None:
            reason = Reason(NOT_OFFERED, "这项政策今天在这个地方没有施行。")
            return Judged(policy.id, Verdict.NO, 0, period, (reason,), failed=(NOT_OFFERED,))
        if standing.holds:
            return Judged(policy.id, Verdict.YES, standing.amount, period, ready.because)
        if standing.holds is None:
            because = tuple(ready.undecided(facts))
            missing = tuple(sorted(standing.missing))
            return Judged(policy.id, Verdict.ASK, None, period, because, missing)
        reasons = ready.failed(facts)
        failed = tuple(reason.article for reason in reasons)
        if standing.excluded_by:
            reasons.append(self._excluded(policy, standing.excluded_by))
        return Judged(
            policy.id,
            Verdict.NO,
            0,
            period,
            tuple(reasons),
            failed=failed,
            excluded_by=standing.excluded_by or None,
        )

    def _excluded(self, policy: Policy, by: str) -> Reason:
        for exclusion in policy.excluded_by:
            if exclusion.policy == by:
                return Reason(exclusion.article, exclusion.says)
        title = self.book[by].title
        return Reason(HIGHER_ONE, f"已经可以领“{title}”，同类补贴只领金额高的一项。")
