"""Cash at the door: receipt books, money taken, money handed in. In fen."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum

from nuanban.accounts.queries import User
from nuanban.journal.actions import Answer, Operation, fingerprint_of, record, run_once
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.visits.actions.moves import tell
from nuanban.visits.actions.sent import Sent, happened_at, locked_visit
from nuanban.visits.door_models import LONGEST_BOOK, MOST_FEN
from nuanban.visits.enums import DeedAnswer, Slip
from nuanban.visits.models import CashHandIn, CashTaken, ReceiptBook
from nuanban.visits.receipts import counted


class NumbersTaken(Refusal):
    """这些号码有的已经在别的收据本里，请核对起止号。"""


class NotInBook(Refusal):
    """收据号 {number} 不在发给您的收据本里，没有记下。请看存根再记一次。"""


class NumberUsed(Refusal):
    """收据号 {number} 已经用过，没有记下。请看存根，换成写给对方的那个号再记。"""


class OtherAmount(Refusal):
    """刚才又有新的收款，现在应交 {yuan} 元。请和收据核对后再按。"""


@dataclass(frozen=True)
class SentCash(Sent):
    """Money taken, as a phone sends it."""

    number: int
    amount_fen: int
    what_for: str
    slip: Slip


@transaction.atomic
def give_book(
    *, holder: User, site: str, first: int, last: int, by: Actor, at: datetime
) -> ReceiptBook:
    """Receipts `first` to `last`, both included, into the hands of a helper."""
    if not 1 <= first <= last < first + LONGEST_BOOK:
        raise Unusable(sentence="收据本的起号要小于止号，一本最多 1000 张。")
    try:
        with transaction.atomic():
            book = ReceiptBook.objects.create(
                site_id=site,
                holder=holder,
                first=first,
                last=last,
                numbers=(first, last + 1),
                given_at=at,
            )
    except IntegrityError:
        raise NumbersTaken from None
    record(
        "visits.receipt_book_given",
        by=by,
        at=at,
        object_id=book.pk,
        site=site,
        payload={"first": first, "last": last, "holder": str(holder.pk)},
    )
    return book


@transaction.atomic
def take_book_back(book: ReceiptBook, *, by: Actor, at: datetime) -> None:
    """Full, or no longer needed. What was written from it before still counts."""
    if ReceiptBook.objects.filter(pk=book.pk, returned_at=None).update(returned_at=at):
        record("visits.receipt_book_returned", by=by, at=at, object_id=book.pk, site=book.site_id)


def take_cash(sent: SentCash, *, by: Actor, at: datetime) -> DeedAnswer:
    """Takes one receipt in, once; a number is used once, whichever phone was without signal."""
    said = (sent.number, sent.amount_fen, sent.what_for, sent.slip, sent.phone_at.isoformat())
    fingerprint = fingerprint_of(sent.visit.hex, *map(str, said))
    operation = Operation(sent.key, f"round:{by.id}", fingerprint)
    return DeedAnswer(str(run_once(operation, lambda: _take(sent, by, at)).body))


def _take(sent: SentCash, by: Actor, at: datetime) -> Answer:
    if not 1 <= sent.amount_fen <= MOST_FEN:
        raise Unusable(sentence="金额要大于 0，最多一万元。")
    if not sent.what_for:
        raise Unusable(sentence="请写明收的是什么钱。")
    visit = locked_visit(sent.visit)
    # One receipt of a book at a time.
    books = ReceiptBook.objects.select_for_update().filter(holder=by.id)
    book = books.filter(first__lte=sent.number, last__gte=sent.number).first()
    if book is None:
        raise NotInBook(number=sent.number)
    if CashTaken.objects.filter(number=sent.number).exists():
        raise NumberUsed(number=sent.number)
    when = happened_at(sent, at)
    CashTaken.objects.create(
        key=sent.key,
        visit=visit,
        book=book,
        number=sent.number,
        amount_fen=sent.amount_fen,
        what_for=sent.what_for,
        slip=sent.slip,
        user_id=by.id,
        user_name=by.name,
        day=city_day(when),
        happened_at=when,
        received_at=at,
    )
    tell(visit, "cash_taken", by, at, fen=sent.amount_fen, number=sent.number)
    return Answer(200, DeedAnswer.DONE.value)


def owed_fen(user: UUID, site: str, day: date) -> int:
    """What somebody still has of the cash of a day."""
    taken = counted().filter(user=user, day=day, book__site=site)
    given = CashHandIn.objects.filter(user=user, day=day, site=site)
    return _sum(taken.aggregate(all=Sum("amount_fen"))) - _sum(
        given.aggregate(all=Sum("amount_fen"))
    )


def _sum(found: dict[str, int | None]) -> int:
    return found["all"] or 0


@transaction.atomic
def hand_in(
    *, user: User, site: str, day: date, amount_fen: int, by: Actor, at: datetime
) -> CashHandIn:
    """All that somebody owes of a day; `amount_fen` is what was counted on the table."""
    list(ReceiptBook.objects.select_for_update().filter(holder=user).order_by("pk"))
    owed = owed_fen(user.pk, site, day)
    if owed == 0:
        raise Unusable(sentence="这一天的钱已经交清了。")
    if owed != amount_fen:
        raise OtherAmount(yuan=f"{owed / 100:.2f}")
    given = CashHandIn.objects.create(
        site_id=site,
        user=user,
        day=day,
        amount_fen=owed,
        received_by_id=by.id,
        received_by_name=by.name,
        received_at=at,
    )
    record(
        "visits.cash_handed_in",
        by=by,
        at=at,
        object_id=given.pk,
        site=site,
        payload={"fen": owed, "day": f"{day}", "from": str(user.pk)},
    )
    return given
