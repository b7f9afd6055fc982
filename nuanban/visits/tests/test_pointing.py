"""A map under the form for a visit: what is drawn of the city, and what its words are made of."""

import json
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from nuanban.accounts.enums import Role
from nuanban.offices.queries import Division
from nuanban.offices.tests.drawn import drawn_by_hand, square
from nuanban.visits.ground import degrees
from nuanban.visits.pointing import Wanted, pin_map
from nuanban.visits.tests.days import NEAR
from tests.cast import Cast
from tests.clients import colleague

GROUND = reverse("visits:ground")
TOWN, VILLAGE = "430602007", "430602001001"


def seen(cast: Cast, **asked: Any) -> str:
    """What the script of the map is given."""
    answer = colleague(cast, Role.HOTLINE_AGENT).get(GROUND, asked)
    assert answer.status_code == HTTPStatus.OK
    return str(answer.content.decode())


def villages_in(part: str) -> dict[str, list[Any]]:
    """Those that words may name."""
    told = part.partition('data-villages="')[2].partition('"')[0]
    found: dict[str, list[Any]] = json.loads(unescape(told))
    return found


def test_a_chosen_township_lies_in_the_middle_with_its_border(cast: Cast) -> None:
    drawn_by_hand(TOWN, square(113.10, 29.38, 0.04))
    part = seen(cast, division=TOWN, chosen=TOWN)
    assert 'class="day-area township"' in part
    assert "望岳路街道" in part
    left, top, width, height = (
        float(it) for it in part.partition('data-edges="')[2].partition('"')[0].split()
    )
    middle = degrees((left + width / 2, top + height / 2))
    assert middle == pytest.approx((29.40, 113.12), abs=0.001)


def test_without_a_border_there_are_its_surroundings(cast: Cast) -> None:
    near, wide = (pin_map(Wanted(division=code)).frame for code in ("430602001", "430626"))
    assert near.width * 360 == pytest.approx(0.2)
    assert wide.width * 360 == pytest.approx(0.6)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"division": "999"},
        {"latitude": "nan", "longitude": "113"},
        {"latitude": "29.4"},
        {"letters": "0", "across": "-3"},
    ],
)
def test_whatever_makes_no_sense_shows_the_city(cast: Cast, asked: dict[str, str]) -> None:
    part = seen(cast, **asked)
    assert "平江县" in part
    assert "50 米" not in part


def test_nobody_looks_nearer_than_there_is_to_see(cast: Cast, settings: Settings) -> None:
    near = Wanted(latitude=NEAR[0], longitude=NEAR[1], across=0.0001)
    assert pin_map(near).frame.width * 360 == pytest.approx(0.06)
    assert pin_map(near).scale[1] == "500 米"
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_ATTRIBUTION = "天地图"
    found = pin_map(near)
    assert found.frame.width * 360 == pytest.approx(0.01)
    assert found.ground.tiles
    page = colleague(cast, Role.GUIDE).get(reverse("visits:new", args=[cast.wang.pk]))
    assert "底图：天地图" in page.content.decode()


def test_villages_are_named_where_they_are_near(cast: Cast) -> None:
    Division.objects.filter(code=VILLAGE).update(latitude=NEAR[0], longitude=NEAR[1])
    name = Division.objects.get(code=VILLAGE).name
    here = {"latitude": NEAR[0], "longitude": NEAR[1]}
    near = seen(cast, **here, across=0.1)
    assert villages_in(near) == {VILLAGE: [name, *NEAR]}
    assert f">{name}<" in near
    assert villages_in(seen(cast, **here, across=1.5)) == {}


def test_large_letters_have_fewer_names_but_the_chosen_one(cast: Cast) -> None:
    many, few = (
        [name.text for name in pin_map(Wanted(letters=letters, chosen="430621")).ground.names]
        for letters in (47, 16)
    )
    assert len(many) > len(few) > 1
    assert few[0] == "岳阳县"


def test_the_page_carries_townships_and_keeps_its_boxes(cast: Cast) -> None:
    page = colleague(cast, Role.SPECIALIST).get(reverse("visits:new", args=[cast.wang.pk]))
    words = page.content.decode()
    told = words.partition('<script id="pin-places" type="application/json">')[2]
    places = json.loads(told.partition("</script>")[0])
    assert places["430602"][0] == "岳阳楼区"
    assert places["430602001"] == ["岳阳楼街道", 29.385, 113.09]
    assert "430600" not in places
    assert 'name="latitude"' in words
    assert 'name="longitude"' in words
