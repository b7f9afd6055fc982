"""Who is there on a day, and what they may be sent for."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.team import actions, queries
from nuanban.team.enums import AbsenceKind, MemberKind, Skill
from nuanban.team.models import HeldSkill, Member, Shift
from tests.cast import MONDAY_9, Cast
from tests.clients import colleague

MONDAY = date(2026, 3, 2)


def join(cast: Cast, name: str = "段立新", **said: Any) -> Member:
    """Somebody of the team."""
    return actions.add_member(
        name=name,
        kind=MemberKind.STAFF,
        phone="13900002209",
        joined_on=MONDAY,
        by=cast.by(),
        at=MONDAY_9,
        **said,
    )


def works(cast: Cast, member: Member, days: int = 7) -> int:
    """On working days from Monday on."""
    return actions.plan_shifts(
        member,
        from_day=MONDAY,
        to_day=MONDAY + timedelta(days=days - 1),
        weekdays=range(5),
        hours=(time(8, 30), time(17, 30)),
        lunch=(time(11, 30), time(13, 30), 45),
        by=cast.by(),
        at=MONDAY_9,
    )


def can(cast: Cast, member: Member, skill: Skill, until: date | None = None) -> HeldSkill:
    """Somebody can do something."""
    return actions.grant_skill(
        member,
        skill=skill,
        since=MONDAY,
        expires_on=until,
        evidence="培训合格",
        by=cast.by(),
        at=MONDAY_9,
    )


def names(day: date) -> list[str]:
    """Who is there."""
    return [one.member.name for one in queries.on_duty(day)]


def test_whoever_has_a_shift_and_is_not_away_is_there(cast: Cast) -> None:
    member = join(cast)
    assert works(cast, member) == 5
    assert works(cast, member) == 0
    assert names(MONDAY) == ["段立新"]
    assert names(MONDAY + timedelta(days=5)) == []
    away = actions.note_absence(
        member,
        kind=AbsenceKind.SICK,
        from_day=MONDAY,
        to_day=MONDAY,
        words="",
        by=cast.by(),
        at=MONDAY_9,
    )
    assert names(MONDAY) == []
    assert names(MONDAY + timedelta(days=1)) == ["段立新"]
    actions.withdraw_absence(away, by=cast.by(), at=MONDAY_9)
    assert names(MONDAY) == ["段立新"]


def test_a_skill_counts_until_the_day_before_it_expires(cast: Cast) -> None:
    member = join(cast)
    works(cast, member)
    can(cast, member, Skill.ASSESS_DISABILITY, until=MONDAY + timedelta(days=2))
    can(cast, member, Skill.LIFTING)
    held = [set(queries.on_duty(MONDAY + timedelta(days=n))[0].skills) for n in (0, 1, 2)]
    assert held == [{Skill.ASSESS_DISABILITY, Skill.LIFTING}] * 2 + [{Skill.LIFTING}]
    assert [one.skill for one in queries.skills_running_out(MONDAY)] == ["assess_disability"]


def test_a_skill_is_held_once_and_may_be_granted_again_after_it_was_withdrawn(cast: Cast) -> None:
    member = join(cast)
    held = can(cast, member, Skill.NURSING)
    with pytest.raises(actions.SkillHeld):
        can(cast, member, Skill.NURSING)
    actions.withdraw_skill(held, by=cast.by(), at=MONDAY_9)
    can(cast, member, Skill.NURSING)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldSkill.objects.create(member=member, skill=Skill.NURSING, since=MONDAY)


def test_whoever_leaves_has_no_shifts_afterwards(cast: Cast) -> None:
    member = join(cast)
    works(cast, member)
    actions.let_go(member, on=MONDAY + timedelta(days=1), by=cast.by(), at=MONDAY_9)
    assert [s.day for s in Shift.objects.all()] == [MONDAY, MONDAY + timedelta(days=1)]
    assert works(cast, member) == 0
    assert names(MONDAY + timedelta(days=2)) == []
    with pytest.raises(actions.MemberGone):
        actions.let_go(member, on=MONDAY, by=cast.by(), at=MONDAY_9)


def test_an_account_is_one_person_and_the_phone_is_sealed(cast: Cast) -> None:
    user = cast.user(Role.VISITING_STAFF)
    member = join(cast, user=user)
    with pytest.raises(actions.AccountTaken):
        join(cast, "葛晓琳", user=user)
    stored = Member.objects.get(pk=member.pk)
    assert b"13900002209" not in bytes(stored.phone_sealed or b"")
    assert stored.phone_masked == "139****2209"
    assert queries.phone_of(stored) == "13900002209"


@pytest.mark.parametrize(
    ("hours", "lunch"),
    [
        ((time(17), time(9)), None),
        ((time(9), time(17)), (time(8), time(9), 30)),
        ((time(9), time(17)), (time(13), time(12), 30)),
    ],
)
def test_impossible_shifts_are_refused_in_words(
    cast: Cast, hours: tuple[time, time], lunch: tuple[time, time, int] | None
) -> None:
    with pytest.raises(Unusable):
        actions.plan_shifts(
            join(cast),
            from_day=MONDAY,
            to_day=MONDAY,
            weekdays=[0],
            hours=hours,
            lunch=lunch,
            by=cast.by(),
            at=MONDAY_9,
        )


def test_a_head_of_hall_adds_somebody_with_a_skill_and_shifts_in_the_browser(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)

    def post(page: str, *keys: object, **fields: object) -> str:
        sent = {"op": str(new_key()), **fields}
        answer = client.post(reverse(page, args=keys), sent, follow=True)
        return str(answer.content.decode())

    shown = post("team:new", name="段立新", kind="staff", phone="没有", joined_on="2026-03-02")
    assert "段立新" in shown
    assert Member.objects.count() == 0
    post("team:new", name="段立新", kind="staff", phone="13900002209", joined_on="2026-03-02")
    member = Member.objects.get()
    shown = post("team:skill", member.pk, skill="lifting", since="2026-03-02", evidence="培训合格")
    assert "搬抬轮椅" in shown
    shown = post(
        "team:skill",
        member.pk,
        skill="nursing",
        since="2026-03-02",
        expires_on="2026-03-01",
        evidence="培训",
    )
    assert "到期日要晚于起始日" in shown
    plan = {"from_day": "2026-03-02", "to_day": "2026-03-08", "weekdays": [0, 2]}
    hours = {"starts_at": "08:30", "ends_at": "17:30", "break_minutes": 0}
    assert "排了 2 天班" in post("team:shifts", member.pk, **plan, **hours)
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"team.member_added", "team.skill_granted", "team.shifts_planned"} <= kinds
