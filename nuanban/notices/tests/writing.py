"""Notices as tests write them."""

from dataclasses import replace
from uuid import UUID

from nuanban.notices.actions import NewNotice
from nuanban.notices.enums import Kind

PERSON = UUID(int=7)
PHONE = "13900004455"
ADDRESS = "演示市演示区长青路 12 号 3 单元"


def sms(key: str, **other: object) -> NewNotice:
    """A reminder for tomorrow."""
    new = NewNotice(
        kind=Kind.SMS,
        purpose="test.reminder",
        receiver_key=key,
        title="明天的预约",
        text="您明天上午九点在大厅有预约，不用带手机。",
        to=PHONE,
        person_id=PERSON,
    )
    return replace(new, **other)  # type: ignore[arg-type]


def call(key: str) -> NewNotice:
    """The same on the telephone."""
    return sms(key, kind=Kind.CALL_TASK)


def letter(key: str, **other: object) -> NewNotice:
    """The same on paper."""
    new = sms(key, kind=Kind.LETTER, to=ADDRESS, addressee="王秀兰")
    return replace(new, **other)  # type: ignore[arg-type]
