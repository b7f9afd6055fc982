"""Questions others may ask about people. Nobody browses the city: every list begins with a key."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuanban.lib.id_numbers import IdNumberFault, read_id_number, tidy_number
from nuanban.lib.names import mask_name, match_form
from nuanban.residents.contacts import Contact, contacts_of
from nuanban.residents.enums import Group, IdentityKind, StatusKind
from nuanban.residents.groups import Membership, in_groups, memberships
from nuanban.residents.holders import count_holding, holders_of, names_of, people_holding
from nuanban.residents.households import (
    births_in,
    household_on,
    households_of_city,
    housemates_of,
    now_members,
    now_of,
)
from nuanban.residents.models import (
    Household,
    HouseholdMember,
    Identity,
    Merge,
    Relative,
    Resident,
    Status,
)
from nuanban.residents.population import people_of_city, statuses_of_city
from nuanban.residents.sealed import index
from nuanban.residents.ways import Told, notice_for, notices_of, wakes

__all__ = [
    "Contact",
    "Household",
    "HouseholdMember",
    "Identity",
    "Membership",
    "Merge",
    "Relative",
    "Resident",
    "Status",
    "Told",
    "births_in",
    "contacts_of",
    "count_holding",
    "holders_of",
    "household_on",
    "households_of_city",
    "housemates_of",
    "in_groups",
    "names_of",
    "notice_for",
    "notices_of",
    "now_members",
    "now_of",
    "people_holding",
    "people_of_city",
    "statuses_of_city",
    "wakes",
]
MOST_FOUND = 20
_DATE = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")
_LONGEST_QUERY = 60


@dataclass(frozen=True)
class Found:
    """Search result: at most 20 people; `too_many` asks for one more detail."""

    residents: Sequence[Resident]
    too_many: bool
    hint: str


def current() -> QuerySet[Resident]:
    """People on file, absorbed duplicates left out."""
    return Resident.objects.filter(merged_into=None)


def by_id(resident_id: UUID) -> Resident | None:
    """The person with this id; an absorbed record leads to the one that was kept."""
    resident = Resident.objects.select_related("merged_into").filter(pk=resident_id).first()
    while resident is not None and resident.merged_into is not None:
        resident = resident.merged_into
    return resident


def elders_at_home(age: int, today: date) -> QuerySet[Resident]:
    """Those of this age and more whose home is known, the oldest first."""
    born = date(today.year - age, 1, 1)
    found = current().filter(birth_on__lt=born, resident_division__isnull=False)
    return found.order_by("birth_on", "id")


def by_number(number: str, kinds: Iterable[IdentityKind] = IdentityKind) -> Resident | None:
    """The person whose paper has this number (18 characters for ID cards)."""
    indexes = [(kind, index(kind, number)) for kind in kinds]
    wanted = Q()
    for kind, value in indexes:
        wanted |= Q(kind=kind, number_index=value)
    found = Identity.objects.filter(wanted, withdrawn_at=None).select_related("resident").first()
    return found.resident if found else None


def by_id_card(number: str) -> Resident | None:
    """The person with this ID card number of 18 characters."""
    return by_number(number, [IdentityKind.ID_CARD])


def search(text: str, *, today: date) -> Found:
    """Finds people by card, ID number, name, pinyin, initials, birth date, phone or phone tail.

    Words may be combined: `王秀兰 1954-03-02`, `wxl 2201`.
    """
    words = text.replace("\x00", " ").replace("，", " ").split()
    if not words or len(text) > _LONGEST_QUERY:
        return Found([], False, "请输入姓名、拼音、出生日期、证件号或电话后四位。")
    wanted = Q()
    for word in words:
        wanted &= _clause(word, today)
    rows = list(current().filter(wanted).order_by("name", "birth_on")[: MOST_FOUND + 1])
    if len(rows) > MOST_FOUND:
        return Found(rows[:MOST_FOUND], True, "同名的人较多，请再加出生日期或电话后四位。")
    return Found(rows, False, "" if rows else "没有找到。可以换拼音、出生日期再找，或新登记。")


def _clause(word: str, today: date) -> Q:
    """One word of a search as a condition; words that can mean nobody match nobody."""
    typed = tidy_number(word)
    by_paper = Q(pk__in=_holders(typed, today)) if len(typed) >= 8 else Q(pk__in=[])
    born = _born(typed)
    if born:
        return Q(birth_on=born) | by_paper
    if typed.isdigit():
        return _phone(typed) | by_paper
    key = match_form(word)
    return Q(search_keys__contains=[key]) | by_paper if len(key) > 1 else Q(pk__in=[])


def _phone(digits: str) -> Q:
    if len(digits) == 4:
        return Q(phone_tail_index=index("phone-tail", digits))
    return Q(phone_index=index("phone", digits))


def _holders(typed: str, today: date) -> list[UUID]:
    try:
        numbers = {typed, read_id_number(typed, today=today).number}
    except IdNumberFault:
        numbers = {typed}
    keys = [index(kind, number) for kind in IdentityKind for number in numbers]
    held = Identity.objects.filter(number_index__in=keys, withdrawn_at=None)
    return list(held.values_list("resident_id", flat=True))


def _born(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def statuses_of(resident: Resident, day: date) -> QuerySet[Status]:
    """Statuses in force on `day`."""
    return Status.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        resident=resident,
        valid_from__lte=day,
        withdrawn_at=None,
    )


def all_statuses_of(resident: Resident) -> QuerySet[Status]:
    """Every status ever written down, withdrawn ones too."""
    return Status.objects.filter(resident=resident)


def memberships_of(resident: Resident, day: date) -> list[Membership]:
    """Groups of the person on `day`, with reasons."""
    return memberships(resident, statuses_of(resident, day), day)


def groups_of(resident: Resident, day: date) -> list[Group]:
    """Groups of the person on `day`, each once, in the order of the mission."""
    found = {m.group for m in memberships_of(resident, day)}
    return [group for group in Group if group in found]


def groups_of_many(ids: Sequence[UUID], day: date) -> dict[UUID, list[Group]]:
    """Groups of many people on `day`, in two queries."""
    held: dict[UUID, list[Status]] = {}
    in_force = Status.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        resident_id__in=ids,
        valid_from__lte=day,
        withdrawn_at=None,
    )
    for status in in_force:
        held.setdefault(status.resident_id, []).append(status)
    found = {}
    for resident in Resident.objects.filter(pk__in=ids).only("id", "birth_on"):
        of_person = {m.group for m in memberships(resident, held.get(resident.pk, []), day)}
        found[resident.pk] = [group for group in Group if group in of_person]
    return found


def is_alive(resident: Resident) -> bool:
    """False when a death is on file."""
    gone = Status.objects.filter(resident=resident, kind=StatusKind.DECEASED, withdrawn_at=None)
    return not gone.exists()


def identities_of(resident: Resident) -> QuerySet[Identity]:
    """Papers of the person, masked."""
    return Identity.objects.filter(resident=resident, withdrawn_at=None).order_by("kind")


def relatives_of(resident: Resident) -> QuerySet[Relative]:
    """Relatives of the person."""
    found = Relative.objects.filter(resident=resident, withdrawn_at=None)
    return found.select_related("other").order_by("recorded_at")


def status_by_id(status_id: UUID) -> Status | None:
    """One status."""
    return Status.objects.select_related("resident").filter(pk=status_id).first()


def merges_of(resident: Resident) -> QuerySet[Merge]:
    """Merges into this record, newest first."""
    found = Merge.objects.filter(kept=resident).select_related("absorbed")
    return found.order_by("-merged_at")


def merge_by_id(merge_id: UUID) -> Merge | None:
    """One merge."""
    return Merge.objects.select_related("kept", "absorbed").filter(pk=merge_id).first()


def likely_duplicates(resident: Resident) -> list[Resident]:
    """Records that may be the same person: same birth date and a name that sounds the same."""
    if resident.birth_on is None:
        return []
    same_day = current().filter(birth_on=resident.birth_on).exclude(pk=resident.pk)
    keys = set(resident.search_keys)
    return [r for r in same_day[:200] if keys & {k for k in r.search_keys if len(k) > 2}][:5]


def greeting_name(resident: Resident, day: date) -> str:
    """How the machine addresses a person in a hall: family name and an honorific."""
    family = resident.name[:1]
    honorific = {"male": "先生", "female": "女士"}.get(resident.sex, "")
    return f"{family}{honorific}" if honorific else mask_name(resident.name)


def count_by_status(day: date) -> dict[str, int]:
    """How many people hold each status on `day`."""
    held = Status.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, withdrawn_at=None
    )
    return dict(held.order_by().values_list("kind").annotate(n=Count("resident", distinct=True)))
