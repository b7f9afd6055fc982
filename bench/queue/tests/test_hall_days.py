"""A few generated days keep the promises that the long simulation measures."""

from bench.queue.hall import Shares, draw_day
from bench.queue.play import Booth, Hall
from bench.queue.rules import with_policy
from nuanban.zone.queue import QueuePolicy, WindowSkills


def play(seed: int) -> Hall:
    day = draw_day(seed, windows=6, load=0.9, shares=Shares(), areas=False)
    booths = [Booth(WindowSkills(f"W{n}"), lunch) for n, lunch in enumerate(day.lunches)]
    policy = QueuePolicy()
    hall = Hall(day, with_policy(policy), policy, booths, show_ranges=True)
    hall.play()
    return hall


def test_everybody_is_called_or_left_of_their_own_will() -> None:
    hall = play(11)
    assert len(hall.waits) + hall.walked_out == len(hall.day.visitors)
    assert not hall.waiting


def test_nobody_is_overtaken_more_than_fifteen_times() -> None:
    assert max(wait.overtaken for seed in (1, 2, 3) for wait in play(seed).waits) <= 15


def test_the_same_seed_is_the_same_day() -> None:
    assert [wait.minutes for wait in play(5).waits] == [wait.minutes for wait in play(5).waits]


def test_most_shown_ranges_are_true() -> None:
    waits = [wait for seed in (21, 22, 23) for wait in play(seed).waits if wait.shown]
    inside = sum(
        wait.shown.low_minutes <= wait.minutes <= wait.shown.high_minutes
        for wait in waits
        if wait.shown
    )
    assert inside / len(waits) >= 0.75
