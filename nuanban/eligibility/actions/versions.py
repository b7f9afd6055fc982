"""The life of a policy's text: written, proposed when right, released by another, withdrawn."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import queries
from nuanban.eligibility.books import assembled, book_on, released, shipped_texts, turning_days
from nuanban.eligibility.checking import PolicyTexts
from nuanban.eligibility.editing import copied, stated
from nuanban.eligibility.enums import OPEN_STATES, VersionState
from nuanban.eligibility.models import PolicyVersion
from nuanban.eligibility.toml_blocks import Unfit
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.rulebook.faults import PolicyFault


class VersionMoved(Refusal):
    """这份草稿的状态已经变了，请刷新后再看。"""


class TextChanged(Refusal):
    """这份草稿在您打开以后又改过。请刷新看看新内容，再改一次。"""


class NotRight(Refusal):
    """还有 {count} 处要改，改好才能往下走：{first}"""


class OwnText(Refusal):
    """写过这一份的人不能自己发布，请另一位同事核对后发布。"""


class DayPassed(Refusal):
    """起用的日期不能早于今天。"""


class NameTaken(Refusal):
    """已经有一项政策用这个代号了，请换一个。"""


def newest_texts(policy: str, day: date) -> PolicyTexts:
    """What a new draft begins with: the text that applies, else the one that begins last."""
    found = [version for version in released(day) if version.policy == policy]
    coming = PolicyVersion.objects.filter(policy=policy, state=VersionState.RELEASED)
    newest = coming.order_by("-in_force_from", "-number").first() or next(iter(found), None)
    return queries.texts_of(newest) if newest else PolicyTexts(*shipped_texts(policy))


@transaction.atomic
def write_version(policy: str, *, by: User, at: datetime) -> PolicyVersion:
    """Begins a draft; a policy has one at most, so a second call returns it."""
    _alone()
    found = PolicyVersion.objects.filter(policy=policy, state__in=OPEN_STATES).first()
    if found is not None:
        return found
    day = city_day(at)
    return _begun(policy, newest_texts(policy, day), department_of(policy, day), by, at)


def department_of(policy: str, day: date) -> str:
    """Who answers for a policy: as it applies, else as it was written last."""
    found = book_on(day).get(policy)
    if found is not None:
        return found.department
    last = PolicyVersion.objects.filter(policy=policy).order_by("-number").first()
    return last.department if last else ""


@transaction.atomic
def copy_policy(
    policy: str, *, new_id: str, title: str, summary: str, by: User, at: datetime
) -> PolicyVersion:
    """Begins a new policy as a copy of another one, for the writer's own department.

    What belongs to the old one alone does not come along: its sentence, and its days.
    """
    _alone()
    day = city_day(at)
    if new_id in book_on(day) or PolicyVersion.objects.filter(policy=new_id).exists():
        raise NameTaken
    department = by.department or department_of(policy, day)
    keys = {"id": new_id, "title": title, "summary": summary, "department": department}
    try:
        texts = copied(newest_texts(policy, day), {**keys, "in_force_from": day}, day)
    except Unfit:
        raise Unusable(sentence="这项政策的文字形状特别，请在文字里改名字。") from None
    return _begun(new_id, texts, department, by, at)


def _begun(
    policy: str, texts: PolicyTexts, department: str, by: User, at: datetime
) -> PolicyVersion:
    last = PolicyVersion.objects.filter(policy=policy).aggregate(Max("number"))["number__max"]
    version = PolicyVersion.objects.create(
        policy=policy,
        number=(last or 0) + 1,
        department=department,
        policy_text=texts.policy,
        numbers_text=texts.numbers,
        examples_text=texts.examples,
        written_by=by,
        written_at=at,
        hands=[by.pk],
    )
    _note("version_written", version, by, at)
    return version


def _alone() -> None:
    """One change of policies at a time: what is right alone may be wrong together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('eligibility.policies'))")


def _note(deed: str, version: PolicyVersion, by: User, at: datetime) -> None:
    told = {"policy": version.policy, "number": version.number, "revision": version.revision}
    record(f"eligibility.{deed}", by=actor_of(by), at=at, object_id=version.pk, payload=told)


def _move(version: PolicyVersion, states: tuple[VersionState, ...], **values: Any) -> None:
    if not PolicyVersion.objects.filter(pk=version.pk, state__in=states).update(**values):
        raise VersionMoved
    version.refresh_from_db()


