"""Everything that can happen to the team."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction

from nuanban.accounts.queries import User
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.names import name_fault
from nuanban.lib.phones import mask_phone
from nuanban.papers import actions as papers
from nuanban.team.enums import AbsenceKind, KitKind, MemberKind, Skill
from nuanban.team.models import Absence, HeldSkill, Kit, Member, Shift, Vehicle
from nuanban.team.photos import badge_photo
from nuanban.team.sealed import seal_phone

LONGEST_PLAN = 93


class AccountTaken(Refusal):
    """这个账号已经是队伍里的另一个人。"""


class SkillHeld(Refusal):
    """这项技能已经登记过，请先撤下旧的再登记。"""


class MemberGone(Refusal):
    """这个人已经离开队伍。"""


@transaction.atomic
def add_member(
    *,
    name: str,
    kind: MemberKind,
    phone: str,
    joined_on: date,
    by: Actor,
    at: datetime,
    user: User | None = None,
    division: str | None = None,
) -> Member:
    """Somebody joins the team; `phone` is digits as read by lib.phones, or empty."""
    fault = name_fault(name)
    if fault:
        raise Unusable(sentence=fault)
    if user is not None and Member.objects.filter(user=user).exists():
        raise AccountTaken
    member = Member(
        name=name.strip(), kind=kind, user=user, division_id=division, joined_on=joined_on
    )
    _set_phone(member, phone)
    member.save(force_insert=True)
    payload = {"kind": member.kind}
    record("team.member_added", by=by, at=at, object_id=member.pk, payload=payload)
    return member


def _set_phone(member: Member, phone: str) -> None:
    member.phone_sealed = seal_phone(phone, member.pk) if phone else None
    member.phone_masked = mask_phone(phone) if phone else ""


@transaction.atomic
def change_member(
    member: Member,
    *,
    name: str,
    kind: MemberKind,
    division: str | None,
    phone: str | None,
    by: Actor,
    at: datetime,
) -> Member:
    """What is known of a member; `phone` None leaves the phone as it is."""
    fault = name_fault(name)
    if fault:
        raise Unusable(sentence=fault)
    member.name, member.kind, member.division_id = name.strip(), kind, division
    if phone is not None:
        _set_phone(member, phone)
    member.save()
    record("team.member_changed", by=by, at=at, object_id=member.pk)
    return member


@transaction.atomic
def set_photo(member: Member, *, content: bytes, by: Actor, at: datetime) -> Member:
    """The face that people see before they open the door."""
    photo = badge_photo(content)
    name = f"工作证照片 {member.name}.jpg"
    upload = papers.take_in([photo], name=name, subject_id=member.pk, by=by, at=at)
    Member.objects.filter(pk=member.pk).update(photo=upload)
    record("team.photo_set", by=by, at=at, object_id=member.pk)
    member.refresh_from_db()
    return member


@transaction.atomic
def let_go(member: Member, *, on: date, by: Actor, at: datetime) -> Member:
    """The last day of a member; later shifts are dropped."""
    if on < member.joined_on:
        raise Unusable(sentence="离开日期不能早于加入日期。")
    moved = Member.objects.filter(pk=member.pk, left_on=None).update(left_on=on)
    if not moved:
        raise MemberGone
    Shift.objects.filter(member=member, day__gt=on).delete()
    record("team.member_left", by=by, at=at, object_id=member.pk)
    member.refresh_from_db()
    return member


@transaction.atomic
def grant_skill(
    member: Member,
    *,
    skill: Skill,
    since: date,
    expires_on: date | None,
    evidence: str,
    by: Actor,
    at: datetime,
) -> HeldSkill:
    """A member can do something, as shown by a certificate or training."""
    if expires_on is not None and expires_on <= since:
        raise Unusable(sentence="到期日要晚于起始日。")
    # One at a time: the second of two clicks waits, then finds the first.
    Member.objects.select_for_update().get(pk=member.pk)
    if HeldSkill.objects.filter(member=member, skill=skill, withdrawn_at=None).exists():
        raise SkillHeld
    held = HeldSkill.objects.create(
        member=member, skill=skill, since=since, expires_on=expires_on, evidence=evidence.strip()
    )
    payload = {"skill": skill.value}
    record("team.skill_granted", by=by, at=at, object_id=member.pk, payload=payload)
    return held


@transaction.atomic
def withdraw_skill(held: HeldSkill, *, by: Actor, at: datetime) -> None:
    """It is not so, or no longer so."""
    if HeldSkill.objects.filter(pk=held.pk, withdrawn_at=None).update(withdrawn_at=at):
        payload = {"skill": held.skill}
        record("team.skill_withdrawn", by=by, at=at, object_id=held.member_id, payload=payload)


@transaction.atomic
def plan_shifts(
    member: Member,
    *,
    from_day: date,
    to_day: date,
    weekdays: Collection[int],
    hours: tuple[time, time],
    lunch: tuple[time, time, int] | None,
    by: Actor,
    at: datetime,
) -> int:
    """Shifts on these weekdays (0 is Monday); days that have one keep it. Gives how many are new.

    `lunch`: earliest begin, latest end, minutes.
    """
    starts_at, ends_at = hours
    if not starts_at < ends_at:
        raise Unusable(sentence="上班时间要早于下班时间。")
    if to_day < from_day or (to_day - from_day).days > LONGEST_PLAN:
        raise Unusable(sentence=f"请选一段日期，最长 {LONGEST_PLAN} 天。")
    if lunch is not None and not starts_at <= lunch[0] < lunch[1] <= ends_at:
        raise Unusable(sentence="午休要排在上班时间以内。")
    last = min(to_day, member.left_on) if member.left_on else to_day
    span = (last - from_day).days + 1
    days = [from_day + timedelta(days=n) for n in range(max(0, span))]
    rows = [
        Shift(
            member=member,
            day=day,
            starts_at=starts_at,
            ends_at=ends_at,
            break_from=lunch[0] if lunch else None,
            break_to=lunch[1] if lunch else None,
            break_minutes=lunch[2] if lunch else 0,
        )
        for day in days
        if day.weekday() in weekdays
    ]
    before = Shift.objects.filter(member=member).count()
    Shift.objects.bulk_create(rows, ignore_conflicts=True)
    new = Shift.objects.filter(member=member).count() - before
    record("team.shifts_planned", by=by, at=at, object_id=member.pk, payload={"days": new})
    return new


@transaction.atomic
def drop_shift(shift: Shift, *, by: Actor, at: datetime) -> None:
    """A member is not there on this day after all."""
    gone, _ = Shift.objects.filter(pk=shift.pk).delete()
    if gone:
        payload = {"day": f"{shift.day}"}
        record("team.shift_dropped", by=by, at=at, object_id=shift.member_id, payload=payload)


@transaction.atomic
def note_absence(
    member: Member,
    *,
    kind: AbsenceKind,
    from_day: date,
    to_day: date,
    words: str,
    by: Actor,
    at: datetime,
) -> Absence:
    """Days on which somebody is not there."""
    if to_day < from_day:
        raise Unusable(sentence="结束日期不能早于开始日期。")
    absence = Absence.objects.create(
        member=member, kind=kind, from_day=from_day, to_day=to_day, words=words.strip()
    )
    payload = {"from": f"{from_day}", "to": f"{to_day}"}
    record("team.absence_noted", by=by, at=at, object_id=member.pk, payload=payload)
    return absence


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: Actor, at: datetime) -> None:
    """They are there after all."""
    if Absence.objects.filter(pk=absence.pk, withdrawn_at=None).update(withdrawn_at=at):
        record("team.absence_withdrawn", by=by, at=at, object_id=absence.member_id)


@transaction.atomic
def set_vehicle(
    *,
    plate: str,
    name: str,
    seats: int,
    wheelchair_places: int,
    is_in_use: bool,
    by: Actor,
    at: datetime,
) -> Vehicle:
    """Adds a vehicle or changes it."""
    vehicle, _ = Vehicle.objects.update_or_create(
        plate=plate.strip().upper(),
        defaults={
            "name": name.strip(),
            "seats": seats,
            "wheelchair_places": wheelchair_places,
            "is_in_use": is_in_use,
        },
    )
    record("team.vehicle_set", by=by, at=at, object_id=vehicle.pk)
    return vehicle


@transaction.atomic
def set_kit(*, code: str, kind: KitKind, is_in_use: bool, by: Actor, at: datetime) -> Kit:
    """Adds a device or changes it."""
    kit, _ = Kit.objects.update_or_create(
        code=code.strip(), defaults={"kind": kind, "is_in_use": is_in_use}
    )
    record("team.kit_set", by=by, at=at, object_id=kit.pk)
    return kit
