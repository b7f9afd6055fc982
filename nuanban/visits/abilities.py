"""What a visit takes and what a crew brings, as codes that the planner compares: skills of its
people, devices with it, room in its car.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nuanban.team import queries as team
from nuanban.team.enums import KitKind, Skill
from nuanban.team.queries import Vehicle
from nuanban.visits.enums import Ride
from nuanban.visits.models import Crew, CrewKit, Visit

NO_ROOM = frozenset[str]()
_KIT, _CAR = "kit:", "car:"
NOBODY = "没有一组去得了：{words}。请排一组，或改一天。"


@dataclass(frozen=True)
class Brought:
    """What a crew has with it, beside its people."""

    kits: frozenset[str]
    car: frozenset[str]


def brought_by(crews: Iterable[Crew], sizes: Mapping[int, int]) -> dict[int, Brought]:
    """Devices and room in the car of each crew. `sizes`: how many people go in it."""
    wanted = list(crews)
    kits: dict[int, set[str]] = {crew.pk: set() for crew in wanted}
    for one in CrewKit.objects.filter(crew__in=wanted).select_related("kit"):
        kits[one.crew_id].add(one.kit.kind)
    cars = {car.pk: car for car in team.vehicles()} if wanted else {}
    room = {
        crew.pk: _room(cars[crew.vehicle_id], sizes.get(crew.pk, 1))
        for crew in wanted
        if crew.vehicle_id
    }
    return {key: Brought(frozenset(kinds), room.get(key, NO_ROOM)) for key, kinds in kits.items()}


def _room(car: Vehicle, people: int) -> frozenset[str]:
    room = {Ride.SEAT.value} if car.seats > people else set()
    return frozenset(room | ({Ride.WHEELCHAIR.value} if car.wheelchair_places else set()))


def asked_by(visit: Visit) -> frozenset[str]:
    """Codes of everything that a visit takes."""
    return _codes(visit.skills, visit.devices, [visit.ride] if visit.ride else [])


def able(skills: Iterable[Skill], brought: Brought) -> frozenset[str]:
    """Codes of everything that a crew can."""
    return _codes([skill.value for skill in skills], brought.kits, brought.car)


def _codes(skills: Iterable[str], kits: Iterable[str], car: Iterable[str]) -> frozenset[str]:
    return frozenset([*skills, *(_KIT + one for one in kits), *(_CAR + one for one in car)])


def lacking(asked: Iterable[str]) -> str:
    """What is missing, in words: 没有人会手语；没有带便携打印机."""
    codes = sorted(asked)
    skills = [Skill(code).label for code in codes if ":" not in code]
    kits = [KitKind(code[len(_KIT) :]).label for code in codes if code.startswith(_KIT)]
    words = [f"没有人会{'、'.join(skills)}"] if skills else []
    words += [f"没有带{'、'.join(kits)}"] if kits else []
    if _CAR + Ride.WHEELCHAIR in codes:
        return "；".join([*words, "没有带轮椅位的车"])
    return "；".join([*words, "车里没有空座"] if _CAR + Ride.SEAT in codes else words)


def why_nobody(visit: Visit, crews: Sequence[frozenset[str]]) -> str:
    """Why no crew of a day can serve a visit whatever the hour; "" where one can."""
    asked = asked_by(visit)
    if not crews or any(asked <= one for one in crews):
        return ""
    nowhere = asked - frozenset().union(*crews)
    words = lacking(nowhere) or f"{_together(asked)}不在同一组"
    return NOBODY.format(words=words)


def _together(asked: frozenset[str]) -> str:
    skills = [Skill(code).label for code in sorted(asked) if ":" not in code]
    kits = [KitKind(code[len(_KIT) :]).label for code in sorted(asked) if code.startswith(_KIT)]
    rides = ["带轮椅位的车"] if _CAR + Ride.WHEELCHAIR in asked else []
    return "、".join([*(f"会{one}的人" for one in skills), *kits, *rides])
