"""Every knock as it should stand this night: the reasons, weighed by whom they hit."""

from datetime import date, datetime
from uuid import UUID

from nuanban.knocks.finding import Wanted, wanted
from nuanban.knocks.models import Knock
from nuanban.knocks.people import City
from nuanban.knocks.ranking import Person, rank, sentence
from nuanban.lib.days import city_day
from nuanban.lib.keys import new_key
from nuanban.offices import queries as offices

Key = tuple[UUID, str, str]


def due_knocks(city: City, at: datetime) -> dict[Key, Knock]:
    """By person, reason and thing; not written yet. Who wants to be left in peace is left out."""
    home = offices.city()
    if home is None:
        return {}
    quiet = left_in_peace(city_day(at))
    found = {(w.person, w.reason.value, w.what): w for w in wanted(city.people, city.held, at)}
    people = city.persons({w.person for w in found.values()})
    return {
        key: _knock(one, *people[one.person], home.division_id, at)
        for key, one in found.items()
        if one.person in people and key not in quiet
    }


def left_in_peace(day: date) -> set[Key]:
    """What is not brought up again for a while."""
    quiet = Knock.objects.filter(quiet_until__gte=day)
    return set(quiet.values_list("resident_id", "reason", "what"))


def _knock(one: Wanted, person: Person, division: str, city: str, at: datetime) -> Knock:
    return Knock(
        id=new_key(),
        resident_id=one.person,
        reason=one.reason.value,
        what=one.what,
        due_on=one.due_on,
        urgency=one.urgency,
        rank=rank(one.urgency, person),
        words=sentence(one.said, person),
        division_id=division or city,
        task_id=one.task,
        opened_at=at,
    )
