"""A day from a file: what is wrong is told whole, with the name and what to do."""

import copy
import json
from typing import Any

import pytest

from nuanban.planner.fields import DayFault
from nuanban.planner.reading import day_from, day_from_text

GOOD: dict[str, Any] = {
    "day": "2026-03-02",
    "travel": {"kind": "matrix", "seconds": [[0, 600], [700, 0]]},
    "places": [{"id": "站", "lat": 29.3, "lon": 113.1}, {"id": "家", "lat": 29.4, "lon": 113.2}],
    "crews": [
        {
            "id": "甲",
            "start": "站",
            "end": "站",
            "shift": [28800, 61200],
            "breaks": [{"window": [41400, 46800], "seconds": 2700}],
            "skills": ["护理"],
        }
    ],
    "visits": [
        {
            "id": "户1",
            "place": "家",
            "windows": [[32400, 43200]],
            "seconds": 1800,
            "skills": ["护理"],
            "priority": 50,
            "people": 1,
            "promised": {"crew": "甲", "window": [32400, 39600]},
            "unwilling_crews": [],
            "known_crews": [],
        }
    ],
}

MATRIX = ["travel", "seconds"]
VISIT = ["visits", 0]
CREW = ["crews", 0]

# (where, what stands there, words of the sentence)
FAULTS: list[tuple[list[Any], Any, str]] = [
    ([*VISIT, "place"], None, "上门 户1：没有地址（缺少 place）。请问清住址"),
    ([*VISIT, "place"], "不知", "上门 户1：地点 不知 不在 places 里"),
    ([*VISIT, "windows"], [[32400, 33000]], "上门 户1：windows 第 1 段（9:00 到 9:10）比服务时间"),
    ([*VISIT, "windows"], [[43200, 32400]], "先结束后开始（12:00 到 9:00）"),
    ([*VISIT, "windows"], [], "上门 户1：windows 要写可以上门的时间"),
    ([*VISIT, "windows"], [["九点", 1]], "windows 第 1 段 要写 [开始秒, 结束秒]"),
    ([*VISIT, "windows"], [[-5, 90000]], "要在 0 到"),
    ([*VISIT, "seconds"], -1, "上门 户1：seconds 要写"),
    ([*VISIT, "seconds"], True, "上门 户1：seconds 要写"),
    ([*VISIT, "people"], 3, "people 要写 1 到 2 的整数"),
    ([*VISIT, "priority"], 101, "priority 要写 0 到 100"),
    ([*VISIT, "id"], None, "第 1 个上门：缺少 id"),
    ([*VISIT, "skills"], "护理", "skills 要写文字的列表"),
    ([*VISIT, "unwilling_crews"], 5, "unwilling_crews 要写编号的列表"),
    ([*VISIT, "promised", "crew"], "丁", "承诺的班组 丁 不在 crews 里"),
    ([*VISIT, "promised", "window"], [50000, 51000], "承诺的时间（13:53 到 14:10）不在"),
    ([*VISIT, "promised"], "下午", "上门 户1的承诺：要写成 {…}"),
    ([*CREW, "shift"], [61200, 28800], "班组 甲：shift 先结束后开始"),
    ([*CREW, "shift"], [28800, 28800], "班组 甲：班次从 8:00 到 8:00，没有时间"),
    ([*CREW, "shift"], [28800, 36000], "第 1 次休息（11:30 到 13:00，45 分钟）放不进班次"),
    ([*CREW, "start"], "不知", "班组 甲：start 的地点 不知 不在 places 里"),
    ([*CREW, "breaks"], [{"window": [41400, 41400], "seconds": 60}] * 2, "几次休息叠在一起"),
    ([*CREW, "breaks"], [{"seconds": 60}], "班组 甲的第 1 个休息：缺少 window"),
    ([*CREW, "size"], 0, "size 要写 1 到 9"),
    ([*MATRIX], [[0, -1], [1, 0]], "seconds 从 站 到 家 写的是 -1"),
    ([*MATRIX], [[0, float("inf")], [1, 0]], "seconds 从 站 到 家 写的是 inf"),
    ([*MATRIX], [[0, None], [1, 0]], "seconds 从 站 到 家 写的是 None"),
    ([*MATRIX], [[0, "远"], [1, 0]], "seconds 从 站 到 家 写的是 '远'"),
    ([*MATRIX], [[0, 10**400], [1, 0]], "seconds 从 站 到 家 写的是 1000"),
    ([*MATRIX], [[0, 1], [1]], "seconds 第 2 行（家）有 1 个数，应有 2 个"),
    ([*MATRIX], [[0, 1]], "seconds 有 1 行，地点有 2 个"),
    ([*MATRIX], 5, "seconds 要写成方阵"),
    (["travel", "kind"], "直升机", "kind 只能是 matrix 或 points"),
    (["travel"], {"kind": "points"}, "travel：缺少 speed_kmh"),
    (["travel"], {"kind": "points", "speed_kmh": 0}, "speed_kmh 要写 1 到 300"),
    (["travel", "peaks"], [{"window": [0, 9], "factor": 0}], "factor 要写 0.05 到 20"),
    (["travel", "peaks"], [{"window": [0, 9], "factor": 2}] * 2, "peaks 在 0:00 重叠"),
    (["travel", "peaks"], [{"window": [0, 9], "speed_kmh": 9}], "speed_kmh 只能和 points 一起用"),
    (["places", 1, "lat"], 200, "地点 家：lat 要写 -90 到 90"),
    (["places", 1, "id"], "站", "地点 站：编号用了不止一次"),
    (["day"], "三月二日", "day 不是日期"),
    (["visits"], {"户": 1}, "visits 要写成列表"),
    (["crews"], None, "文件：缺少 crews"),
    (["visits", 0], 7, "第 1 个上门：要写成 {…}"),
]


