"""Questions others may ask about items, guides and bundles."""

import time as clocks
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from nuanban.accounts.queries import User
from nuanban.catalogue import perms
from nuanban.catalogue.enums import Channel, Group, Level, VersionState
from nuanban.catalogue.models import (
    Bundle,
    BundleItem,
    Department,
    Item,
    ItemChannel,
    ItemGroup,
    ItemLevel,
    ItemVersion,
)
from nuanban.catalogue.situations import (
    Answered,
    ChoiceShown,
    Facts,
    MaterialNeed,
    QuestionShown,
    asked,
    needs_of,
    read_answers,
    relevant_answers,
    tree_of,
)
from nuanban.lib.days import age_on
from nuanban.lib.names import match_form

__all__ = [
    "Answered",
    "Bundle",
    "ChoiceShown",
    "Department",
    "Item",
    "ItemVersion",
    "MaterialNeed",
    "QuestionShown",
]
KEPT_SECONDS = 60.0
_departments: tuple[float, dict[str, str]] = (0.0, {})


def items() -> QuerySet[Item]:
    """Items on offer, in the order of the list."""
    return Item.objects.filter(withdrawn_on=None).select_related("department")


def item(code: str) -> Item | None:
    """One item on offer."""
    return items().filter(code=code).first()


def items_for_choice() -> QuerySet[Item]:
    """Items for a list to choose from: department after department."""
    return items().order_by("department__position", "position")


def zone_items() -> QuerySet[Item]:
    """Items done in one go in the zone."""
    return items().filter(code__in=ItemChannel.objects.filter(channel=Channel.ZONE).values("item"))


def _department_codes() -> dict[str, str]:
    """Department by item code; kept for a minute, since every check-in asks."""
    global _departments
    kept_at, codes = _departments
    if not codes or clocks.monotonic() - kept_at > KEPT_SECONDS:
        codes = dict(items().values_list("code", "department_id"))
        _departments = (clocks.monotonic(), codes)
    return codes


def forget_items() -> None:
    """The next question reads the items anew."""
    global _departments
    _departments = (0.0, {})


def is_item(code: str) -> bool:
    """True for the code of an item on offer."""
    return code in _department_codes()


def department_code(code: str) -> str:
    """Code of the department of an item, as windows name their skills; "" for none."""
    return _department_codes().get(code, "")


def departments() -> QuerySet[Department]:
    """All departments."""
    return Department.objects.all()


# --- who, how, where ---


def channels_of(code: str) -> list[Channel]:
    """The ways to get an item done, in the order of the list."""
    found = set(ItemChannel.objects.filter(item=code).values_list("channel", flat=True))
    return [channel for channel in Channel if channel in found]


def groups_of(code: str) -> list[Group]:
    """Whom an item is mostly for."""
    found = set(ItemGroup.objects.filter(item=code).values_list("group", flat=True))
    return [group for group in Group if group in found]


def levels_of(code: str) -> list[Level]:
    """Levels of places that may offer an item, the nearest last."""
    found = set(ItemLevel.objects.filter(item=code).values_list("level", flat=True))
    return [level for level in Level if level in found]


def may_be_offered_at(code: str, level: Level) -> bool:
    """True when places of this level may offer the item."""
    return ItemLevel.objects.filter(item=code, level=level).exists()


def channel_counts() -> dict[Channel, int]:
    """How many items each channel offers: 7, 21, 42, 5, 77 and 22 online."""
    rows = ItemChannel.objects.filter(item__withdrawn_on=None).values_list("channel", flat=True)
    counted = Counter(rows)
    return {channel: counted[channel] for channel in Channel}


def channels_by_item() -> dict[str, list[Channel]]:
    """Channels of every item."""
    found: dict[str, set[str]] = {}
    for code, channel in ItemChannel.objects.values_list("item_id", "channel"):
        found.setdefault(code, set()).add(channel)
    return {code: [c for c in Channel if c in channels] for code, channels in found.items()}


