"""The clock of an urgent visit runs where everybody sees it, and stops at the bed."""

from datetime import timedelta

from nuanban.accounts.enums import Role
from nuanban.visits import urgent_clock
from nuanban.visits.enums import VisitKind
from nuanban.visits.models import Visit
from nuanban.visits.queries import reached
from nuanban.visits.tests.days import MONDAY, TUESDAY, neighbour, wish
from tests.cast import MONDAY_9, Cast
from tests.clients import colleague


def minutes(count: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)


def urgent(cast: Cast, number: int, deadline: int, took: int | None = None) -> Visit:
    """Asked for on Monday at nine; minutes until the deadline, and until somebody was there."""
    due = MONDAY_9 + minutes(deadline)
    made = wish(
        cast, neighbour(number), kind=VisitKind.URGENT, deadline_at=due, hospital="市人民医院"
    )
    if took is not None:
        Visit.objects.filter(pk=made.pk).update(arrived_at=MONDAY_9 + minutes(took))
    return made


def test_the_nearest_deadline_stands_first_and_who_arrives_stops_the_clock(cast: Cast) -> None:
    later, sooner = urgent(cast, 1, 240), urgent(cast, 2, 60)
    urgent(cast, 3, 90, took=50)
    wish(cast, neighbour(4))
    everybody = Visit.objects.all()
    clocks = urgent_clock.running(everybody, MONDAY_9 + minutes(45))
    told = [(one.visit, one.minutes, one.left) for one in clocks]
    assert told == [(sooner, 45, 15), (later, 45, 195)]
    late = urgent_clock.running(everybody, MONDAY_9 + minutes(75))
    assert [(one.is_late, one.over) for one in late] == [(True, 15), (False, -165)]


def test_figures_say_how_quickly_and_how_many_in_time(cast: Cast) -> None:
    for number, took in enumerate((40, 50, 90)):
        urgent(cast, number, 60, took)
    found = reached(MONDAY, MONDAY, cast.site)
    assert (found.visits, found.minutes, found.in_time) == (3, 50, 2)
    assert reached(TUESDAY, None).visits == 0
    assert reached(None, None, "430600-9").visits == 0
    shown = colleague(cast, Role.LEAD_OFFICER).get("/desk/figures/").content.decode()
    assert '一半在 <span class="number">50</span> 分钟内进门' in shown


def test_dispatchers_read_the_clock_on_the_list_and_on_the_board(cast: Cast) -> None:
    visit = urgent(cast, 1, 60)
    desk = colleague(cast, Role.SUPERVISOR)
    for page in ("/desk/visits/", "/desk/visits/board/"):
        shown = desk.get(page).content.decode()
        assert "紧急登门，人还没到" in shown
        assert visit.resident.name in shown
        assert "还没有派人" in shown
