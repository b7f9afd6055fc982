"""Who is to be given what, reckoned person by person: not by the sweep, nor from its changes."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from nuanban.eligibility import queries as eligibility
from nuanban.proactive.models import Grant, Run
from nuanban.proactive.periods import period_key
from nuanban.rulebook.book import Book
from nuanban.rulebook.judge import Judged
from nuanban.rulebook.policy import Verdict

Due = tuple[UUID, str, str]


def expected(run: Run) -> set[Due]:
    """Person, policy and period of everybody who gets something and is not only reminded."""
    judge = eligibility.judge_on(run.day, run.place)
    people = eligibility.facts_of_city(run.day, run.known_at)
    return {
        (UUID(facts["person_id"]), policy, key)
        for facts in people.iter_rows(named=True)
        for policy, key in _yes(judge.judge(facts), judge.book, run.day)
    }


def _yes(judged: list[Judged], book: Book, day: date) -> Iterator[tuple[str, str]]:
    for one in judged:
        policy = book[one.policy]
        if one.verdict == Verdict.YES and not policy.notice_days:
            yield policy.id, period_key(policy.period, day)


def given() -> set[Due]:
    """What there is, whatever its state."""
    rows = Grant.objects.values_list("resident_id", "policy", "period_key")
    return set(rows.iterator(chunk_size=50_000))
