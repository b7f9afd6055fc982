"""Telling people that something was given beyond its time, in words that leave them a way."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from nuanban.eligibility import queries as eligibility
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.money import yuan
from nuanban.notices.actions import NewNotice, tell_many
from nuanban.notices.enums import Kind
from nuanban.offices import queries as offices
from nuanban.proactive.enums import TaskKind
from nuanban.proactive.models import Overpayment, Task
from nuanban.proactive.telling import sentence
from nuanban.residents import queries as residents
from nuanban.residents.queries import Told, notice_for, notices_of

DAYS_TO_OBJECT = 15


def tell_of_claim(overpayment: Overpayment, *, by: Actor, at: datetime) -> None:
    """The person in their way; where they died, the family. Where nobody can be reached: a knock.

    In the transaction of the decision.
    """
    _tell(overpayment, "claim", "多发的待遇需要退还", claim_words(overpayment, at), by, at)


def tell_of_waiver(overpayment: Overpayment, *, by: Actor, at: datetime) -> None:
    """It need not be paid back after all."""
    title, money = _title(overpayment, city_day(at)), yuan(overpayment.amount_fen)
    words = f"{_opening(overpayment)}之前说的{title}多发的{money}，不用退了。"
    words += sentence(overpayment.words)
    _tell(overpayment, "waived", "多发的待遇不用退了", words, by, at)


def claim_words(overpayment: Overpayment, at: datetime) -> str:
    """What, how much, why, how to pay in parts, that nothing is taken by itself, how to object."""
    day, city = city_day(at), offices.city()
    phone = city.phone if city else "12345"
    last = f"{overpayment.last_day:%Y}年{overpayment.last_day.month}月"
    title, money = _title(overpayment, day), yuan(overpayment.amount_fen)
    return (
        f"{_opening(overpayment)}经核对，{title}应发到{last}，之后多发了{money}。"
        f"原因：{sentence(overpayment.why)}{sentence(overpayment.words)}"
        "请退还，可以一次还，也可以分几次；家里困难的，可以申请不退。不会从别的待遇里扣。"
        f"有不同意见，{DAYS_TO_OBJECT}天内回复“异议”、到任何一个窗口说，或拨打{phone}。"
        f"查询码：{overpayment.entitlement.code}"
    )


def _opening(overpayment: Overpayment) -> str:
    return f"{overpayment.resident.name}的家属：请节哀。" if overpayment.is_death else "您好。"


def _title(overpayment: Overpayment, day: date) -> str:
    policy = eligibility.book_on(day).get(overpayment.policy)
    return policy.title if policy else overpayment.policy


def _tell(
    overpayment: Overpayment, what: str, title: str, text: str, by: Actor, at: datetime
) -> None:
    contact = residents.contacts_of([overpayment.resident_id]).get(overpayment.resident_id)
    # The same decision tells once; a later one has another moment.
    key = f"proactive:{what}:{overpayment.pk}:{overpayment.decided_at:%Y%m%d%H%M%S}"
    news: list[NewNotice] = []
    if contact is not None:
        told = Told(contact, key, f"proactive.{what}", title, text)
        news = _to_family(told, at) if overpayment.is_death else notices_of(told, at)
    tell_many(news, by=by, at=at)
    if all(notice.kind == Kind.IN_APP for notice in news):
        _knock(overpayment, text, at)


def _to_family(told: Told, at: datetime) -> list[NewNotice]:
    """A call to the relative who wants to be told, and a letter to the family's address."""
    contact = told.contact
    found = []
    if contact.relative_phone:
        found.append(notice_for(told, Kind.CALL_TASK, contact.relative_phone, told.key, at))
    if contact.address:
        letter = notice_for(told, Kind.LETTER, "", f"{told.key}:letter", at)
        found.append(replace(letter, addressee=f"{contact.name}的家属"))
    return found


def _knock(overpayment: Overpayment, text: str, at: datetime) -> None:
    day = city_day(at)
    task = Task(
        kind=TaskKind.KNOCK,
        resident_id=overpayment.resident_id,
        policy=overpayment.policy,
        why=f"没有电话和住址可以告知，请上门当面说：{text}",
        urgency=2,
        division=(overpayment.resident.registered_division_id or "")[:6],
        opened_at=at,
        due_on=day + timedelta(days=DAYS_TO_OBJECT),
    )
    Task.objects.bulk_create([task], ignore_conflicts=True)
