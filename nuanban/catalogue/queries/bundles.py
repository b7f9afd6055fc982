"""Bundles: several items for one thing in a life, every paper once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nuanban.catalogue.enums import PaperSource
from nuanban.catalogue.models import Bundle, BundleItem, Item, ItemVersion
from nuanban.catalogue.queries.situations import (
    answered_questions,
    materials_for,
    open_questions,
)
from nuanban.catalogue.situations import Answered, Facts, MaterialNeed, QuestionShown


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


def bundle_answers(versions: Iterable[ItemVersion], answers: Facts) -> list[Answered]:
    """Answered questions of all items of a bundle, each fact once."""
    found: dict[str, Answered] = {}
    for version in versions:
        for entry in answered_questions(version, answers):
            found.setdefault(entry.question.fact, entry)
    return list(found.values())


_ORDER = {PaperSource.BROUGHT: 0, PaperSource.KNOWN: 1, PaperSource.WAIVED: 2}


def materials_for_bundle(
    versions: Iterable[ItemVersion], answers: Facts, made_here: Collection[str] = ()
) -> list[SharedNeed]:
    """Papers of a bundle, each once. A paper one item needs is brought, whatever others know.

    What the occasion makes or replaces (`made_here`) is waived.
    """
    shared: dict[str, SharedNeed] = {}
    for version in versions:
        for need in materials_for(version, answers):
            held = shared.setdefault(need.code, SharedNeed(need, []))
            held.items.append(version.item)
            if _rank(need) < _rank(held.need):
                shared[need.code] = SharedNeed(need, held.items)
    settled = [_made_here(s) if s.need.code in made_here else s for s in shared.values()]
    return sorted(settled, key=lambda entry: _ORDER[entry.need.source])


def _rank(need: MaterialNeed) -> tuple[bool, int]:
    return not need.is_certain, _ORDER[need.source]


def _made_here(entry: SharedNeed) -> SharedNeed:
    told = _("这次一起办，不用另外带")
    need = replace(entry.need, source=PaperSource.WAIVED, reason=told, is_certain=True)
    return SharedNeed(need, entry.items)
