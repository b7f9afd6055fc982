"""A receipt that was noted wrongly is void: it stays, with who said so and why."""

from datetime import datetime

from django.db import IntegrityError, transaction

from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.visits.actions.cashing import owed_fen
from nuanban.visits.actions.moves import tell
from nuanban.visits.models import CashHandIn, CashTaken, CashVoid, ReceiptBook


class AlreadyVoid(Refusal):
    """这张收据已经作废。"""


class HandedInAlready(Refusal):
    """这张收据的钱已经交清，不能再作废。"""


@transaction.atomic
def void_receipt(receipt: CashTaken, *, why: str, by: Actor, at: datetime) -> CashVoid:
    """Its money is no longer owed; whoever holds the book writes a new number."""
    if not why.strip():
        raise Unusable(sentence="作废要写明为什么。")
    # As in `hand_in`: nothing is counted, taken or made void at the same time.
    books = ReceiptBook.objects.select_for_update().filter(holder=receipt.user_id)
    list(books.order_by("pk"))
    _check_open(receipt)
    try:
        with transaction.atomic():
            void = CashVoid.objects.create(
                receipt=receipt,
                why=why.strip(),
                voided_by_id=by.id,
                voided_by_name=by.name,
                voided_at=at,
            )
    except IntegrityError:
        raise AlreadyVoid from None
    tell(receipt.visit, "cash_voided", by, at, fen=receipt.amount_fen, number=receipt.number)
    return void


def _check_open(receipt: CashTaken) -> None:
    """Its money still lies with the helper: what came after a hand-in is owed anew."""
    if CashVoid.objects.filter(receipt=receipt).exists():
        raise AlreadyVoid
    user, site, day = receipt.user_id, receipt.book.site_id, receipt.day
    given = CashHandIn.objects.filter(user=user, site=site, day=day)
    covered = given.filter(received_at__gte=receipt.received_at).exists()
    if covered or owed_fen(user, site, day) < receipt.amount_fen:
        raise HandedInAlready
