"""Closed lists of the notices."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """How somebody is told."""

    SMS = "sms", "短信"
    LETTER = "letter", "信件"
    CALL_TASK = "call_task", "电话任务"
    IN_APP = "in_app", "站内消息"


class NoticeState(TextChoices):
    """Where a notice stands."""

    WAITING = "waiting", "等着发"
    SENDING = "sending", "正在发"
    UNKNOWN = "unknown", "不清楚发没发出"
    SENT = "sent", "发出了"
    FAILED = "failed", "没发成，会再试"
    DEAD = "dead", "发不出去"
    CANCELLED = "cancelled", "取消了"


# What the same states are called when a person does the telling.
CALL_WORDS = {
    NoticeState.WAITING: "等着打",
    NoticeState.SENDING: "有人在打",
    NoticeState.SENT: "说到了",
    NoticeState.FAILED: "没打通，要再打",
    NoticeState.DEAD: "打不通",
}
LETTER_WORDS = {
    NoticeState.WAITING: "等着寄",
    NoticeState.SENT: "寄出了",
}


class Outcome(TextChoices):
    """How one try ended."""

    SENT = "sent", "发出了"
    REFUSED = "refused", "没发成"
    UNKNOWN = "unknown", "没有回音"


class CallOutcome(TextChoices):
    """How a call ended, as the one who called says."""

    REACHED = "reached", "说到了"
    NO_ANSWER = "no_answer", "没人接，过后再打"
    WRONG_NUMBER = "wrong_number", "号码不对或停机，不再打"
