"""The life of a guide: draft, published from a day on, replaced by the next."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from nuanban.catalogue.actions.situation import write_situation_rows
from nuanban.catalogue.enums import VersionState
from nuanban.catalogue.guides import GuideFault, parse, read_situation
from nuanban.catalogue.models import Item, ItemVersion
from nuanban.catalogue.queries import situation_of
from nuanban.catalogue.reference import words
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable


class DraftGone(Refusal):
    """这份草稿已经发布或删掉了。请刷新后再看。"""


class DraftChanged(Refusal):
    """您改的时候，别人也改了这份草稿。请看看新内容，再把您的改动加上去。"""


class OwnText(Refusal):
    """自己写的指南，要请另一位负责人看过再发布。"""


class PublishDayPassed(Refusal):
    """开始使用的日期不能早于今天。"""


class DayTaken(Refusal):
    """这一天已经有一个版本开始使用，请换一天。"""


class TextsMissing(Refusal):
    """还有没写完的内容：{fields}。写完才能发布。"""


class AlreadyInForce(Refusal):
    """这个版本已经在用，不能撤回。请新写一份草稿来改。"""


@dataclass(frozen=True)
class GuideTexts:
    """What is written at a desk. Days are working days."""

    answer: str
    about: str
    who: str
    cost: str
    visits: int
    steps: list[str]
    tips: list[str]
    legal_days: int
    promised_days: int
    result: str
    source: str


TEXTS = tuple(GuideTexts.__dataclass_fields__)


@transaction.atomic
def start_draft(item: Item, *, by: Actor, at: datetime) -> ItemVersion:
    """Begins a draft from the newest guide; an item has one draft, so a second call returns it."""
    Item.objects.select_for_update().get(pk=item.pk)
    versions = ItemVersion.objects.filter(item=item)
    draft = versions.filter(state=VersionState.DRAFT).first()
    if draft is not None:
        return draft
    newest = versions.order_by("-number").first()
    texts = {name: getattr(newest, name) for name in TEXTS} if newest else _EMPTY
    number = (versions.aggregate(Max("number"))["number__max"] or 0) + 1
    draft = ItemVersion.objects.create(
        item=item, number=number, written_by_id=_writer(by), written_at=at, **texts
    )
    if newest is not None:
        write_situation_rows(draft, situation_of(newest))
    _note("draft_started", draft, by, at)
    return draft


_EMPTY = {"visits": 1, "legal_days": 0, "promised_days": 0}


def _writer(by: Actor) -> UUID | None:
    return by.id if by.kind == "staff" else None


def _note(deed: str, version: ItemVersion, by: Actor, at: datetime) -> None:
    told = {"item": version.item_id, "number": version.number}
    record(f"catalogue.{deed}", by=by, at=at, object_id=version.pk, payload=told)


def _change(version: ItemVersion, **values: object) -> None:
    """Changes a draft that nobody else has changed since `version` was read."""
    draft = ItemVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT)
    same = draft.filter(revision=version.revision)
    if same.update(revision=F("revision") + 1, **values) == 0:
        raise DraftChanged if draft.exists() else DraftGone
    version.refresh_from_db()


@transaction.atomic
def save_draft(version: ItemVersion, *, texts: GuideTexts, by: Actor, at: datetime) -> ItemVersion:
    """Keeps the texts of a draft."""
    if texts.promised_days > texts.legal_days:
        raise Unusable(sentence="承诺的天数不能比规定的天数长。")
    _change(version, **asdict(texts), written_by_id=_writer(by), written_at=at)
    _note("draft_saved", version, by, at)
    return version


@transaction.atomic
def save_situation(version: ItemVersion, *, text: str, by: Actor, at: datetime) -> ItemVersion:
    """Keeps the questions and papers of a draft, written as TOML."""
    try:
        situation = read_situation(parse(text), words())
    except GuideFault as fault:
        raise Unusable(sentence=str(fault)) from fault
    _change(version, written_by_id=_writer(by), written_at=at)
    write_situation_rows(version, situation)
    _note("situation_saved", version, by, at)
    return version


@transaction.atomic
def discard_draft(version: ItemVersion, *, by: Actor, at: datetime) -> None:
    """Throws a draft away; published guides stay."""
    _note("draft_discarded", version, by, at)
    gone = ItemVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT).delete()
    if gone[0] == 0:
        raise DraftGone


_REQUIRED = {
    "answer": "一句话回答",
    "about": "这是什么事",
    "who": "谁可以办",
    "cost": "要不要钱",
    "result": "办好了拿到什么",
}


@transaction.atomic
def publish_version(
    version: ItemVersion, *, publish_on: date, by: Actor, at: datetime
) -> ItemVersion:
    """Lets a draft count from a day on, today or later."""
    if version.written_by_id is not None and version.written_by_id == by.id:
        raise OwnText
    if publish_on < city_day(at):
        raise PublishDayPassed
    missing = [label for name, label in _REQUIRED.items() if not getattr(version, name).strip()]
    if missing:
        raise TextsMissing(fields="、".join(missing))
    try:
        with transaction.atomic():
            _change(
                version,
                state=VersionState.PUBLISHED,
                publish_on=publish_on,
                published_at=at,
                published_by_id=_writer(by),
            )
    except IntegrityError as error:
        raise DayTaken from error
    _note("version_published", version, by, at)
    return version


@transaction.atomic
def recall_version(version: ItemVersion, *, by: Actor, at: datetime) -> ItemVersion:
    """Makes a published guide that does not count yet a draft again."""
    coming = ItemVersion.objects.filter(
        pk=version.pk, state=VersionState.PUBLISHED, publish_on__gt=city_day(at)
    )
    try:
        with transaction.atomic():
            changed = coming.update(
                state=VersionState.DRAFT,
                publish_on=None,
                published_at=None,
                published_by=None,
                revision=F("revision") + 1,
            )
    except IntegrityError as error:
        raise Unusable(sentence="已经有一份新的草稿，请先处理那一份。") from error
    if changed == 0:
        raise AlreadyInForce
    version.refresh_from_db()
    _note("version_recalled", version, by, at)
    return version
