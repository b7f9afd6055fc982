"""What else is noted at the door: forms filled at home, cash, how the result comes, a grade."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from nuanban.lib.keys import new_key
from nuanban.visits.enums import Handover, NoteKind, Slip

# A hundred slips make a book; more than ten thousand yuan are never taken at a door.
LONGEST_BOOK, MOST_FEN = 1_000, 1_000_000


class VisitForm(models.Model):
    """A form filled at home, as the phone sent it. What others had changed meanwhile stands."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    # The operation key that the phone made.
    key = models.UUIDField()
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    user_name = models.TextField()
    # What was answered, and where the city knew otherwise, sealed: {said, differs}.
    said_sealed = models.BinaryField()
    differs = models.PositiveSmallIntegerField("几处和市里的不一样", default=0)
    happened_at = models.DateTimeField("照服务器的钟")
    received_at = models.DateTimeField("收到的时间")

    class Meta:
        ordering = ("happened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                name="visit_form_taken_in_once",
                violation_error_message="这张表已经收到过。",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("received_at")),
                name="visit_form_filled_before_received",
                violation_error_message="填表的时间不能晚于收到的时间。",
            ),
        )
        indexes = (models.Index(fields=["visit"], name="visit_form_by_visit"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.case_id}"


class DoorNote(models.Model):
    """How the result comes home, or how it was: one tap each, perhaps without signal."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    # The operation key that the phone made.
    key = models.UUIDField()
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    kind = models.TextField(choices=[(k.value, k.label) for k in NoteKind])
    value = models.TextField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    user_name = models.TextField()
    happened_at = models.DateTimeField("照服务器的钟")
    received_at = models.DateTimeField("收到的时间")

    class Meta:
        ordering = ("happened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                name="door_note_taken_in_once",
                violation_error_message="这一条已经收到过。",
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(kind=NoteKind.GRADE),
                name="visit_graded_once",
                violation_error_message="这次上门已经评过了。",
            ),
            models.CheckConstraint(
                condition=Q(kind=NoteKind.GRADE, value__in=["1", "2", "3", "4", "5"])
                | Q(kind=NoteKind.HANDOVER, value__in=Handover.values),
                name="door_note_says_something_known",
                violation_error_message="没有这个选项。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind} {self.value}"


class ReceiptBook(models.Model):
    """Numbered receipts in the hands of one helper. No number lies in two books."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    holder = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    first = models.PositiveIntegerField("从")
    last = models.PositiveIntegerField("到")
    numbers = BigIntegerRangeField()
    given_at = models.DateTimeField()
    returned_at = models.DateTimeField("交回", null=True)

    class Meta:
        ordering = ("first",)
        constraints = (
            ExclusionConstraint(
                name="receipt_number_in_one_book",
                expressions=[("numbers", RangeOperators.OVERLAPS)],
                violation_error_message="这些号码有的已经在别的收据本里，请核对起止号。",
            ),
            models.CheckConstraint(
                condition=Q(first__gte=1, first__lte=F("last"), last__lt=F("first") + LONGEST_BOOK),
                name="receipt_book_has_numbers",
                violation_error_message="收据本的起号要小于止号，一本最多 1000 张。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class CashTaken(models.Model):
    """Money taken at a door, against a numbered receipt. In fen."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    # The operation key that the phone made.
    key = models.UUIDField()
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    book = models.ForeignKey("visits.ReceiptBook", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("收据号")
    amount_fen = models.PositiveIntegerField("金额（分）")
    what_for = models.TextField("收什么钱")
    slip = models.TextField(choices=Slip.choices)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    user_name = models.TextField()
    day = models.DateField("哪一天收的")
    happened_at = models.DateTimeField("照服务器的钟")
    received_at = models.DateTimeField("收到的时间")

    class Meta:
        ordering = ("day", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                name="cash_taken_in_once",
                violation_error_message="这笔钱已经记过。",
            ),
            models.UniqueConstraint(
                fields=["number"],
                name="receipt_number_used_once",
                violation_error_message="这个收据号已经用过。请看存根，换成写给对方的那个号再记。",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=1, amount_fen__lte=MOST_FEN),
                name="cash_is_more_than_nothing",
                violation_error_message="金额要大于 0，最多一万元。",
            ),
            models.CheckConstraint(
                condition=~Q(what_for=""),
                name="cash_says_what_for",
                violation_error_message="请写明收的是什么钱。",
            ),
        )
        indexes = (models.Index(fields=["day", "user"], name="cash_by_day"),)

    def __str__(self) -> str:
        return f"{self.number} {self.amount_fen}"


class CashVoid(models.Model):
    """A receipt that was noted wrongly. It stays and its number is used; its money is not owed."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    receipt = models.ForeignKey("visits.CashTaken", models.PROTECT, related_name="+")
    why = models.TextField("为什么作废")
    voided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    voided_by_name = models.TextField()
    voided_at = models.DateTimeField()

    class Meta:
        ordering = ("voided_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["receipt"],
                name="receipt_voided_once",
                violation_error_message="这张收据已经作废。",
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="void_receipt_says_why",
                violation_error_message="作废要写明为什么。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.receipt_id}"


class CashHandIn(models.Model):
    """What a helper handed in of the cash of one day. In fen."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    day = models.DateField("哪一天收的")
    amount_fen = models.PositiveIntegerField("金额（分）")
    received_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    received_by_name = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("received_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_fen__gte=1),
                name="hand_in_is_more_than_nothing",
                violation_error_message="没有要交的钱。",
            ),
        )
        indexes = (models.Index(fields=["day", "user"], name="hand_in_by_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.amount_fen}"
