"""A dispatcher puts stops elsewhere, sees first what that means, and may take it back."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanban.journal.models import Entry
from nuanban.team.enums import Skill
from nuanban.visits import actions
from nuanban.visits.models import BoardMove, Crew, Stop, Visit
from nuanban.visits.moving import BEST, FIRST, Goal, Moving, moving, read_goal
from nuanban.visits.queries import members_of
from nuanban.visits.standing import crews_of_day, standing_of
from nuanban.visits.tests.days import FAR, NEAR, TUESDAY, crew, member, neighbour, slots, wish
from nuanban.visits.tests.days import promised as promise
from tests.cast import MONDAY_9, Cast


def two_crews(cast: Cast) -> tuple[Crew, Crew]:
    """Both can receive people; only the second knows sign language."""
    first = crew(cast, "一组", [member(cast, "段立新", Skill.RECEPTION)])
    signs = member(cast, "周洁", Skill.RECEPTION, Skill.SIGN_LANGUAGE)
    return first, crew(cast, "二组", [signs])


def visited(cast: Cast, group: Crew, number: int, turn: int = 0, **said: Any) -> Visit:
    """Somebody who was promised this crew."""
    visit = wish(cast, neighbour(number), **said)
    mine = [slot for slot in slots(visit) if slot.crew == group.pk]
    return promise(cast, visit, mine[turn])


def shown(visit: Visit, group: Crew, after: str = BEST) -> Moving:
    """What the dispatcher sees before saving."""
    crews = crews_of_day(TUESDAY, visit.site_id)
    return moving(Visit.objects.get(pk=visit.pk), Goal(group.pk, after), crews, MONDAY_9)


def moved(cast: Cast, visit: Visit, group: Crew, after: str = BEST) -> BoardMove:
    """Shown and saved."""
    stand = standing_of(TUESDAY, cast.site)
    goal = Goal(group.pk, after)
    return actions.move_stop(visit, goal, stand=stand, by=cast.by(), at=MONDAY_9)


def undone(cast: Cast) -> BoardMove:
    """The last move is taken back."""
    return actions.undo_move(day=TUESDAY, site=cast.site, by=cast.by(), at=MONDAY_9)


def rows() -> list[tuple[object, ...]]:
    """The plan and the promises as they stand."""
    stops = Stop.objects.order_by("crew", "turn")
    kept = Visit.objects.order_by("pk").values_list("pk", "crew", "window_from", "window_to")
    return [*stops.values_list("crew", "visit", "arrive", "start", "leave"), *kept]


def check_the_day() -> None:
    """Stops never overlap, and promises hold."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for _, several in itertools.groupby(Stop.objects.order_by("crew", "turn"), lambda s: s.crew_id):
        for one, two in itertools.pairwise(several):
            assert one.leave <= two.start
    for visit in Visit.objects.exclude(crew=None):
        stop = Stop.objects.get(visit=visit)
        assert stop.crew_id == visit.crew_id
        assert visit.window_from is not None
        assert visit.window_to is not None
        assert visit.window_from <= stop.start <= visit.window_to


def test_a_stop_goes_to_another_crew_and_keeps_its_promise(cast: Cast) -> None:
    first, second = two_crews(cast)
    visit = visited(cast, first, 1)
    window = visit.window_from, visit.window_to
    effect = shown(visit, second)
    assert effect.refused == ""
    made = moved(cast, visit, second)
    visit.refresh_from_db()
    assert (visit.crew_id, (visit.window_from, visit.window_to)) == (second.pk, window)
    assert Stop.objects.get(visit=visit).start == effect.start
    assert not Stop.objects.filter(crew=first).exists()
    entry = Entry.objects.get(kind="visits.stop_moved")
    assert (entry.object_id, entry.payload["to"]) == (visit.pk, second.pk)
    assert made.moved_by == cast.by().name
    check_the_day()


def test_what_a_move_costs_is_told_before_it_is_saved(cast: Cast) -> None:
    first, second = two_crews(cast)
    near = visited(cast, first, 1, point=NEAR)
    stays = visited(cast, second, 2, turn=1, point=FAR, skills=[Skill.SIGN_LANGUAGE])
    begins = Stop.objects.get(visit=stays).start
    before = rows()
    effect = shown(near, second, FIRST)
    assert rows() == before
    assert effect.refused == ""
    assert effect.extra_minutes < 0
    assert [(one.visit, one.start > begins) for one in effect.shifted] in ([], [(stays, True)])