def groups_by_item() -> dict[str, list[Group]]:
    """Groups of every item."""
    found: dict[str, set[str]] = {}
    for code, group in ItemGroup.objects.values_list("item_id", "group"):
        found.setdefault(code, set()).add(group)
    return {code: [g for g in Group if g in groups] for code, groups in found.items()}


def search(
    text: str = "", *, group: str = "", channel: str = "", department: str = ""
) -> QuerySet[Item]:
    """Items by words (Chinese, pinyin, initials, English), group, channel and department."""
    found = items()
    for word in text.replace("\x00", " ").split()[:6]:
        found = found.filter(search_text__contains=match_form(word))
    if group:
        found = found.filter(code__in=ItemGroup.objects.filter(group=group).values("item"))
    if channel:
        found = found.filter(code__in=ItemChannel.objects.filter(channel=channel).values("item"))
    return found.filter(department=department) if department else found


# --- versions ---


def version_in_force(code: str, day: date) -> ItemVersion | None:
    """The guide of an item on a day: the published one that began last."""
    published = ItemVersion.objects.filter(
        item_id=code, item__withdrawn_on=None, state=VersionState.PUBLISHED, publish_on__lte=day
    )
    found = published.select_related("item", "item__department").order_by("-publish_on")
    return found.first()


def versions_in_force(codes: Collection[str], day: date) -> dict[str, ItemVersion]:
    """Guides of several items on a day."""
    newest = ItemVersion.objects.filter(
        item_id=OuterRef("item_id"), state=VersionState.PUBLISHED, publish_on__lte=day
    ).order_by("-publish_on")
    found = ItemVersion.objects.filter(item_id__in=codes, pk=Subquery(newest.values("pk")[:1]))
    return {v.item_id: v for v in found.select_related("item", "item__department")}


def versions_of(code: str) -> QuerySet[ItemVersion]:
    """All versions of an item, newest first."""
    found = ItemVersion.objects.filter(item_id=code).select_related("written_by", "published_by")
    return found.order_by("-number")


def draft_of(code: str) -> ItemVersion | None:
    """The draft of an item."""
    found = ItemVersion.objects.filter(item_id=code, state=VersionState.DRAFT)
    return found.select_related("item", "item__department", "written_by").first()


def versions_visible_to(user: User) -> QuerySet[ItemVersion]:
    """Versions a member of staff may open: drafts too, for those who write or publish."""
    found = ItemVersion.objects.select_related("item", "item__department", "written_by")
    if perms.may_see_drafts(user):
        return found
    return found.filter(state=VersionState.PUBLISHED)


def version_by_id(version_id: UUID) -> ItemVersion | None:
    """One version."""
    found = ItemVersion.objects.select_related("item", "item__department")
    return found.filter(pk=version_id).first()


@dataclass(frozen=True)
class Stand:
    """Where the guide of an item stands on a day."""

    item: Item
    in_force: ItemVersion | None
    coming: ItemVersion | None
    draft: ItemVersion | None


def stands(day: date, found: QuerySet[Item]) -> list[Stand]:
    """Guide in force, next one and draft of every item."""
    drafts = {v.item_id: v for v in ItemVersion.objects.filter(state=VersionState.DRAFT)}
    later = ItemVersion.objects.filter(state=VersionState.PUBLISHED, publish_on__gt=day)
    coming = {v.item_id: v for v in later.order_by("-publish_on")}
    rows = list(found)
    in_force = versions_in_force([row.code for row in rows], day)
    return [
        Stand(row, in_force.get(row.code), coming.get(row.code), drafts.get(row.code))
        for row in rows
    ]


# --- situations ---


def facts_of_person(
    *,
    birth_on: date | None,
    day: date,
    groups: Iterable[str] = (),
    statuses: Iterable[str] = (),
    needs: Iterable[str] = (),
    is_proxy: bool | None = None,
) -> dict[str, object]:
    """What the city knows of a person, as facts that answer questions.

    Only what is on file is a fact: a status that is not on file stays unknown and is asked.
    """
    facts: dict[str, object] = {}
    if birth_on is not None:
        facts["age"] = age_on(birth_on, day)
    if is_proxy is not None:
        facts["is_proxy"] = is_proxy
    on_file = {*statuses, *groups, *needs}
    for fact, marks in FACT_MARKS.items():
        if on_file & marks:
            facts[fact] = True
    return facts


