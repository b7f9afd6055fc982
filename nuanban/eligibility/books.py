"""The book of a day: shipped policies, and in their place what the city has released."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from nuanban.eligibility.enums import VersionState
from nuanban.eligibility.models import PolicyVersion
from nuanban.rulebook.book import Book, load_book
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.judge import Judge
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.reading import Texts, read_policy


@lru_cache(1)
def shipped() -> Book:
    """The policies that come with the program."""
    return load_book()


def released(day: date) -> list[PolicyVersion]:
    """The city's own texts in force on `day`, one for each policy."""
    rows = PolicyVersion.objects.filter(state=VersionState.RELEASED, in_force_from__lte=day)
    newest = rows.order_by("policy", "-in_force_from", "-number").distinct("policy")
    return list(newest)


def book_on(day: date) -> Book:
    """All policies as they stand on `day`."""
    return _book(tuple(version.pk for version in released(day)))


@lru_cache(8)
def _book(versions: tuple[UUID, ...]) -> Book:
    book = shipped()
    for version in PolicyVersion.objects.filter(pk__in=versions).order_by("policy"):
        book = book.with_policy(policy_of(version))
    return book


def policy_of(version: PolicyVersion) -> Policy:
    """The policy of a text; raises PolicyFault where it cannot be used."""
    texts = Texts(version.policy_text, version.numbers_text)
    return read_policy(texts, CITY)


@lru_cache(64)
def _judge(versions: tuple[UUID, ...], day: date, place: str) -> Judge:
    return Judge(_book(versions), day, place)


def judge_on(day: date, place: str) -> Judge:
    """The book made ready for one day and place; made once, used often."""
    return _judge(tuple(version.pk for version in released(day)), day, place)


def version_words(policy: str, day: date) -> str:
    """Which text of a policy is in force on `day`: `shipped`, or the city's version."""
    for version in released(day):
        if version.policy == policy:
            return f"{version.number}"
    return "shipped"