def test_a_move_that_would_break_a_promise_is_refused_in_words(cast: Cast) -> None:
    first, second = two_crews(cast)
    early = visited(cast, first, 1, minutes=120)
    late = visited(cast, second, 2, turn=-1, point=FAR, minutes=60)
    effect = shown(early, second, str(late.pk))
    assert "就失约了" in effect.refused
    assert early.resident.name in effect.refused
    with pytest.raises(actions.Unmovable, match="就失约了"):
        moved(cast, early, second, str(late.pk))
    assert not BoardMove.objects.exists()


def test_only_a_crew_that_can_and_may_is_taken(cast: Cast) -> None:
    first, second = two_crews(cast)
    signs = visited(cast, second, 1, skills=[Skill.SIGN_LANGUAGE])
    assert "没有人会手语" in shown(signs, first).refused
    shy = visited(cast, first, 2)
    helper = members_of(second)[0]
    actions.note_unwilling(shy.resident, helper, words="", by=cast.by(), at=MONDAY_9)
    assert "不愿意再见二组的人" in shown(shy, second).refused
    actions.stop_crew(second, by=cast.by(), at=MONDAY_9)
    assert "已经停了" in shown(shy, second).refused


def test_what_was_shown_is_saved_or_nothing(cast: Cast) -> None:
    first, second = two_crews(cast)
    visit = visited(cast, first, 1)
    stand = standing_of(TUESDAY, cast.site)
    visited(cast, second, 2)
    goal = Goal(second.pk)
    with pytest.raises(actions.BoardChanged):
        actions.move_stop(visit, goal, stand=stand, by=cast.by(), at=MONDAY_9)


def test_moves_are_taken_back_one_by_one(cast: Cast) -> None:
    first, second = two_crews(cast)
    one, two = visited(cast, first, 1), visited(cast, first, 2, turn=2)
    begin = rows()
    moved(cast, one, second)
    middle = rows()
    moved(cast, two, second)
    undone(cast)
    assert rows() == middle
    undone(cast)
    assert rows() == begin
    with pytest.raises(actions.NothingToUndo):
        undone(cast)
    assert Entry.objects.filter(kind="visits.move_undone").count() == 2


def test_a_move_is_not_taken_back_when_the_day_has_changed(cast: Cast) -> None:
    first, second = two_crews(cast)
    visit = visited(cast, first, 1)
    moved(cast, visit, second)
    other = visited(cast, second, 2)
    with pytest.raises(actions.CannotUndo):
        undone(cast)
    actions.cancel(other, why="", by=cast.by(), at=MONDAY_9)
    later = MONDAY_9 + timedelta(days=1, hours=8)
    with pytest.raises((actions.TooLateToUndo, actions.CannotUndo)):
        actions.undo_move(day=TUESDAY, site=cast.site, by=cast.by(), at=later)


def test_nobody_makes_up_a_place() -> None:
    assert read_goal("7:best") == Goal(7)
    for text in ("", "x:best", "7", "7:", "7:nobody", "-1:first", "9" * 40 + ":best"):
        assert read_goal(text) is None


STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=3, max_size=6)


@given(steps=STEPS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_moved_and_undone_stops_never_overlap_and_promises_hold(
    full_day: tuple[Cast, list[Crew], list[Visit]], steps: list[tuple[int, int]]
) -> None:
    cast, groups, visits = full_day
    with transaction.atomic():
        for who, where in steps:
            try:
                if where == 9:
                    undone(cast)
                    continue
                visit = visits[who % len(visits)]
                visit.refresh_from_db()
                others = [FIRST, BEST, *(str(v.pk) for v in visits if v != visit)]
                moved(cast, visit, groups[where % 2], others[where % len(others)])
            except (actions.Unmovable, actions.NothingToUndo):
                continue
            check_the_day()
        transaction.set_rollback(True)


@pytest.fixture
def full_day(cast: Cast) -> tuple[Cast, list[Crew], list[Visit]]:
    """Two crews and five visits."""
    first, second = two_crews(cast)
    visits = [
        visited(cast, group, number, turn=number // 2, point=FAR if number % 2 else NEAR)
        for number, group in enumerate((first, second, first, second, first))
    ]
    return cast, [first, second], visits