FACT_MARKS: dict[str, set[str]] = {
    "has_disability_certificate": {"disability"},
    "is_dibao": {"dibao"},
    "is_tekun": {"tekun"},
    "is_low_income": {"dibao", "tekun", "marginal", "rigid"},
    "is_orphan": {"orphan"},
    "is_veteran": {"veteran"},
    "is_martyr_family": {"martyr_family"},
    "is_pregnant": {"pregnancy"},
    "is_seriously_ill": {"illness"},
    "has_ability_loss": {"ability_loss"},
    "cannot_come": {"bedside"},
}
"""Which marks on file (statuses, groups, needs of the residents) make a fact true."""


def materials_for(version: ItemVersion, answers: Facts) -> list[MaterialNeed]:
    """Papers that this person in this situation needs, with reason and source."""
    return needs_of(tree_of(version), answers)


def open_questions(version: ItemVersion, answers: Facts) -> list[QuestionShown]:
    """Questions still to ask, in order; only those that matter after the answers so far."""
    questions = tree_of(version).questions
    given = relevant_answers(questions, answers)
    return [question for question in asked(questions, given) if question.fact not in given]


def answered_questions(version: ItemVersion, answers: Facts) -> list[Answered]:
    """Questions with their answers, in order."""
    questions = tree_of(version).questions
    given = relevant_answers(questions, answers)
    shown = []
    for question in asked(questions, given):
        choice = question.choice(given.get(question.fact, ""))
        if choice is not None:
            shown.append(Answered(question, choice))
    return shown


def questions_of(version: ItemVersion) -> list[QuestionShown]:
    """Every question of a guide."""
    return list(tree_of(version).questions)


def readable_answers(version: ItemVersion, answers: Facts) -> dict[str, str]:
    """Answers this guide understands, for an address or a form."""
    questions = tree_of(version).questions
    facts = {question.fact for question in questions}
    return {fact: v for fact, v in read_answers(questions, answers).items() if fact in facts}


# --- bundles ---


def bundles() -> QuerySet[Bundle]:
    """All bundles."""
    return Bundle.objects.all()


def bundle(code: str) -> Bundle | None:
    """One bundle."""
    return Bundle.objects.filter(code=code).first()


def items_of_bundle(code: str) -> QuerySet[BundleItem]:
    """Items of a bundle, in order."""
    return BundleItem.objects.filter(bundle_id=code).select_related("item", "item__department")


def bundles_with(code: str) -> QuerySet[Bundle]:
    """Bundles that contain an item."""
    return Bundle.objects.filter(pk__in=BundleItem.objects.filter(item=code).values("bundle"))


@dataclass(frozen=True)
class SharedNeed:
    """One paper of a bundle, shown once, and the items that use it."""

    need: MaterialNeed
    items: list[Item]


def bundle_questions(versions: Iterable[ItemVersion], answers: Facts) -> list[QuestionShown]:
    """Open questions of all items of a bundle, each fact once."""
    found: dict[str, QuestionShown] = {}
    for version in versions:
        for question in open_questions(version, answers):
            found.setdefault(question.fact, question)
    return list(found.values())


def materials_for_bundle(versions: Iterable[ItemVersion], answers: Facts) -> list[SharedNeed]:
    """Papers of a bundle, each once. A paper one item needs is brought, whatever others know."""
    order = {"brought": 0, "known": 1, "waived": 2}
    shared: dict[str, SharedNeed] = {}
    for version in versions:
        for need in materials_for(version, answers):
            held = shared.get(need.code)
            if held is None:
                shared[need.code] = SharedNeed(need, [version.item])
                continue
            held.items.append(version.item)
            rank = (not need.is_certain, order[need.source])
            if rank < (not held.need.is_certain, order[held.need.source]):
                shared[need.code] = SharedNeed(need, held.items)
    return sorted(shared.values(), key=lambda entry: order[entry.need.source])
