"""Everything that can happen to a notice; the only writers."""

from nuanban.notices.actions.calls import (
    CallNotYours,
    CallTaken,
    finish_call_task,
    take_call_task,
)
from nuanban.notices.actions.inbound import NewInbound, receive
from nuanban.notices.actions.letters import note_posted, print_letter
from nuanban.notices.actions.moves import NoticeMoved, cancel, retry_all_dead, retry_dead
from nuanban.notices.actions.outgoing import send_due
from nuanban.notices.actions.pause import NotPaused, SendingPaused, release_sending
from nuanban.notices.actions.tell import NewNotice, tell, tell_many
from nuanban.notices.plain_words import NumberInText

__all__ = [
    "CallNotYours",
    "CallTaken",
    "NewInbound",
    "NewNotice",
    "NotPaused",
    "NoticeMoved",
    "NumberInText",
    "SendingPaused",
    "cancel",
    "finish_call_task",
    "note_posted",
    "print_letter",
    "receive",
    "release_sending",
    "retry_all_dead",
    "retry_dead",
    "send_due",
    "take_call_task",
    "tell",
    "tell_many",
]
