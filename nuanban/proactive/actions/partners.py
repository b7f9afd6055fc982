"""Lists for those outside who carry a grant out, and their answer, row by row."""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key, read_key
from nuanban.papers import actions as papers
from nuanban.proactive.enums import GrantState, RowState, TaskKind
from nuanban.proactive.models import Grant, PartnerList, PartnerRow, Task

HEADER = ("编号", "姓名", "户籍地", "金额（元）")
ANSWER_HEADER = ("编号", "结果", "说明")
OK_WORDS, WRONG_WORDS = ("对上", "ok", "OK", "成功"), ("对不上", "不符", "失败")
MOST_ROWS = 1_000_000


class NothingNew(Refusal):
    """这一期没有新的人要给出名单。"""


@dataclass(frozen=True)
class Read:
    """How an answer was read: every row is one of these."""

    matched: int
    mismatched: int
    unknown: int
    unreadable: int


@transaction.atomic
def make_partner_list(*, policy: str, period_key: str, by: User, at: datetime) -> PartnerList:
    """Everybody granted in the period who is on no list yet; sealed on disk, signed apart."""
    listed = PartnerRow.objects.values("grant_id")
    grants = Grant.objects.filter(
        policy=policy, period_key=period_key, state=GrantState.GRANTED
    ).exclude(pk__in=listed)
    rows = list(
        grants.select_related("resident__registered_division").select_for_update(of=("self",))
    )
    if not rows:
        raise NothingNew
    content = _as_csv(rows)
    made = PartnerList.objects.create(
        id=new_key(),
        policy=policy,
        period_key=period_key,
        turn=PartnerList.objects.filter(policy=policy, period_key=period_key).count() + 1,
        rows=len(rows),
        digest=hashlib.sha256(content).digest(),
        made_by=by,
        made_at=at,
    )
    PartnerRow.objects.bulk_create(
        [PartnerRow(grant=grant, partner_list=made) for grant in rows], batch_size=2_000
    )
    papers.keep_list(made.pk, content)
    record(
        "proactive.partner_list_made",
        by=actor_of(by),
        at=at,
        object_id=made.pk,
        payload={"policy": policy, "rows": len(rows)},
    )
    return made


def _as_csv(grants: Iterable[Grant]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for grant in grants:
        person = grant.resident
        place = person.registered_division.name if person.registered_division else ""
        yuan = f"{grant.amount_fen / 100:.2f}"
        writer.writerow([grant.pk, _plain(person.name), _plain(place), yuan])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text


@transaction.atomic
def read_answer(made: PartnerList, content: bytes, *, by: User, at: datetime) -> Read:
    """Takes the receiver's answer in; a row that does not match becomes a task. Repeatable."""
    known = dict(PartnerRow.objects.filter(partner_list=made).values_list("grant_id", "state"))
    said, unknown, unreadable = _said(content, known)
    for state in RowState.MATCHED, RowState.MISMATCHED:
        for key, (answered, words) in said.items():
            if answered == state:
                PartnerRow.objects.filter(pk=key).update(state=state, words=words)
    wrong = {k: words for k, (state, words) in said.items() if state == RowState.MISMATCHED}
    _open_tasks(made, wrong, at)
    PartnerList.objects.filter(pk=made.pk).update(acknowledged_at=at)
    found = Read(len(said) - len(wrong), len(wrong), unknown, unreadable)
    payload = {"matched": found.matched, "mismatched": found.mismatched, "unknown": unknown}
    record(
        "proactive.partner_answer_read",
        by=actor_of(by),
        at=at,
        object_id=made.pk,
        payload=payload,
    )
    return found


Said = dict[UUID, tuple[RowState, str]]


def _said(content: bytes, known: dict[UUID, str]) -> tuple[Said, int, int]:
    rows = csv.reader(io.StringIO(_decoded(content)))
    header = next(rows, [])
    if tuple(cell.strip() for cell in header[:2]) != ANSWER_HEADER[:2]:
        raise Unusable(sentence=f"表头要写：{'、'.join(ANSWER_HEADER)}。请改正后再传一次。")
    said: Said = {}
    unknown = unreadable = 0
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        key, state = read_key(row[0].strip()), _state(row[1].strip() if len(row) > 1 else "")
        if key is None or state is None:
            unreadable += 1
        elif key not in known:
            unknown += 1
        else:
            said[key] = (state, row[2].strip()[:200] if len(row) > 2 else "")
    return said, unknown, unreadable


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise Unusable(sentence="这个文件的编码读不懂，请另存为 UTF-8 或 GBK 的 CSV。")


def _state(word: str) -> RowState | None:
    if word in OK_WORDS:
        return RowState.MATCHED
    return RowState.MISMATCHED if word in WRONG_WORDS else None


def _open_tasks(made: PartnerList, wrong: dict[UUID, str], at: datetime) -> None:
    policy = eligibility.book_on(city_day(at)).get(made.policy)
    title = policy.title if policy else made.policy
    grants = Grant.objects.filter(pk__in=wrong).select_related("resident", "entitlement")
    Task.objects.bulk_create(
        [
            Task(
                kind=TaskKind.KNOCK,
                resident_id=grant.resident_id,
                policy=made.policy,
                entitlement=grant.entitlement,
                why=f"{title}：户号对不上（{wrong[grant.pk] or '没有写原因'}），请上门核对。",
                urgency=2,
                division=(grant.resident.registered_division_id or "")[:6],
                opened_at=at,
                due_on=city_day(at) + timedelta(days=15),
            )
            for grant in grants
        ],
        ignore_conflicts=True,
    )
