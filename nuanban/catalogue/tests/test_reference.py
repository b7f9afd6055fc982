"""Loading what ships: the counts of the city's list, once and again."""

import dataclasses
from collections import Counter
from datetime import timedelta

import pytest

from nuanban.catalogue import actions, queries, reference
from nuanban.catalogue.enums import FIVE_CHANNELS, Channel, Group, Level
from nuanban.catalogue.models import ItemVersion, Material
from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day
from tests.cast import MONDAY_9, Cast

pytestmark = pytest.mark.django_db
DAY = city_day(MONDAY_9)


def test_the_counts_are_those_of_the_city() -> None:
    assert queries.items().count() == 86
    counts = queries.channel_counts()
    assert [counts[c] for c in FIVE_CHANNELS] == [7, 21, 42, 5, 77]
    assert counts[Channel.ONLINE] == 22


def test_every_item_has_a_guide_a_department_a_group_and_a_place() -> None:
    codes = list(queries.items().values_list("code", flat=True))
    assert len(queries.versions_in_force(codes, DAY)) == 86
    groups, channels = queries.groups_by_item(), queries.channels_by_item()
    assert all(groups[code] and channels[code] and queries.levels_of(code) for code in codes)
    counted = Counter(group for found in groups.values() for group in found)
    assert counted[Group.ELDERLY] == 52
    assert counted[Group.DISABLED] == 50


def test_no_item_is_online_only() -> None:
    assert all(set(found) - {Channel.ONLINE} for found in queries.channels_by_item().values())


def test_villages_may_offer_what_the_city_handed_down() -> None:
    assert queries.may_be_offered_at("SG-MZ-01", Level.VILLAGE)
    assert not queries.may_be_offered_at("SG-BD-01", Level.VILLAGE)


def test_the_zone_and_windows_know_their_items() -> None:
    assert queries.zone_items().count() == 7
    assert queries.is_item("SG-MZ-01")
    assert not queries.is_item("SG-MZ-99")
    assert queries.department_code("SG-MZ-01") == "MZ"
    assert queries.department_code("SG-QT-02") == "SW"
    assert queries.department_code("nothing") == ""


def test_loading_again_changes_nothing() -> None:
    before = ItemVersion.objects.count(), Material.objects.count()
    assert actions.load_reference(by=SYSTEM, at=MONDAY_9) == 0
    assert (ItemVersion.objects.count(), Material.objects.count()) == before


def test_a_changed_file_becomes_a_new_version_from_today(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = reference.guide

    def changed(code: str) -> reference.Guide:
        told = shipped(code)
        if code != "SG-MZ-01":
            return told
        return dataclasses.replace(told, answer="新的回答。", digest="another")

    monkeypatch.setattr(reference, "guide", changed)
    assert actions.load_reference(by=SYSTEM, at=MONDAY_9) == 1
    now = queries.version_in_force("SG-MZ-01", DAY)
    yesterday = queries.version_in_force("SG-MZ-01", DAY - timedelta(days=1))
    assert now is not None
    assert yesterday is not None
    assert (now.number, now.answer) == (2, "新的回答。")
    assert yesterday.number == 1


def test_a_guide_rewritten_at_a_desk_is_never_replaced(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = queries.item("SG-MZ-01")
    assert item is not None
    actions.start_draft(item, by=cast.by(), at=cast.at)
    shipped = reference.guide
    monkeypatch.setattr(
        reference, "guide", lambda code: dataclasses.replace(shipped(code), digest="another")
    )
    assert actions.load_reference(by=SYSTEM, at=cast.at) == 85


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("高龄津贴", "SG-MZ-01"),
        ("gaolingjintie", "SG-MZ-01"),
        ("gljt", "SG-MZ-01"),
        ("老年卡", "SG-MZ-10"),
        ("laonianka", "SG-MZ-10"),
        ("报药费", "SG-YB-05"),
        ("轮椅", "SG-CL-04"),
        ("allowance", "SG-MZ-01"),
        ("SG-BD-02", "SG-BD-02"),
        ("驾驶证 残疾", "SG-GA-01"),
    ],
)
def test_people_find_an_item_by_their_own_words(words: str, code: str) -> None:
    assert code in set(queries.search(words).values_list("code", flat=True))


def test_a_search_may_hold_anything() -> None:
    assert queries.search("\x00 ' % _ 😀 " + "长" * 30).count() == 0