def _changed(where: list[Any], value: Any) -> dict[str, Any]:
    found = copy.deepcopy(GOOD)
    at: Any = found
    for step in where[:-1]:
        at = at[step]
    at[where[-1]] = value
    return found


@pytest.mark.parametrize(("where", "value", "words"), FAULTS)
def test_what_is_wrong_is_told(where: list[Any], value: Any, words: str) -> None:
    with pytest.raises(DayFault) as told:
        day_from(_changed(where, value))
    assert any(words in fault for fault in told.value.faults), str(told.value)
    assert all(fault.endswith("。") for fault in told.value.faults)


def test_a_good_day_is_read() -> None:
    day = day_from(GOOD)
    assert day.visits[0].promised is not None
    assert day.crews[0].breaks[0].seconds == 2700
    assert day.travel.ways.seconds(day.places).tolist() == [[0, 600], [700, 0]]


def test_all_faults_are_told_at_once() -> None:
    found = _changed([*VISIT, "place"], None)
    found["crews"][0]["shift"] = [5, 4]
    found["visits"].append({"id": "户2"})
    with pytest.raises(DayFault) as told:
        day_from(found)
    assert len(told.value.faults) >= 5


def test_what_is_no_json_is_told() -> None:
    for text in ("", "{", "[" * 100_000, "[]"):
        with pytest.raises(DayFault):
            day_from_text(text)


def test_points_need_places_with_coordinates() -> None:
    found = _changed(["travel"], {"kind": "points", "speed_kmh": 35, "detour": 1.4})
    ways = day_from(found).travel.ways.seconds(day_from(found).places)
    assert 2100 < ways[0, 1] == ways[1, 0] < 2200
    del found["places"][1]["lat"]
    with pytest.raises(DayFault, match="地点 家：没有坐标"):
        day_from(found)


def test_hills_and_rush_hours_are_slower() -> None:
    points = {"kind": "points", "speed_kmh": 40, "terrain": {"山": 2}}
    found = _changed(["travel"], points | {"peaks": [{"window": [0, 9], "speed_kmh": 20}]})
    plain = day_from(found).travel
    found["places"][1]["terrain"] = "山"
    hilly = day_from(found)
    assert plain.slow[0].factor == 2
    way = hilly.travel.ways.seconds(hilly.places)[0, 1]
    assert way == pytest.approx(
        2 * plain.ways.seconds(day_from(_no_hill(found)).places)[0, 1], abs=2
    )


def _no_hill(found: dict[str, Any]) -> dict[str, Any]:
    flat = json.loads(json.dumps(found))
    del flat["places"][1]["terrain"]
    return dict(flat)
