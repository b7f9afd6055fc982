"""Guides: which counts on a day, what is being written, what changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from nuanban.accounts.queries import User
from nuanban.catalogue import perms
from nuanban.catalogue.enums import VersionState
from nuanban.catalogue.guides import (
    ChoiceText,
    MaterialText,
    QuestionText,
    Situation,
    write_situation,
)
from nuanban.catalogue.models import Choice, Item, ItemVersion, Material, Question
from nuanban.catalogue.reference import words


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


def situation_of(version: ItemVersion) -> Situation:
    """The questions and papers of a version, as texts."""
    choices: dict[UUID, list[ChoiceText]] = {}
    for row in Choice.objects.filter(question__version=version):
        text = ChoiceText(row.value, row.text, row.at_least, row.at_most)
        choices.setdefault(row.question_id, []).append(text)
    questions = Question.objects.filter(version=version)
    materials = Material.objects.filter(version=version)
    return Situation(
        questions=tuple(
            QuestionText(q.fact, q.text, tuple(choices.get(q.pk, ())), q.hint, q.asked_when)
            for q in questions
        ),
        materials=tuple(_material_text(material) for material in materials),
    )


def _material_text(material: Material) -> MaterialText:
    return MaterialText(
        code=material.code,
        name=material.name,
        note=material.note,
        why=material.why,
        needed_when=material.needed_when,
        known_to=material.known_to,
        known_when=material.known_when,
        waived_when=material.waived_when,
        waived_why=material.waived_why,
    )


@dataclass(frozen=True)
class Change:
    """One thing that a draft changes."""

    label: str
    before: str
    after: str


_LABELS = {
    "answer": "一句话回答",
    "about": "这是什么事",
    "who": "谁可以办",
    "cost": "要不要钱",
    "visits": "要跑几趟",
    "steps": "怎么办",
    "tips": "提醒",
    "legal_days": "规定天数",
    "promised_days": "承诺天数",
    "result": "办好了拿到什么",
    "source": "依据和来源",
}


def changes(before: ItemVersion, after: ItemVersion) -> list[Change]:
    """What is different between two versions, text by text, papers line by line."""
    found = [
        Change(label, _text(getattr(before, name)), _text(getattr(after, name)))
        for name, label in _LABELS.items()
        if getattr(before, name) != getattr(after, name)
    ]
    old, new = (write_situation(situation_of(v), words()).splitlines() for v in (before, after))
    lines = [line for line in unified_diff(old, new, n=0, lineterm="") if line[:2] not in _MARKS]
    gone = [line[1:].strip() for line in lines if line.startswith("-")]
    come = [line[1:].strip() for line in lines if line.startswith("+")]
    if gone or come:
        found.append(Change("提问和材料", "\n".join(gone), "\n".join(come)))
    return found


_MARKS = ("--", "++", "@@")


def _text(value: object) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)
