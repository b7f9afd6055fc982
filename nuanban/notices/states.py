"""The life of a notice.

waiting → sending → sent | failed | unknown · failed → sending · unknown → sent | failed
failed → dead after the last try · dead → waiting when somebody tries again
waiting, failed → cancelled. Calls: sending means that somebody took it; letters: never sending.
"""

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

# From here a notice may go out, or be cancelled.
TO_SEND = (S.WAITING, S.FAILED)


def after_failure(tries: int) -> tuple[S, timedelta]:
    """The state after the `tries`-th try failed, and how long until the next one."""
    if tries >= MOST_TRIES:
        return S.DEAD, timedelta(0)
    return S.FAILED, BACK_OFF[max(tries, 1) - 1]
