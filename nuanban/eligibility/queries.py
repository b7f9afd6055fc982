"""Questions others may ask: facts, books, what somebody is entitled to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanban.accounts import queries as accounts
from nuanban.eligibility.books import book_on, judge_on, policy_of, released, shipped, version_words
from nuanban.eligibility.checking import Checked, PolicyTexts, check
from nuanban.eligibility.children import children_of
from nuanban.eligibility.current import current_facts, people_on_list
from nuanban.eligibility.enums import OPEN_STATES, Department, VersionState
from nuanban.eligibility.households import one_per_household
from nuanban.eligibility.models import Coverage, PolicyVersion, Record
from nuanban.eligibility.population import facts_of_city, one_snapshot
from nuanban.eligibility.whole_lists import FROM_STATUS, NOT_LISTED
from nuanban.residents import queries as residents
from nuanban.residents.enums import StatusKind
from nuanban.residents.queries import Resident
from nuanban.rulebook.facts import CITY, Kind
from nuanban.rulebook.judge import Judged

__all__ = [
    "PolicyTexts",
    "PolicyVersion",
    "Record",
    "book_on",
    "current_facts",
    "facts_of_city",
    "judge_on",
    "one_per_household",
    "one_snapshot",
    "people_on_list",
    "policy_of",
    "released",
    "shipped",
    "version_words",
]


@dataclass(frozen=True)
class Said:
    """A fact of a person with who says so; None: not known."""

    name: str
    title: str
    value: Any
    source: str


def facts_of(resident: Resident, day: date, known_at: datetime) -> dict[str, Any]:
    """The facts of one person, as the sweep would see them."""
    said = {one.name: one.value for one in said_of(resident, day, known_at)}
    home = residents.household_on(resident, day, known_at)
    household = str(home.household_id) if home else None
    return {"person_id": str(resident.pk), "household_id": household, **said}


def said_of(resident: Resident, day: date, known_at: datetime) -> list[Said]:
    """Every fact of the vocabulary, with its source."""
    found: dict[str, tuple[Any, str]] = {}
    for record in records_of(resident, known_at):
        label = str(Department(record.department).label)
        for name, value in record.facts.items():
            found.setdefault(name, (_read(name, value), label))
    for name, value in _of_statuses(resident, day).items():
        found.setdefault(name, (value, "个人档案"))
    for name, value in _of_file(resident).items():
        found.setdefault(name, (value, "个人档案"))
    for name, value in children_of(resident, day, known_at).items():
        found.setdefault(name, (value, "户里登记的孩子"))
    for department in Coverage.objects.filter(whole_since__lte=known_at):
        label = f"不在{Department(department.department).label}的名册上"
        for name, value in NOT_LISTED.get(Department(department.department), {}).items():
            found.setdefault(name, (value, label))
    return [Said(n, f.title, *found.get(n, (None, ""))) for n, f in CITY.items()]


def records_of(resident: Resident, known_at: datetime) -> list[Record]:
    """What departments say of a person, as known at a moment; the newest first."""
    current = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    found = Record.objects.filter(current, resident=resident, recorded_at__lte=known_at)
    in_one_moment = sorted(found, key=lambda r: (r.department != Department.COUNTER, r.department))
    return sorted(in_one_moment, key=lambda record: record.recorded_at, reverse=True)


def seen_at_counter(resident_id: UUID) -> dict[str, Any]:
    """What colleagues saw, without what a department has said anew since; as it is kept."""
    current = list(Record.objects.filter(resident_id=resident_id, superseded_at=None))
    seen = next((r for r in current if r.department == Department.COUNTER), None)
    if seen is None:
        return {}
    newer = {name for r in current if r.recorded_at > seen.recorded_at for name in r.facts}
    return {name: value for name, value in seen.facts.items() if name not in newer}


def _read(name: str, value: Any) -> Any:
    is_day = name in CITY and CITY[name].kind == Kind.DATE
    return date.fromisoformat(value) if is_day and isinstance(value, str) else value


def _of_file(resident: Resident) -> dict[str, Any]:
    found = {
        "birth_date": resident.birth_on,
        "sex": resident.sex or None,
        "registered_division": resident.registered_division_id,
        "resident_division": resident.resident_division_id,
    }
    return {name: value for name, value in found.items() if value is not None}


def _of_statuses(resident: Resident, day: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status in residents.statuses_of(resident, day).order_by("recorded_at"):
        kind = StatusKind(status.kind)
        for name, value in FROM_STATUS.get(kind, {}).items():
            found.setdefault(name, value)
        if kind == StatusKind.DISABILITY:
            found |= {
                "has_disability_certificate": True,
                "disability_category": int(status.category),
                "disability_level": status.level,
                "disability_expires_on": status.valid_to,
            }
        if kind == StatusKind.DECEASED:
            found["death_date"] = status.valid_from
    return found


def judged(resident: Resident, day: date, known_at: datetime, place: str) -> list[Judged]:
    """What the book of `day` says of one person, on all policies."""
    return judge_on(day, place).judge(facts_of(resident, day, known_at))


def version_by_id(version_id: UUID) -> PolicyVersion | None:
    """One text of a policy."""
    found = PolicyVersion.objects.select_related("written_by", "released_by", "withdrawn_by")
    return found.filter(pk=version_id).first()


def versions_of(policy: str) -> QuerySet[PolicyVersion]:
    """All texts of a policy, newest first."""
    found = PolicyVersion.objects.select_related("written_by", "released_by", "withdrawn_by")
    return found.filter(policy=policy).order_by("-number")


def open_versions() -> dict[str, PolicyVersion]:
    """Drafts and proposals by policy."""
    found = PolicyVersion.objects.filter(state__in=OPEN_STATES).select_related("written_by")
    return {version.policy: version for version in found}


def coming(day: date) -> dict[str, PolicyVersion]:
    """Released texts that begin after `day`, the next one of each policy."""
    found = PolicyVersion.objects.filter(state=VersionState.RELEASED, in_force_from__gt=day)
    return {version.policy: version for version in found.order_by("-in_force_from", "number")}


def texts_of(version: PolicyVersion) -> PolicyTexts:
    """The three texts of a version."""
    return PolicyTexts(version.policy_text, version.numbers_text, version.examples_text)


def checked(version: PolicyVersion, day: date) -> Checked:
    """The version beside the book of a day: faults, examples."""
    return check(texts_of(version), version.policy, book_on(day), version.department)


def writers_of(version: PolicyVersion) -> str:
    """Names of everybody who had a hand in a text."""
    found = accounts.users().filter(pk__in=version.hands)
    return "、".join(found.values_list("name", flat=True))
