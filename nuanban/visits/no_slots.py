"""Why no window can be offered, in words that whoever sits at the telephone can act on."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from nuanban.visits.abilities import asked_by, why_nobody
from nuanban.visits.models import Crew, Visit
from nuanban.visits.route_days import RouteDay

NO_CREWS = "这几天还没有排小组。可以往后看，或请大厅负责人加一组。"
ALONE = "要两个人去，去得了的组都只有一个人。请大厅负责人排一组两个人的。"
FULL = "去得了的组这几天都排满了，或者路太远，一个班次来不及往返。可以往后看，或排候补。"


def why_none(visit: Visit, *, from_day: date, to_day: date, at: datetime) -> str:
    """The reason for these days, when `offers` found nothing."""
    found = Crew.objects.filter(day__gte=from_day, day__lte=to_day, site_id=visit.site_id)
    found = found.filter(stopped_at=None, away="").select_related("site__division")
    days = [list(crews) for _, crews in groupby(found.order_by("day", "pk"), lambda one: one.day)]
    can = [one for crews in days for one in _can(crews, visit, at)]
    if not can:
        return NO_CREWS
    told = why_nobody(visit, [codes for codes, _ in can])
    if told:
        return told
    asked = asked_by(visit)
    largest = max(people for codes, people in can if asked <= codes)
    return ALONE if visit.people > largest else FULL


def _can(crews: Sequence[Crew], visit: Visit, at: datetime) -> list[tuple[frozenset[str], int]]:
    """What each crew of a day can, and how many people are in it."""
    day = RouteDay(crews, at, visit)
    return [(day.able(crew), len(day.people[crew.pk])) for crew in crews]
