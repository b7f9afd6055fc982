"""Who goes out together on a day."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.team import queries as team
from nuanban.team.enums import Skill
from nuanban.visits.actions.moves import NO_PROMISE, move, tell
from nuanban.visits.enums import BOOKED, VisitState
from nuanban.visits.models import Crew, CrewKit, CrewMember, Visit
from nuanban.visits.route_days import take_out
from nuanban.visits.states import MOVES
from nuanban.visits.telling import begin_of, tell_put_off


class CrewHasVisits(Refusal):
    """这一组这一天已经约了上门，请换一组，或先改约。"""


class CrewBusy(Refusal):
    """这些人、这辆车或这件设备这一天已经在别的小组，请换一个。"""


class NobodyDrives(Refusal):
    """这一组没有会驾驶的人，开不走这辆车。请加一位驾驶员，或者不用车。"""


def _seconds(at: time) -> int:
    return at.hour * 3_600 + at.minute * 60 + at.second


@transaction.atomic
def form_crew(
    *,
    day: date,
    site: str,
    name: str,
    members: Sequence[UUID],
    vehicle: UUID | None,
    kits: Sequence[UUID] = (),
    by: Actor,
    at: datetime,
) -> Crew:
    """A crew of people who are there on this day; it works while all of them do."""
    there = {one.member.pk: one for one in team.on_duty(day)}
    missing = [key for key in members if key not in there]
    if not members or missing:
        raise Unusable(sentence="请只选这一天在岗的人，至少一个。")
    _check_drives([there[key] for key in members], vehicle)
    shifts = [there[key].shift for key in members]
    rest = max(shifts, key=lambda shift: shift.break_minutes)
    try:
        with transaction.atomic():
            crew = Crew.objects.create(
                day=day,
                site_id=site,
                name=name.strip(),
                vehicle_id=vehicle,
                begins=max(_seconds(shift.starts_at) for shift in shifts),
                ends=min(_seconds(shift.ends_at) for shift in shifts),
                rest_from=_seconds(rest.break_from) if rest.break_from else None,
                rest_to=_seconds(rest.break_to) if rest.break_to else None,
                rest_seconds=rest.break_minutes * 60,
            )
            CrewMember.objects.bulk_create(
                CrewMember(crew=crew, member_id=key, day=day) for key in members
            )
            CrewKit.objects.bulk_create(CrewKit(crew=crew, kit_id=key, day=day) for key in kits)
    except IntegrityError:
        raise CrewBusy from None
    payload = {"day": f"{day}", "people": len(members), "kits": len(kits)}
    record("visits.crew_formed", by=by, at=at, site=site, payload=payload)
    return crew


def _check_drives(people: Sequence[team.OnDuty], vehicle: UUID | None) -> None:
    """A car of the team goes out with somebody who may drive it on this day."""
    if vehicle is not None and not any(Skill.DRIVING in one.skills for one in people):
        raise NobodyDrives


@transaction.atomic
def stop_crew(crew: Crew, *, by: Actor, at: datetime) -> list[Visit]:
    """A crew cannot go on: what it has not begun waits for another one. Gives those visits."""
    crew = Crew.objects.select_for_update(of=("self",)).get(pk=crew.pk)
    Crew.objects.filter(pk=crew.pk, stopped_at=None).update(stopped_at=at)
    waiting = list(Visit.objects.filter(crew=crew, state__in=MOVES["free"][0]))
    freed = [_free(visit, by, at) for visit in waiting]
    payload = {"crew": crew.pk, "visits": len(freed)}
    record("visits.crew_stopped", by=by, at=at, site=crew.site_id, payload=payload)
    return freed


def _free(visit: Visit, by: Actor, at: datetime) -> Visit:
    was_told, begins = visit.state != VisitState.HELD, begin_of(visit)
    take_out(visit)
    visit = move(visit, "free", **NO_PROMISE)
    tell(visit, "freed", by, at)
    if was_told:
        tell_put_off(visit, begins=begins, by=by, at=at)
    return visit


def booked_of(crew: Crew) -> list[Visit]:
    """What a crew has promised or is doing."""
    return list(Visit.objects.filter(crew=crew, state__in=BOOKED))


@transaction.atomic
def take_crew_away(crew_id: int, *, day: date, words: str, by: Actor, at: datetime) -> Crew:
    """The crew is somewhere else for the whole day; it must not have promised anything."""
    crew = Crew.objects.select_for_update(of=("self",)).filter(pk=crew_id, day=day).first()
    if crew is None or crew.stopped_at is not None or crew.away:
        raise CrewBusy
    if booked_of(crew):
        raise CrewHasVisits
    crew.away = words
    crew.save(update_fields=["away"])
    payload = {"crew": crew.pk, "day": f"{day}"}
    record("visits.crew_away", by=by, at=at, site=crew.site_id, payload=payload)
    return crew


@transaction.atomic
def bring_crew_back(crew_id: int, *, by: Actor, at: datetime) -> None:
    """Its time may be promised again."""
    for crew in Crew.objects.select_for_update(of=("self",)).filter(pk=crew_id).exclude(away=""):
        crew.away = ""
        crew.save(update_fields=["away"])
        payload = {"crew": crew.pk, "day": f"{crew.day}"}
        record("visits.crew_back", by=by, at=at, site=crew.site_id, payload=payload)