@transaction.atomic
def save_version(
    version: PolicyVersion,
    *,
    texts: PolicyTexts,
    revision: int,
    by: User,
    at: datetime,
) -> PolicyVersion:
    """Keeps the texts of a draft, right or not; `revision` is the one that the writer saw."""
    is_draft = version.state == VersionState.DRAFT
    if is_draft and version.revision == revision and queries.texts_of(version) == texts:
        return version
    hands = sorted({*version.hands, by.pk})
    draft = PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT)
    changed = draft.filter(revision=revision).update(
        policy_text=texts.policy,
        numbers_text=texts.numbers,
        examples_text=texts.examples,
        written_at=at,
        hands=hands,
        department=_department(version, texts, by),
        revision=F("revision") + 1,
    )
    if not changed:
        raise TextChanged if draft.exists() else VersionMoved
    version.refresh_from_db()
    _note("version_saved", version, by, at)
    return version


def _department(version: PolicyVersion, texts: PolicyTexts, by: User) -> str:
    """Only who writes for all departments may hand a policy to another one."""
    written = stated(texts, "department")
    return written if written and not by.department else version.department


def _right(version: PolicyVersion, day: date) -> None:
    found = queries.checked(version, day)
    if not found.is_right:
        raise NotRight(count=len(found.faults), first=found.faults[0].what)


@transaction.atomic
def propose_version(version: PolicyVersion, *, why: str, by: User, at: datetime) -> PolicyVersion:
    """The writer is done and asks somebody else to release it; only a right text goes on."""
    if not why.strip():
        raise Unusable(sentence="请写明为什么改，再提交。")
    _move(version, (VersionState.DRAFT,), state=VersionState.PROPOSED, proposed_at=at)
    _right(version, city_day(at))
    hands = sorted({*version.hands, by.pk})
    words = {"why": why.strip(), "sent_back_because": ""}
    _move(version, (VersionState.PROPOSED,), hands=hands, **words)
    _note("version_proposed", version, by, at)
    return version


@transaction.atomic
def send_back(version: PolicyVersion, *, why: str, by: User, at: datetime) -> PolicyVersion:
    """Somebody looked at it and wants it changed: it is a draft again."""
    if not why.strip():
        raise Unusable(sentence="请写明哪里要改。")
    words = why.strip()
    _move(version, (VersionState.PROPOSED,), state=VersionState.DRAFT, sent_back_because=words)
    _note("version_sent_back", version, by, at)
    return version


@transaction.atomic
def release_version(
    version: PolicyVersion, *, in_force_from: date, by: User, at: datetime
) -> PolicyVersion:
    """A second person lets it apply from a day on, today or later."""
    _alone()
    # Locked: nobody sends it back and changes it between our look and our deed.
    PolicyVersion.objects.select_for_update().get(pk=version.pk)
    version.refresh_from_db()
    if by.pk in version.hands:
        raise OwnText
    if in_force_from < city_day(at):
        raise DayPassed
    _right(version, in_force_from)
    _move(
        version,
        (VersionState.PROPOSED,),
        state=VersionState.RELEASED,
        in_force_from=in_force_from,
        released_by=by,
        released_at=at,
    )
    _books_stand(in_force_from)
    _note("version_released", version, by, at)
    return version


def _books_stand(since: date) -> None:
    """Every book from a day on can be read; otherwise nothing of the deed is kept."""
    for day in turning_days(since):
        try:
            assembled(released(day))
        except PolicyFault as fault:
            raise NotRight(count=1, first=str(fault)) from None


@transaction.atomic
def withdraw_version(version: PolicyVersion, *, why: str, by: User, at: datetime) -> PolicyVersion:
    """Gives a draft up; or takes a released text back: the earlier one applies from today on."""
    _alone()
    if not why.strip():
        raise Unusable(sentence="请写明为什么撤回。")
    version.refresh_from_db()
    was_released = version.state == VersionState.RELEASED
    today = city_day(at)
    _move(
        version,
        (*OPEN_STATES, VersionState.RELEASED),
        state=VersionState.WITHDRAWN,
        withdrawn_by=by,
        withdrawn_at=at,
        withdrawn_on=today if was_released else None,
        why_withdrawn=why.strip(),
    )
    if was_released:
        _books_stand(today)
    _note("version_withdrawn", version, by, at)
    return version
