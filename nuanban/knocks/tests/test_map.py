"""Nobody is left behind unseen, and nobody is found by a small number."""

from datetime import date, timedelta

import pytest

from nuanban.accounts.enums import Role
from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.knocks import actions
from nuanban.knocks.models import Reached
from nuanban.knocks.town_map import drawn, share_of, shown
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.offices.queries import outlines_of
from nuanban.offices.tests.drawn import drawn_by_hand, square
from nuanban.residents.queries import Resident
from tests.cast import Cast, person
from tests.clients import colleague


def serve(cast: Cast, resident: Resident) -> None:
    """Served at the hall."""
    cases.record_serving(
        channel=Channel.ZONE,
        site=cast.site,
        origin_id=new_key(),
        groups=[],
        resident_id=resident.pk,
        by=cast.by(),
        at=cast.at,
    )


def test_people_of_the_groups_are_counted_by_township(cast: Cast) -> None:
    elders = [person(f"老人{n}", date(1950, 1, 1) + timedelta(days=n))[0] for n in range(19)]
    for elder in elders[:6]:
        serve(cast, elder)
    given = [cases.ProactiveServing(new_key(), elder.pk, None) for elder in elders[6:10]]
    cases.record_proactive_servings(given, site=cast.site, by=cast.by(), at=cast.at)
    actions.gather(by=SYSTEM, at=cast.at)
    row = Reached.objects.get()
    # Wang is seventy-two; Liu belongs to no group.
    assert (row.township_id, row.people, row.served, row.met) == ("430602001", 20, 10, 6)
    page = colleague(cast, Role.SUPERVISOR).get("/desk/knocks/map/").content.decode()
    assert ">50%<" in page


@pytest.mark.parametrize(
    ("people", "part", "words", "share"),
    [
        (100, 40, "40", 40),
        (100, 0, "0", 0),
        (100, 100, "100", 100),
        (100, 3, "少于 5", None),
        (100, 97, "不公开", None),
        (4, 0, "不公开", None),
        (4, 2, "少于 5", None),
    ],
)
def test_small_numbers_and_what_tells_them_stay_hidden(
    people: int, part: int, words: str, share: int | None
) -> None:
    assert shown(people, part) == words
    assert share_of(people, part) == share


def test_a_hidden_number_has_no_size_that_could_be_measured(cast: Cast) -> None:
    rows = [
        Reached(township_id="430602001", people=n, served=0, met=0, counted_at=cast.at)
        for n in (1, 4)
    ]
    one, four = drawn(rows).towns
    assert one.radius == four.radius
    assert (one.people, one.share, one.filled) == ("少于 5", None, 0.0)


def test_outlines_lie_under_the_circles_and_give_a_place_to_who_has_none(cast: Cast) -> None:
    drawn_by_hand("430602007", square(113.20, 29.36))
    drawn_by_hand("430602", square(113.05, 29.30, 0.3))
    rows = [
        Reached.objects.create(township_id=code, people=9, served=0, met=0, counted_at=cast.at)
        for code in ("430602006", "430602007")
    ]
    found = drawn(rows, list(outlines_of(["430602", "430602007"])))
    assert [level for _, level in found.areas] == ["county", "township"]
    here = next(town for town in found.towns if town.code == "430602007")
    corners = [int(word) for word in found.areas[1][0].strip("MZ").split()]
    assert min(corners[::2]) < here.x < max(corners[::2])
    assert min(corners[1::2]) < here.y < max(corners[1::2])
    assert found.without_point == 0
    page = colleague(cast, Role.SUPERVISOR).get("/desk/knocks/map/").content.decode()
    assert page.count('class="area') == 2
