"""The book of a day: shipped policies, and in their place what the city has released."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import F, Q

from nuanban.eligibility.enums import VersionState
from nuanban.eligibility.models import PolicyVersion
from nuanban.rulebook.book import HOME, Book, load_book
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.judge import Judge
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.reading import Texts, read_policy


@lru_cache(1)
def shipped() -> Book:
    """The policies that come with the program."""
    return load_book()


def shipped_texts(policy: str) -> tuple[str, str, str]:
    """The three texts of a shipped policy, as they stand in its folder."""
    if policy not in shipped():
        raise KeyError(policy)
    paths = (HOME / policy / f"{name}.toml" for name in ("policy", "numbers", "examples"))
    policy_text, numbers, examples = (p.read_text("utf-8") if p.exists() else "" for p in paths)
    return policy_text, numbers, examples


def released(day: date) -> list[PolicyVersion]:
    """The city's own texts in force on `day`, one for each policy.

    A policy of the city's own that was taken back stays, as one that is no longer offered:
    people still have what it gave them.
    """
    begun = PolicyVersion.objects.filter(in_force_from__lte=day).order_by("policy")
    # What was withdrawn later applied until then: past days keep their book.
    applied = Q(state=VersionState.RELEASED) | Q(withdrawn_on__gt=day)
    found = list(begun.filter(applied).order_by(*_NEWEST).distinct("policy"))
    named = {version.policy for version in found} | set(shipped())
    over = begun.filter(withdrawn_on__gt=F("in_force_from")).exclude(policy__in=named)
    return found + list(over.order_by(*_NEWEST).distinct("policy"))


_NEWEST = ("policy", "-in_force_from", "-number")
# A text never changes once it is released; until when it applies may.
Keys = tuple[tuple[UUID, date | None], ...]


def _keys(day: date) -> Keys:
    return tuple((version.pk, version.withdrawn_on) for version in released(day))


def book_on(day: date) -> Book:
    """All policies as they stand on `day`."""
    return _book(_keys(day))


@lru_cache(8)
def _book(keys: Keys) -> Book:
    return assembled(PolicyVersion.objects.filter(pk__in=[key for key, _until in keys]))


def assembled(versions: Iterable[PolicyVersion]) -> Book:
    """The shipped book with these texts in it; raises PolicyFault. Nothing is kept."""
    own = {version.policy: policy_of(version) for version in versions}
    return Book([*(p for name, p in shipped().items() if name not in own), *own.values()])


def turning_days(since: date) -> list[date]:
    """The day, and the later ones on which a released text begins."""
    later = PolicyVersion.objects.filter(state=VersionState.RELEASED, in_force_from__gt=since)
    found = later.values_list("in_force_from", flat=True)
    return [since, *sorted({day for day in found if day is not None})]


def policy_of(version: PolicyVersion) -> Policy:
    """The policy of a text; raises PolicyFault where it cannot be used."""
    policy = read_policy(Texts(version.policy_text, version.numbers_text), CITY)
    if version.withdrawn_on is None or version.policy in shipped():
        return policy
    last = version.withdrawn_on - timedelta(days=1)
    return replace(policy, in_force_until=min(last, policy.in_force_until or last))


@lru_cache(64)
def _judge(keys: Keys, day: date, place: str) -> Judge:
    return Judge(_book(keys), day, place)


def judge_on(day: date, place: str) -> Judge:
    """The book made ready for one day and place; made once, used often."""
    return _judge(_keys(day), day, place)


def version_words(policy: str, day: date) -> str:
    """Which text of a policy is in force on `day`: `shipped`, or the city's version."""
    for version in released(day):
        if version.policy == policy:
            return f"{version.number}"
    return "shipped"
