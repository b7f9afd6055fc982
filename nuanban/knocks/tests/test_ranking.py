"""Who comes first is fair: to who is in need, and to the smallest village."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.knocks.ranking import (
    ROUNDS,
    Person,
    days_words,
    fair_order,
    rank,
    sentence,
    urgency_of_days,
)


@dataclass(frozen=True)
class One:
    """Somebody who waits."""

    name: int
    division_id: str
    rank: int


_CITY = st.lists(st.tuples(st.sampled_from("甲乙丙丁戊"), st.integers(0, 200)), max_size=120)


@settings(max_examples=80, deadline=None)
@given(_CITY)
def test_no_village_starves(rows: list[tuple[str, int]]) -> None:
    waiting = [One(n, village, points) for n, (village, points) in enumerate(rows)]
    order = fair_order(waiting)
    assert Counter(order) == Counter(waiting)
    people = Counter(one.division_id for one in waiting)
    gone: Counter[str] = Counter()
    for one in order:
        gone[one.division_id] += 1
        # In how many rounds each village has been; one that is through is in the last one.
        rounds = {v: gone[v] / -(-n // ROUNDS) for v, n in people.items() if gone[v] < n}
        assert all(
            gone[one.division_id] / -(-people[one.division_id] // ROUNDS) - 1 <= r
            for r in rounds.values()
        )
    for village in people:
        own = [one.rank for one in order if one.division_id == village]
        assert own == sorted(own, reverse=True)


def test_a_lone_farm_is_in_the_first_round() -> None:
    town = [One(n, "镇上", 200) for n in range(100)]
    order = fair_order([*town, One(500, "山里", 30)])
    assert order.index(One(500, "山里", 30)) == 10


def test_the_sooner_it_ends_the_more_urgent() -> None:
    points = [urgency_of_days(left) for left in (-30, 0, 7, 8, 30, 31, 60, 61, 90, 91)]
    assert points == [100, 100, 90, 70, 70, 45, 45, 30, 30, 20]
    assert days_words("残疾证", -12) == "残疾证已经过期 12 天"
    assert days_words("残疾证", 0) == "残疾证今天到期"


def test_who_is_easy_to_miss_comes_before_the_others() -> None:
    grandmother = Person(age=83, lives_alone=True)
    assert sentence(days_words("残疾证", 12), grandmother) == "残疾证还有 12 天到期；83 岁，独居"
    assert rank(70, grandmother) > rank(70, Person(age=83)) > rank(70, Person(age=50)) == 70
    assert rank(70, Person(age=91)) > rank(70, Person(age=89))
    assert sentence("还差一项情况", Person(age=40)) == "还差一项情况"
