"""How long the ways take, from JSON: a matrix or points, slow hours, terrain."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nuanban.planner.day import Place
from nuanban.planner.fields import Fields, clock, is_number, shown
from nuanban.planner.travel import NEVER, Matrix, Points, Slow, Travel, Ways

KINDS = ("matrix", "points")
# Entries of a matrix that are named one by one.
SHOWN = 5
SLOWEST, QUICKEST = 20.0, 0.05


def read_travel(top: Fields, places: Sequence[Place]) -> Travel | None:
    """The ways, or None when something is wrong with them."""
    found = top.get("travel")
    if found is None:
        return None
    fields = Fields(found, "travel", top.faults)
    before = len(top.faults)
    kind = fields.get("kind")
    if kind not in KINDS and kind is not None:
        fields.fault(f"kind 只能是 matrix 或 points，写的是 {shown(kind)}。请改正")
    ways: Ways | None = None
    if kind == "matrix":
        ways = _matrix(fields, places)
    elif kind == "points":
        ways = _points(fields, places)
    slow = _slow(fields, ways)
    if ways is None or len(top.faults) > before:
        return None
    return Travel(ways, slow)


def _matrix(fields: Fields, places: Sequence[Place]) -> Matrix | None:
    rows = fields.get("seconds")
    size = len(places)
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        if rows is not None:
            fields.fault("seconds 要写成方阵 [[…], …]。请改正")
        return None
    wrong = [i for i, row in enumerate(rows) if len(row) != size]
    if len(rows) != size:
        fields.fault(f"seconds 有 {len(rows)} 行，地点有 {size} 个。请一个地点一行，顺序相同")
    for i in wrong[:SHOWN]:
        fields.fault(f"seconds {_row(places, i)}有 {len(rows[i])} 个数，应有 {size} 个。请补齐")
    if wrong or len(rows) != size:
        return None
    return _entries(fields, rows, places)


def _entries(fields: Fields, rows: list[list[Any]], places: Sequence[Place]) -> Matrix | None:
    numbers = _as_numbers(rows).reshape(len(places), len(places))
    wrong = np.argwhere(~np.isfinite(numbers) | (numbers < 0))
    for i, j in wrong[:SHOWN].tolist():
        fields.fault(
            f"seconds 从 {places[i].id} 到 {places[j].id} 写的是 {shown(rows[i][j])}。"
            f"请写不小于 0 的秒数；到不了就写 {NEVER}"
        )
    if len(wrong) > SHOWN:
        fields.fault(f"seconds 共有 {len(wrong)} 个这样的数。请重新计算路程")
    if len(wrong):
        return None
    return Matrix(np.ceil(np.minimum(numbers, NEVER)).astype(np.int64))


def _as_numbers(rows: list[list[Any]]) -> NDArray[np.float64]:
    """The entries; what is no number becomes one that cannot be."""
    try:
        numbers = np.array(rows)
        if numbers.dtype.kind in "iuf":
            return numbers.astype(np.float64)
    except (OverflowError, ValueError):
        pass
    good = [[one if is_number(one) else np.nan for one in row] for row in rows]
    return np.array(good, dtype=np.float64)


def _row(places: Sequence[Place], i: int) -> str:
    return f"第 {i + 1} 行（{places[i].id}）" if i < len(places) else f"第 {i + 1} 行"


def _points(fields: Fields, places: Sequence[Place]) -> Points | None:
    speed = fields.number("speed_kmh", 1, 300)
    detour = fields.number("detour", 1, 10, 1.4)
    terrain = _terrain(fields, places)
    for place in places:
        if place.lat is None or place.lon is None:
            where = Fields({}, f"地点 {place.id}", fields.faults)
            where.fault("没有坐标（lat、lon）。请补上，或改用 matrix")
    if speed is None or detour is None:
        return None
    return Points(speed, detour, terrain)


def _terrain(fields: Fields, places: Sequence[Place]) -> dict[str, float]:
    found = fields.get("terrain", {})
    inside = Fields(found, "travel 的 terrain", fields.faults)
    factors = {word: inside.number(word, 0.1, SLOWEST) or 1.0 for word in inside.found}
    unknown = sorted({place.terrain for place in places if place.terrain} - factors.keys())
    for word in unknown:
        inside.fault(f"地点写了“{shown(word)}”，这里没有它的系数。请补上，如 1.3")
    return factors


def _slow(fields: Fields, ways: Ways | None) -> tuple[Slow, ...]:
    slow = []
    for one in fields.rows("peaks", "高峰", []):
        window, factor = one.window("window"), _factor(one, ways)
        if window is not None and factor is not None:
            slow.append(Slow(window, factor))
    slow.sort(key=lambda one: one.window)
    for earlier, later in pairwise(slow):
        if later.window[0] < earlier.window[1]:
            fields.fault(f"peaks 在 {clock(later.window[0])} 重叠。请分开写")
    return tuple(slow)


def _factor(one: Fields, ways: Ways | None) -> float | None:
    """Written as a factor, or as a speed beside the usual one."""
    if "speed_kmh" not in one.found:
        return one.number("factor", QUICKEST, SLOWEST)
    speed = one.number("speed_kmh", 1, 300)
    if not isinstance(ways, Points):
        one.fault("speed_kmh 只能和 points 一起用。请改写成 factor，如 1.5")
        return None
    return None if speed is None else ways.speed_kmh / speed
