"""What people are told, every try to tell them, and what they answer."""

from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.notices.enums import CALL_WORDS, LETTER_WORDS, Kind, NoticeState, Outcome
from nuanban.notices.plain_words import LONGEST_TEXT, LONGEST_TITLE, NUMBER_SQL
from nuanban.notices.states import MOST_TRIES, TO_SEND


class Notice(models.Model):
    """One thing to tell at one address. `receiver_key` makes a repeated one the same one."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.TextField("怎样通知", choices=Kind.choices)
    purpose = models.CharField("用途", max_length=60)
    receiver_key = models.CharField("收件号", max_length=120)
    person_id = models.UUIDField("给谁", null=True)
    addressee = models.TextField("收件人", blank=True, default="")
    to_sealed = models.BinaryField(null=True)
    to_masked = models.TextField("地址", blank=True, default="")
    # Of telephone numbers only: an answer finds what it answers.
    to_index = models.BinaryField(null=True, max_length=32)
    title = models.CharField("标题", max_length=LONGEST_TITLE)
    text = models.CharField("内容", max_length=LONGEST_TEXT)
    is_large_print = models.BooleanField("大字", default=False)
    is_braille = models.BooleanField("盲文", default=False)
    state = models.TextField(choices=NoticeState.choices, default=NoticeState.WAITING)
    tries = models.PositiveSmallIntegerField("试过几次", default=0)
    next_try_at = models.DateTimeField("下次试")
    # While somebody or something is telling: whose turn it is, and until when.
    lease_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    receipt = models.TextField("回执", blank=True, default="")
    cost_fen = models.PositiveIntegerField("费用（分）", default=0)
    document = models.ForeignKey("papers.Document", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("记下的时间")
    sent_at = models.DateTimeField("发出的时间", null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["next_try_at", "id"],
                name="notice_to_send",
                condition=Q(kind=Kind.SMS, state__in=TO_SEND),
            ),
            models.Index(
                fields=["state", "kind", "id"],
                name="notice_not_sent",
                condition=~Q(state__in=[NoticeState.SENT, NoticeState.CANCELLED]),
            ),
            models.Index(fields=["created_at"], name="notice_by_moment"),
            models.Index(
                fields=["person_id", "created_at"],
                name="notice_by_person",
                condition=Q(person_id__isnull=False),
            ),
            models.Index(
                fields=["to_index", "sent_at"],
                name="notice_by_phone",
                condition=Q(to_index__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["receiver_key"],
                name="notice_once_per_receiver_key",
                violation_error_message="这条通知已经有了，不会再发一次。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values, state__in=NoticeState.values),
                name="notice_kind_and_state_are_known",
                violation_error_message="没有这种通知方式或状态。",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.IN_APP, person_id__isnull=False)
                | Q(to_sealed__isnull=False) & ~Q(to_masked="") & ~Q(kind=Kind.IN_APP),
                name="notice_has_an_address",
                violation_error_message="通知要写明发到哪里。",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.LETTER, person_id__isnull=False) & ~Q(addressee="")
                | ~Q(kind=Kind.LETTER) & Q(document=None, is_large_print=False, is_braille=False),
                name="letter_has_a_person_and_a_name",
                violation_error_message="信件要写明寄给谁；大字和盲文只用于信件。",
            ),
            models.CheckConstraint(
                condition=~Q(text="")
                & ~Q(title="")
                & ~Q(text__regex=NUMBER_SQL)
                & ~Q(title__regex=NUMBER_SQL),
                name="notice_is_plain_words",
                violation_error_message="通知要有标题和内容，而且不能写身份证号。",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=NoticeState.SENDING, lease_id__isnull=False, lease_until__isnull=False
                )
                | ~Q(state=NoticeState.SENDING) & Q(lease_id=None, lease_until=None),
                name="notice_is_leased_while_sending",
                violation_error_message="正在发的通知要有人或程序负责。",
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | ~Q(state=NoticeState.SENT) & Q(sent_at=None),
                name="sent_notice_has_a_moment",
                violation_error_message="发出的通知要有时间。",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES),
                name="notice_is_tried_a_few_times",
                violation_error_message=f"一条通知最多试 {MOST_TRIES} 次。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to_masked} {self.title}"

    @property
    def state_words(self) -> str:
        """Where it stands, in the words of its kind."""
        words = {Kind.CALL_TASK: CALL_WORDS, Kind.LETTER: LETTER_WORDS}.get(Kind(self.kind), {})
        state = NoticeState(self.state)
        return words.get(state, str(state.label))


class Attempt(models.Model):
    """One try to tell: when, how it ended, what the other side said."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.TextField(choices=Outcome.choices)
    said = models.TextField("对方怎么说", blank=True, default="")
    by_name = models.TextField("谁", blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="attempt_outcome_is_known",
                violation_error_message="没有这种结果。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.said}"


class Breaker(models.Model):
    """One outside system: failures in a row, and until when it is left alone."""

    system = models.TextField(primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.system} {self.failures}"


class Inbound(models.Model):
    """A text message that came in, from anybody."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    provider_id = models.CharField("通道编号", max_length=120)
    sender_sealed = models.BinaryField()
    sender_masked = models.TextField()
    sender_index = models.BinaryField(max_length=32)
    text = models.TextField("内容", blank=True)
    received_at = models.DateTimeField("收到的时间")
    recorded_at = models.DateTimeField("记下的时间")

    class Meta:
        indexes = (models.Index(fields=["sender_index", "received_at"], name="inbound_by_sender"),)
        constraints = (
            models.UniqueConstraint(
                fields=["provider_id"],
                name="inbound_once_per_provider_id",
                violation_error_message="这条短信已经收过了。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender_masked} {self.received_at}"


class DemoMessage(models.Model):
    """What the demo gateway would have sent; no message of a demo city leaves it."""

    receiver_key = models.CharField(primary_key=True, max_length=120)
    to_masked = models.TextField()
    text = models.TextField()
    receipt = models.TextField()
    arrived_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.to_masked} {self.text}"
