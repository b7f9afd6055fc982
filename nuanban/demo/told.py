"""A few notices of the demo city: text messages on their way, calls to make, letters to post."""

from collections.abc import Sequence
from datetime import datetime

from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day
from nuanban.notices import actions as notices
from nuanban.notices.enums import Kind
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident

WORDS = {
    "提醒：明天上午的预约": (
        "您明天上午九点在市政务服务大厅有预约。带上身份证就行，不用手机。走不动可以打求助电话，我们来接。"
    ),
    "高龄津贴可以领了": "您已满八十岁，可以领高龄津贴，不用申请、不用跑腿。同意的话我们替您办。",
    "残疾人证快到期了": "您的残疾人证下个月到期。打求助电话，我们上门帮您换。",
}
# How each of the first people is told: kind, in large print, in braille.
WAYS = (
    (Kind.SMS, False, False),
    (Kind.CALL_TASK, False, False),
    (Kind.LETTER, True, False),
    (Kind.SMS, False, False),
    (Kind.CALL_TASK, False, False),
    (Kind.LETTER, True, True),
    (Kind.SMS, False, False),
    (Kind.LETTER, False, False),
    (Kind.IN_APP, False, False),
)


def tell_some(people: Sequence[Resident], at: datetime) -> int:
    """Tells the first of these people something, each in another way; gives how many."""
    words = list(WORDS.items())
    news = []
    for turn, (person, (kind, large, braille)) in enumerate(zip(people, WAYS, strict=False)):
        title, text = words[turn % len(words)]
        greeting = residents.greeting_name(person, city_day(at))
        new = notices.NewNotice(
            kind=kind,
            purpose="demo.reminder",
            receiver_key=f"demo-{turn}-{person.pk}",
            title=title,
            text=f"{greeting}，{text}" if kind != Kind.LETTER else text,
            to=_where(kind, turn),
            addressee=person.name,
            person_id=person.pk,
            large_print=large,
            braille=braille,
        )
        news.append(new)
    return notices.tell_many(news, by=SYSTEM, at=at)


def _where(kind: Kind, turn: int) -> str:
    """Numbers and streets that nobody has."""
    if kind == Kind.IN_APP:
        return ""
    return f"演示市演示区长青路 {turn + 10} 号" if kind == Kind.LETTER else f"139000044{turn:02d}"
