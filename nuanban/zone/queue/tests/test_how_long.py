"""What a person is told about the wait."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.zone.queue import (
    Lane,
    Line,
    Outlook,
    Pace,
    Waiting,
    WaitRange,
    WindowAhead,
    WindowSkills,
    ahead_of,
    estimate,
    expected_free_at,
)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
quick = settings(deadline=None, max_examples=40)
NOBODY_ELSE_COMES = Outlook(priority_per_hour=0)


def crowd(count: int, lane: Lane = Lane.ORDINARY) -> list[Waiting]:
    return [Waiting(UUID(int=n), lane, NOW - timedelta(minutes=count - n)) for n in range(count)]


def newcomer(lane: Lane = Lane.ORDINARY) -> Waiting:
    return Waiting(UUID(int=10_000), lane, NOW)


def busy_windows(count: int) -> list[WindowAhead]:
    free_at = NOW + timedelta(minutes=4)
    return [WindowAhead(WindowSkills(f"W{n}"), free_at) for n in range(1, count + 1)]


def told(people: int, windows: int, lane: Lane = Lane.ORDINARY) -> WaitRange:
    found = estimate(
        newcomer(lane), crowd(people), busy_windows(windows), NOW, outlook=NOBODY_ELSE_COMES
    )
    assert found is not None
    return found


def test_with_a_free_window_and_nobody_ahead_it_is_your_turn() -> None:
    free = [WindowAhead(WindowSkills("W1"), NOW)]
    found = estimate(newcomer(), [], free, NOW)
    assert found == WaitRange(0, 1)
    assert found.text == "马上就到"


def test_no_window_that_serves_the_person_gives_no_promise() -> None:
    other = [WindowAhead(WindowSkills("W1", areas=frozenset({"property"})), NOW)]
    person = Waiting(UUID(int=1), Lane.ORDINARY, NOW, area="insurance")
    assert estimate(person, [], other, NOW) is None


@quick
@given(st.integers(0, 600), st.integers(1, 8))
def test_a_range_is_whole_minutes_in_the_right_order(people: int, windows: int) -> None:
    found = told(people, windows)
    assert 0 <= found.low_minutes < found.high_minutes


@quick
@given(st.integers(0, 300), st.integers(1, 6))
def test_more_people_never_promise_less_and_more_windows_never_promise_more(
    people: int, windows: int
) -> None:
    found = told(people, windows)
    assert told(people + 10, windows).high_minutes >= found.high_minutes
    assert told(people, windows + 1).high_minutes <= found.high_minutes


def test_a_long_queue_is_told_in_proportion() -> None:
    """1,500 people before six windows of 8 minutes (95 % stay): about 1,900 minutes."""
    found = told(1500, 6)
    assert found.low_minutes < 1500 * 8 * 0.95 / 6 < found.high_minutes


def test_a_priority_person_is_told_less() -> None:
    assert told(30, 6, Lane.PRIORITY).high_minutes < told(30, 6).low_minutes


def test_people_still_to_come_make_an_ordinary_wait_longer() -> None:
    calm = told(20, 3)
    busy = estimate(
        newcomer(), crowd(20), busy_windows(3), NOW, outlook=Outlook(priority_per_hour=30)
    )
    assert busy is not None
    assert busy.high_minutes > calm.high_minutes


def test_a_lunch_break_is_part_of_the_wait() -> None:
    lunch = (NOW, NOW + timedelta(minutes=45))
    closed = [WindowAhead(WindowSkills("W1"), NOW, (lunch,))]
    found = estimate(newcomer(), [], closed, NOW, outlook=NOBODY_ELSE_COMES)
    assert found is not None
    assert found.low_minutes <= 45 <= found.high_minutes


def test_a_line_answers_like_the_plain_list() -> None:
    people = crowd(40)
    line = Line(people)
    windows = busy_windows(4)
    assert estimate(newcomer(), line, windows, NOW) == estimate(newcomer(), people, windows, NOW)
    assert ahead_of(newcomer(), line) == ahead_of(newcomer(), people) == 40
    assert ahead_of(people[3], line) == 3


@quick
@given(st.lists(st.floats(1, 60), max_size=200))
def test_the_pace_of_the_day_moves_towards_what_was_seen(seen: list[float]) -> None:
    start = Pace(8.0, 6.0)
    learned = start.learned_from(seen)
    everything = [start.mean, *seen]
    assert min(everything) - 1e-9 <= learned.mean <= max(everything) + 1e-9
    assert learned.spread >= 0


def test_a_long_service_still_has_some_time_left() -> None:
    pace = Pace(8.0, 6.0)
    assert expected_free_at(NOW - timedelta(minutes=2), NOW, pace) == NOW + timedelta(minutes=6)
    assert expected_free_at(NOW - timedelta(hours=1), NOW, pace) > NOW


def test_ranges_are_said_in_words() -> None:
    assert WaitRange(0, 8).text == "8 分钟以内"
    assert WaitRange(10, 25).text == "10–25 分钟"
