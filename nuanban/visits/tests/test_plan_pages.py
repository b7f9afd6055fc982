"""A proposal on its page: pressed for, waited for, read, accepted."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.lib.days import city_day
from nuanban.lib.keys import new_key
from nuanban.planner.limit import steps_only
from nuanban.visits import actions
from nuanban.visits.enums import PlanState, VisitState
from nuanban.visits.models import DayPlan, Visit
from nuanban.visits.tests.days import wish
from nuanban.visits.tests.test_board_moves import two_crews, visited
from nuanban.visits.tests.test_board_pages import put_on
from tests.cast import Cast
from tests.clients import colleague


@pytest.fixture
def tomorrow() -> date:
    """A day that has not begun."""
    return city_day(timezone.now()) + timedelta(days=1)


@pytest.fixture
def dispatcher(cast: Cast) -> Client:
    """Somebody who may plan."""
    return colleague(cast, Role.SUPERVISOR)


def thought(cast: Cast, key: str) -> DayPlan:
    """The worker has been there."""
    found = DayPlan.objects.get(pk=key)
    return actions.plan_day(found.pk, steps_only(0.5), by=cast.by(), at=timezone.now())


def press(client: Client, address: str) -> str:
    """A button; gives where it leads."""
    return client.post(address, {"op": new_key()})["Location"]


def test_a_day_is_asked_for_waited_for_and_accepted(
    cast: Cast, dispatcher: Client, tomorrow: date
) -> None:
    two_crews(cast)
    visit = wish(cast)
    put_on(tomorrow)
    page = press(dispatcher, f"/desk/visits/board/plan/?day={tomorrow}")
    assert "正在排" in dispatcher.get(page).content.decode()
    assert "正在排" in dispatcher.get(f"{page}progress/").content.decode()
    plan = thought(cast, page.split("/")[-2])
    assert dispatcher.get(f"{page}progress/")["HX-Refresh"] == "true"
    shown = dispatcher.get(page).content.decode()
    assert visit.resident.name in shown
    assert "就按这个安排" in shown
    board = dispatcher.get(f"/desk/visits/board/?day={tomorrow}").content.decode()
    assert "等您决定" in board
    assert press(dispatcher, f"{page}accept/") == f"/desk/visits/board/?day={tomorrow}"
    visit.refresh_from_db()
    assert visit.state == VisitState.PROMISED
    assert "已采用" in dispatcher.get(page).content.decode()
    plan.refresh_from_db()
    assert plan.state == PlanState.ACCEPTED


def test_an_outdated_proposal_is_made_again_at_once(
    cast: Cast, dispatcher: Client, tomorrow: date
) -> None:
    first, _ = two_crews(cast)
    wish(cast)
    booked = visited(cast, first, 3)
    put_on(tomorrow)
    page = press(dispatcher, f"/desk/visits/board/plan/?day={tomorrow}")
    thought(cast, page.split("/")[-2])
    actions.cancel(booked, why="", by=cast.by(), at=timezone.now())
    again = press(dispatcher, f"{page}accept/")
    assert again not in (page, f"/desk/visits/board/?day={tomorrow}")
    assert "重新排" in dispatcher.get(again).content.decode()
    assert DayPlan.objects.filter(state=PlanState.ASKED).count() == 1
    assert press(dispatcher, f"{page}drop/") == page


def test_a_crew_that_cannot_go_on_leads_to_a_list_of_calls(
    cast: Cast, dispatcher: Client, tomorrow: date
) -> None:
    first, _ = two_crews(cast)
    visit = visited(cast, first, 1)
    put_on(tomorrow)
    Visit.objects.filter(pk=visit.pk).update(skills=["nursing"])
    page = press(dispatcher, f"/desk/visits/crews/{first.pk}/stop/")
    thought(cast, page.split("/")[-2])
    shown = dispatcher.get(page).content.decode()
    assert "tel:13900002209" in shown
    assert "一组走不了了" in shown
