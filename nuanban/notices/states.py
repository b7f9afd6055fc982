"""The life of a notice: from which states each move may start."""

from datetime import timedelta

from nuanban.notices.enums import NoticeState as S

# After each failed try but the last one the next comes this much later.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
MOST_TRIES = len(BACK_OFF) + 1
# How long a sender may take before the outcome counts as unknown; far above the time-out.
LEASE = timedelta(minutes=1)
# A colleague who took a call and went home does not keep it.
CALL_LEASE = timedelta(hours=1)
# How often the other side is asked about a notice whose outcome is unknown.
ASK_AGAIN = timedelta(minutes=1)

TO_SEND = (S.WAITING, S.FAILED)
ENDED = (S.SENT, S.DEAD, S.CANCELLED)
MOVES: dict[str, tuple[tuple[S, ...], tuple[S, ...]]] = {
    # move: (from, to)
    "claim": (TO_SEND, (S.SENDING,)),
    "settle": ((S.SENDING, S.UNKNOWN), (S.SENT, S.FAILED, S.DEAD, S.UNKNOWN)),
    "lose": ((S.SENDING,), (S.UNKNOWN,)),
    "post": (TO_SEND, (S.SENT,)),
    "cancel": (TO_SEND, (S.CANCELLED,)),
    "retry": ((S.DEAD,), (S.WAITING,)),
}


def after_failure(tries: int) -> tuple[S, timedelta]:
    """The state after the `tries`-th try failed, and how long until the next one."""
    if tries >= MOST_TRIES:
        return S.DEAD, timedelta(0)
    return S.FAILED, BACK_OFF[max(tries, 1) - 1]
