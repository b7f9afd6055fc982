"""What people in a hall may rely on, whatever the day brings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.zone.queue import (
    Lane,
    QueuePolicy,
    Reason,
    Waiting,
    WindowSkills,
    choose,
    overtaken_by,
)

OPENING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ANY_WINDOW = WindowSkills("W1")


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def person(number: int, minutes: float, lane: Lane = Lane.ORDINARY) -> Waiting:
    return Waiting(id=UUID(int=number), lane=lane, arrived_at=at(minutes))


AREAS = ("", "insurance", "property")
SKILLS = ("sign_language", "notary")
quick = settings(deadline=None, max_examples=80)
minutes = st.integers(0, 200)


def some_skills(chance: Random) -> frozenset[str]:
    return frozenset(chance.sample(SKILLS, chance.choice([0, 0, 1])))


def somebody(chance: Random, number: int) -> Waiting:
    arrived = chance.randrange(200)
    returned = chance.choice([None, None, chance.randrange(30)])
    return Waiting(
        id=UUID(int=number),
        lane=chance.choice(list(Lane)),
        arrived_at=at(arrived),
        area=chance.choice(AREAS),
        skills=some_skills(chance),
        needs=some_skills(chance),
        only_window=chance.choice(["", "", "", "W1", "W2"]),
        appointment_at=chance.choice([None, None, at(chance.randrange(200))]),
        forwarded_at=chance.choice([None, at(arrived + 10)]),
        returned_at=None if returned is None else at(arrived + returned),
        misses=0 if returned is None else chance.randint(1, 4),
        calls_since_return=chance.randint(0, 3),
        overtaken=chance.randint(0, 15),
    )


def crowd_of(seed: int, at_most: int) -> list[Waiting]:
    chance = Random(seed)
    return [somebody(chance, number) for number in range(chance.randint(0, at_most))]


def crowds(at_most: int = 25) -> st.SearchStrategy[list[Waiting]]:
    return st.integers(0, 2**32).map(lambda seed: crowd_of(seed, at_most))


def some_window(seed: int) -> WindowSkills:
    chance = Random(seed)
    return WindowSkills(
        code=chance.choice(["W1", "W2"]),
        areas=frozenset(chance.sample(AREAS[1:], chance.randrange(3))),
        skills=some_skills(chance),
        lanes=chance.choice([frozenset(Lane), frozenset([Lane.PRIORITY])]),
    )


windows = st.integers(0, 2**32).map(some_window)


ALL_ROUND = [WindowSkills(code, skills=frozenset(SKILLS)) for code in ("W1", "W2")]


@quick
@given(crowds(), windows, minutes)
def test_the_same_hall_gives_the_same_answer_in_whatever_order_it_is_read(
    crowd: list[Waiting], window: WindowSkills, clock: int
) -> None:
    assert choose(crowd, window, at(clock)) == choose(crowd[::-1], window, at(clock))


@quick
@given(crowds(), windows, minutes)
def test_a_window_never_gets_somebody_it_cannot_serve_and_never_idles(
    crowd: list[Waiting], window: WindowSkills, clock: int
) -> None:
    choice = choose(crowd, window, at(clock))
    can_be_served = {person.id for person in crowd if window.can_serve(person)}
    if choice is None:
        assert not can_be_served
    else:
        assert choice.id in can_be_served
        assert choice.text.endswith("。")


@quick
@given(st.lists(minutes, min_size=1, max_size=30, unique=True))
def test_ordinary_people_among_themselves_are_served_as_they_came(arrivals: list[int]) -> None:
    crowd = [person(number, minute) for number, minute in enumerate(arrivals)]
    called = []
    while choice := choose(crowd, ANY_WINDOW, at(201)):
        called.append(next(p.arrived_at for p in crowd if p.id == choice.id))
        crowd = [p for p in crowd if p.id != choice.id]
    assert called == sorted(called)


@quick
@given(crowds(at_most=40), st.lists(st.integers(0, 1), min_size=1), minutes)
def test_everybody_is_called_in_the_end_and_nobody_twice(
    crowd: list[Waiting], turns: list[int], clock: int
) -> None:
    left, called, number = list(crowd), [], 0
    while left:
        window = ALL_ROUND[turns[number % len(turns)] if number < 200 else number % 2]
        choice = choose(left, window, at(clock + number))
        number += 1
        if choice:
            called.append(choice.id)
            left = [person for person in left if person.id != choice.id]
        assert number < 400
    assert sorted(called) == sorted(person.id for person in crowd)


@quick
@given(crowds(at_most=40), st.integers(1, 6), st.lists(st.integers(0, 1), min_size=80, max_size=80))
def test_nobody_is_ever_overtaken_more_often_than_the_cap(
    crowd: list[Waiting], cap: int, turns: list[int]
) -> None:
    policy = QueuePolicy(overtaken_cap=cap, head_start=timedelta(minutes=80))
    here = [replace(person, overtaken=0) for person in crowd]
    to_come = [person(100 + n, 200 + n, Lane.PRIORITY) for n in range(20)]
    for clock, turn in enumerate(turns, start=200):
        here += [late for late in to_come if late.arrived_at == at(clock)]
        window = ALL_ROUND[turn]
        choice = choose(here, window, at(clock), policy)
        if choice is None:
            continue
        passed = overtaken_by(choice, here, window)
        here = [
            replace(p, overtaken=p.overtaken + (p.id in passed)) for p in here if p.id != choice.id
        ]
        assert all(p.overtaken <= cap for p in here)


@quick
@given(crowds(), windows, minutes)
def test_past_the_waiting_cap_only_people_who_came_earlier_go_first(
    crowd: list[Waiting], window: WindowSkills, clock: int
) -> None:
    policy = QueuePolicy()
    plain = [replace(p, returned_at=None, misses=0, overtaken=0) for p in crowd]
    choice = choose(plain, window, at(clock), policy)
    if choice is None:
        return
    chosen = next(person for person in plain if person.id == choice.id)
    for other in plain:
        too_long = at(clock) - other.arrived_at >= policy.waiting_cap
        if too_long and window.can_serve(other):
            assert chosen.arrived_at <= other.arrived_at


def chosen_number(crowd: list[Waiting], clock: float, window: WindowSkills = ANY_WINDOW) -> int:
    choice = choose(crowd, window, at(clock))
    assert choice is not None
    return choice.id.int


def test_a_priority_person_counts_as_having_come_a_head_start_earlier() -> None:
    assert chosen_number([person(1, 0), person(2, 24, Lane.PRIORITY)], 30) == 2
    assert chosen_number([person(1, 0), person(2, 26, Lane.PRIORITY)], 30) == 1


def test_after_fifteen_others_an_ordinary_person_is_next() -> None:
    patient = replace(person(1, 0), overtaken=15)
    crowd = [patient, person(2, 10, Lane.PRIORITY)]
    choice = choose(crowd, ANY_WINDOW, at(20))
    assert choice is not None
    assert (choice.id.int, choice.reason) == (1, Reason.OVERTAKEN_CAP)
    assert "15 位" in choice.text


def test_an_appointment_goes_first_when_its_time_has_come() -> None:
    booked = replace(person(2, 20), appointment_at=at(30))
    assert chosen_number([person(1, 0), booked], 29) == 1
    assert chosen_number([person(1, 0), booked], 30) == 2
    assert chosen_number([person(1, 0), booked], 50) == 2


def test_who_comes_too_late_for_an_appointment_queues_like_everybody() -> None:
    late = replace(person(2, 46), appointment_at=at(30))
    assert chosen_number([person(1, 40), late], 50) == 1


def test_a_forwarded_person_keeps_the_place_of_the_first_arrival() -> None:
    sent_on = replace(person(2, 5), forwarded_at=at(40))
    choice = choose([person(1, 10), sent_on], ANY_WINDOW, at(41))
    assert choice is not None
    assert (choice.id.int, choice.reason) == (2, Reason.FORWARDED)


def test_who_missed_the_call_and_came_back_is_next_after_two_others() -> None:
    back = replace(person(1, 0), misses=1, returned_at=at(20))
    crowd = [back, person(2, 10), person(3, 11), person(4, 12)]
    assert chosen_number(crowd, 21) == 2
    crowd = [replace(back, calls_since_return=2), person(3, 11), person(4, 12)]
    assert chosen_number(crowd, 22) == 1


def test_who_came_back_alone_does_not_wait_for_others() -> None:
    assert chosen_number([replace(person(1, 0), misses=1, returned_at=at(20))], 20) == 1


def test_after_a_third_missed_call_the_person_queues_again_but_is_never_dropped() -> None:
    back = replace(person(1, 0), misses=3, returned_at=at(20), calls_since_return=9)
    assert chosen_number([back, person(2, 10)], 25) == 2
    assert chosen_number([back, person(3, 21)], 25) == 1


def test_a_deaf_person_is_kept_a_short_while_for_the_window_that_signs() -> None:
    deaf = replace(person(1, 0), needs=frozenset({"sign_language"}))
    crowd = [deaf, person(2, 1)]
    signs = WindowSkills("W2", skills=frozenset({"sign_language"}))
    assert chosen_number(crowd, 3) == 2
    assert chosen_number(crowd, 3, signs) == 1
    assert chosen_number(crowd, 7) == 1


def test_a_person_forwarded_to_one_window_is_called_only_there() -> None:
    sent = replace(person(1, 0), only_window="W2")
    assert choose([sent], ANY_WINDOW, at(5)) is None
    assert chosen_number([sent], 5, WindowSkills("W2")) == 1


def test_a_policy_that_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="overtaken_cap"):
        QueuePolicy(overtaken_cap=0)
    with pytest.raises(ValueError, match="head_start"):
        QueuePolicy(head_start=timedelta(hours=2))
