"""What the pages of the visits are called with."""

from nuanban.accounts.enums import Role
from nuanban.visits import actions
from nuanban.visits.models import Crew
from nuanban.visits.queries import key_of
from nuanban.visits.tests.days import book, disputed, one_crew, photographed, receipt, wish
from tests.cast import Cast

PLAN_PAGES = ("plan", "plan_progress", "plan_accept", "plan_drop")
VISIT_PAGES = (
    *("visit", "hold", "send", "confirm", "cancel", "rebook", "wait"),
    *("set_out", "arrive", "nobody", "finish", "bring"),
)


def visit_addresses(cast: Cast) -> dict[str, list[object]]:
    """A visit of somebody, and the crew that will come."""
    group = one_crew(cast)
    visit = wish(cast)
    pages: dict[str, list[object]] = {f"visits:{page}": [visit.pk] for page in VISIT_PAGES}
    crews: dict[str, list[object]] = {
        "visits:stop_crew": [group.pk],
        "visits:route_sheet": [group.pk],
        "visits:settle": [visit.pk, disputed(cast, visit).pk],
        "visits:door": [visit.code],
        "visits:door_photo": [visit.code, 0],
        "visits:take_book_back": [book(cast, Role.VISITING_STAFF).pk],
        "visits:void_receipt": [receipt(cast, visit).pk],
        "visits:photo": [visit.pk, photographed(cast, visit).pk],
    }
    own: list[object] = [key_of(visit)]
    pages |= {f"visits:{page}": own for page in ("own", "own_slot", "own_answer", "own_wait")}
    return {**pages, **crews, **_plan_addresses(cast, group), "visits:new": [cast.wang.pk]}


def _plan_addresses(cast: Cast, crew: Crew) -> dict[str, list[object]]:
    """A proposal that somebody asked for."""
    plan = actions.ask_plan(day=crew.day, site=cast.site, by=cast.by(), at=cast.at)
    return {f"visits:{page}": [plan.pk] for page in PLAN_PAGES}
