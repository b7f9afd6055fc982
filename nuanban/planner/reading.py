"""A day from JSON. Everything is checked first and every fault is told, not only the first."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from nuanban.planner.day import Break, Crew, Day, Key, Place, Promise, Visit, Window
from nuanban.planner.fields import LAST_SECOND, DayFault, Fields, clock, shown
from nuanban.planner.reading_travel import read_travel
from nuanban.planner.sense import sense

# Shown at once; the rest is counted.
MOST_FAULTS = 200
MOST_PRIORITY = 100
MOST_LOAD = 1_000_000


def day_from_text(text: str) -> Day:
    """The day of a file. Raises DayFault."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise DayFault([f"这个文件不是正确的 JSON（{fault}）。请检查引号和逗号。"]) from None
    return day_from(found)


def day_from(found: Any) -> Day:
    """The day of values as JSON has them. Raises DayFault."""
    faults: list[str] = []
    top = Fields(found, "文件", faults)
    if faults:
        raise DayFault(faults)
    places = [_place(fields) for fields in top.rows("places", "地点")]
    on = _date(top)
    travel = read_travel(top, places)
    crews = [_crew(fields) for fields in top.rows("crews", "班组")]
    visits = [_visit(fields) for fields in top.rows("visits", "上门")]
    for word, things in (("地点", places), ("班组", crews), ("上门", visits)):
        faults += _twice(word, [one.id for one in things])
    faults += sense(places, crews, visits)
    if faults or travel is None:
        if len(faults) > MOST_FAULTS:
            faults[MOST_FAULTS:] = [f"……另有 {len(faults) - MOST_FAULTS} 处。请先改上面的。"]
        raise DayFault(faults)
    return Day(on, travel, tuple(places), tuple(crews), tuple(visits))


def _date(top: Fields) -> date:
    word = top.get("day")
    try:
        return date.fromisoformat(word)
    except (TypeError, ValueError):
        if word is not None:
            top.fault(f"day 不是日期：{shown(word)}。请写成 2026-03-02")
        return date.min


def _twice(word: str, keys: Iterable[Key]) -> list[str]:
    seen: set[Key] = set()
    twice: list[Key] = []
    for key in keys:
        if key in seen and key not in twice and key != "":
            twice.append(key)
        seen.add(key)
    return [f"{word} {key}：编号用了不止一次。请一个编号只写一行。" for key in twice]


def _place(fields: Fields) -> Place:
    return Place(
        id=_id(fields),
        lat=fields.number("lat", -90, 90, None),
        lon=fields.number("lon", -180, 180, None),
        terrain=fields.text("terrain", ""),
    )


def _crew(fields: Fields) -> Crew:
    return Crew(
        id=_id(fields),
        start=_key(fields, "start"),
        end=_key(fields, "end"),
        shift=_shift(fields),
        breaks=tuple(_break(one) for one in fields.rows("breaks", "休息", [])),
        skills=fields.texts("skills"),
        capacity=fields.whole("capacity", 0, MOST_LOAD, None),
        size=fields.whole("size", 1, 9, 1) or 1,
    )


def _shift(fields: Fields) -> Window:
    shift = fields.window("shift")
    if shift and shift[0] == shift[1]:
        fields.fault(f"班次从 {clock(shift[0])} 到 {clock(shift[1])}，没有时间。请改正 shift")
    return shift or (0, LAST_SECOND)


def _break(fields: Fields) -> Break:
    window = fields.window("window")
    return Break(window or (0, LAST_SECOND), fields.whole("seconds", 0, LAST_SECOND) or 0)


def _visit(fields: Fields) -> Visit:
    seconds = fields.whole("seconds", 0, LAST_SECOND) or 0
    return Visit(
        id=_id(fields),
        place=_address(fields),
        windows=_windows(fields, seconds),
        seconds=seconds,
        skills=fields.texts("skills"),
        priority=fields.whole("priority", 0, MOST_PRIORITY, 0) or 0,
        people=fields.whole("people", 1, 2, 1) or 1,
        promised=_promise(fields),
        load=fields.whole("load", 0, MOST_LOAD, 0) or 0,
        unwilling_crews=fields.keys("unwilling_crews"),
        known_crews=fields.keys("known_crews"),
    )


def _address(fields: Fields) -> Key:
    place = fields.found.get("place")
    if place is None or place == "":
        fields.fault("没有地址（缺少 place）。请问清住址，补上地点编号")
        return ""
    return _key(fields, "place")


def _windows(fields: Fields, seconds: int) -> tuple[Window, ...]:
    value = fields.get("windows")
    if value is None:
        return ()
    if not isinstance(value, list) or not value:
        fields.fault("windows 要写可以上门的时间，如 [[28800, 43200]]。请补上")
        return ()
    windows = []
    for i, one in enumerate(value, 1):
        window = fields.as_window(f"windows 第 {i} 段", one)
        if window is None:
            continue
        windows.append(window)
        if window[1] - window[0] < seconds:
            fields.fault(
                f"windows 第 {i} 段（{clock(window[0])} 到 {clock(window[1])}）"
                f"比服务时间 {-(-seconds // 60)} 分钟还短。请放宽时间，或缩短 seconds"
            )
    return tuple(windows)


def _promise(fields: Fields) -> Promise | None:
    found = fields.get("promised", None)
    if found is None:
        return None
    inside = Fields(found, f"{fields.where}的承诺", fields.faults)
    window = inside.window("window") if isinstance(found, dict) else None
    crew = inside.key("crew") if inside.found.get("crew") is not None else None
    return None if window is None else Promise(window, crew)


def _id(fields: Fields) -> Key:
    return _key(fields, "id")


def _key(fields: Fields, name: str) -> Key:
    key = fields.key(name)
    return "" if key is None else key
