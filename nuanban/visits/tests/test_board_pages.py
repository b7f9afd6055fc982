"""The dispatcher's board: what it shows, what it asks before saving, and what it refuses."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.lib.days import city_day
from nuanban.lib.keys import new_key
from nuanban.visits.enums import VisitState
from nuanban.visits.models import BoardMove, Crew, CrewMember, Visit
from nuanban.visits.standing import standing_of
from nuanban.visits.tests.days import neighbour, wish
from nuanban.visits.tests.test_board_moves import two_crews, visited
from tests.cast import Cast
from tests.clients import colleague

BOARD = "/desk/visits/board/"


def put_on(day: date) -> None:
    """The day of the tests becomes this one."""
    Crew.objects.update(day=day)
    CrewMember.objects.update(day=day)
    Visit.objects.exclude(day=None).update(day=day)


@pytest.fixture
def tomorrow() -> date:
    """A day that has not begun."""
    return city_day(timezone.now()) + timedelta(days=1)


@pytest.fixture
def dispatcher(cast: Cast) -> Client:
    """Somebody who may plan."""
    return colleague(cast, Role.SUPERVISOR)


def test_a_stop_is_moved_and_moved_back_without_a_script(
    cast: Cast, dispatcher: Client, tomorrow: date
) -> None:
    first, second = two_crews(cast)
    visit = visited(cast, first, 1)
    put_on(tomorrow)
    shown = dispatcher.get(f"{BOARD}?day={tomorrow}&visit={visit.pk}").content.decode()
    goal = f"{second.pk}:best"
    assert f'value="{goal}"' in shown
    asked = {"day": f"{tomorrow}", "visit": f"{visit.pk}", "place": goal}
    effect = dispatcher.get(f"{BOARD}try/", asked).content.decode()
    assert "就这样挪" in effect
    assert not BoardMove.objects.exists()
    said = {**asked, "stand": standing_of(tomorrow, cast.site), "op": new_key()}
    for _ in range(2):
        saved = dispatcher.post(f"{BOARD}move/?day={tomorrow}", said)
        assert saved["Location"] == f"{BOARD}?day={tomorrow}"
    assert BoardMove.objects.count() == 1
    visit.refresh_from_db()
    assert visit.crew_id == second.pk
    shown = dispatcher.get(f"{BOARD}?day={tomorrow}").content.decode()
    assert f"撤销：{visit.resident.name}" in shown
    dispatcher.post(f"{BOARD}undo/?day={tomorrow}", {"op": new_key()})
    visit.refresh_from_db()
    assert visit.crew_id == first.pk


def test_a_move_that_was_shown_for_an_older_day_is_shown_again(
    cast: Cast, dispatcher: Client, tomorrow: date
) -> None:
    first, second = two_crews(cast)
    visit = visited(cast, first, 1)
    put_on(tomorrow)
    said = {"visit": visit.pk, "place": f"{second.pk}:best", "stand": 7, "op": new_key()}
    answer = dispatcher.post(f"{BOARD}move/?day={tomorrow}", said)
    assert "/board/try/" in answer["Location"]
    assert "还没有保存" in dispatcher.get(answer["Location"].partition("#")[0]).content.decode()


def test_the_part_alone_is_for_the_script_of_the_page(
    cast: Cast, dispatcher: Client, tomorrow: date
) -> None:
    first, second = two_crews(cast)
    visit = visited(cast, first, 1)
    put_on(tomorrow)
    asked = {"visit": f"{visit.pk}", "place": f"{second.pk}:best"}
    part = dispatcher.get(f"{BOARD}try/", asked, headers={"HX-Request": "true"}).content.decode()
    assert "就这样挪" in part
    assert "<html" not in part


def test_what_is_late_is_told_in_words(cast: Cast, dispatcher: Client) -> None:
    first, _ = two_crews(cast)
    visit = visited(cast, first, 1)
    today = city_day(timezone.now())
    put_on(today)
    inside = timezone.now() - timedelta(hours=4)
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.ARRIVED, arrived_at=inside)
    shown = dispatcher.get(BOARD).content.decode()
    assert "要马上看的" in shown
    assert "进门太久" in shown


def test_a_day_without_crews_and_one_without_visits_say_so(
    cast: Cast, dispatcher: Client, tomorrow: date
) -> None:
    assert "还没有小组" in dispatcher.get(f"{BOARD}?day={tomorrow}").content.decode()
    assert "还没有小组" in dispatcher.get(f"{BOARD}?day=nonsense").content.decode()
    two_crews(cast)
    put_on(tomorrow)
    assert "整天都空着" in dispatcher.get(f"{BOARD}?day={tomorrow}").content.decode()


def test_so_many_who_wait_are_counted_not_listed(cast: Cast, dispatcher: Client) -> None:
    first = wish(cast, neighbour(1))
    rows = Visit.objects.filter(pk=first.pk).values().get()
    several = [{**rows, "id": new_key(), "code": f"M{number:09d}"} for number in range(300)]
    Visit.objects.bulk_create([Visit(**row) for row in several])
    shown = dispatcher.get(BOARD).content.decode()
    assert "301" in shown
    assert shown.count(first.resident.name) < 70


@pytest.mark.parametrize(
    "said", [{}, {"visit": "x"}, {"place": "9:best"}, {"visit": "x", "place": ":"}]
)
def test_nonsense_is_sent_back_to_the_board(dispatcher: Client, said: dict[str, str]) -> None:
    assert dispatcher.get(f"{BOARD}try/", said)["Location"].startswith(BOARD)
    said = {**said, "op": f"{new_key()}"}
    sent = dispatcher.post(f"{BOARD}move/", said, follow=True)
    assert "请先选一家" in sent.content.decode()


def test_nobody_moves_what_belongs_to_another_hall(cast: Cast, dispatcher: Client) -> None:
    asked = {"visit": f"{new_key()}", "place": "9:best"}
    assert dispatcher.get(f"{BOARD}try/", asked).status_code == 404


def test_a_week_shows_how_full_each_crew_is(cast: Cast, dispatcher: Client, tomorrow: date) -> None:
    assert "还没有排小组" in dispatcher.get(f"/desk/visits/week/?day={tomorrow}").content.decode()
    first, _ = two_crews(cast)
    visited(cast, first, 1)
    put_on(tomorrow)
    shown = dispatcher.get(f"/desk/visits/week/?day={tomorrow}").content.decode()
    assert '<strong class="number">1</strong> 家' in shown
    assert f"{BOARD}?day={tomorrow}" in shown
    assert "不出门" in shown


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "gestern", "2026-02-30"])
def test_a_day_that_is_none_shows_today(dispatcher: Client, day: str) -> None:
    for page in ("list", "board", "week", "cash"):
        shown = dispatcher.get(reverse(f"visits:{page}"), {"day": day})
        assert shown.status_code == HTTPStatus.OK
