"""Receipts as they count: a void one stays, its number is used, its money is not owed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from nuanban.visits.models import CashTaken, CashVoid


@dataclass(frozen=True)
class Receipt:
    """A receipt, and why it is void if it is."""

    taken: CashTaken
    void: CashVoid | None

    @property
    def owed_fen(self) -> int:
        """What it adds to what the helper owes."""
        return 0 if self.void else self.taken.amount_fen


def receipts(found: QuerySet[CashTaken]) -> list[Receipt]:
    """In the order found, with what is void among them."""
    voids = {one.receipt_id: one for one in CashVoid.objects.filter(receipt__in=found)}
    return [Receipt(one, voids.get(one.pk)) for one in found]


def counted() -> QuerySet[CashTaken]:
    """All that is not void."""
    return CashTaken.objects.exclude(pk__in=CashVoid.objects.values("receipt"))


def receipt_at(site: str, key: UUID) -> CashTaken | None:
    """One receipt from a book of a place."""
    found = CashTaken.objects.filter(book__site=site, pk=key)
    return found.select_related("book", "visit").first()
