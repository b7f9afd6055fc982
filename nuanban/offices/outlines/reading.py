"""A GeoJSON file, read: its features with code, name and rings. Says in words what is wrong."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nuanban.lib.errors import Unusable

MOST_BYTES, MOST_FEATURES = 20_000_000, 6_000
_CODES = ("code", "adcode", "division", "代码", "区划代码", "行政区划代码")
_NAMES = ("name", "NAME", "名称", "区划名称")
# Names of WGS-84 and CGCS2000 in files of the older kind, which may say what they are in.
_KNOWN = ("CRS84", "4326", "4490")


@dataclass(frozen=True)
class Feature:
    """One feature as it stands in the file, counted from 1. `code`: digits as written, or empty."""

    number: int
    code: str
    name: str
    geometry: Mapping[str, Any]


def read_features(content: bytes) -> list[Feature]:
    """Every feature; raises Unusable where the file as a whole cannot be read."""
    whole = _object(content)
    _check_coordinates(whole)
    kind = whole.get("type")
    rows = whole.get("features") if kind == "FeatureCollection" else [whole]
    if kind not in ("FeatureCollection", "Feature") or not isinstance(rows, list):
        raise Unusable(sentence=_not_geojson(str(kind)))
    if not rows:
        raise Unusable(sentence="文件里一个区划也没有。")
    if len(rows) > MOST_FEATURES:
        words = f"文件里有 {len(rows):,} 个区划，一次最多 {MOST_FEATURES:,} 个，请分成几份。"
        raise Unusable(sentence=words)
    return list(_features(rows))


def _object(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        words = f"文件太大，一次最多 {MOST_BYTES // 1_000_000} MB。请先简化边界，或者分成几份。"
        raise Unusable(sentence=words)
    if content[:2] == b"PK":
        raise Unusable(sentence="这是压缩包，也许是 Shapefile。请先导出成 GeoJSON 再送。")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unusable(sentence="文件不是 UTF-8 编码的文字，读不了。请导出成 GeoJSON。") from None
    except json.JSONDecodeError as fault:
        words = f"第 {fault.lineno} 行第 {fault.colno} 个字起不是 JSON，文件可能不完整。"
        raise Unusable(sentence=words) from None
    except (RecursionError, ValueError):
        raise Unusable(sentence="文件的结构不对，读不了。请重新导出 GeoJSON。") from None
    if not isinstance(found, dict):
        raise Unusable(sentence=_not_geojson(""))
    return found


def _not_geojson(kind: str) -> str:
    if kind == "Topology":
        return "这是 TopoJSON，请导出成 GeoJSON 再送。"
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return "文件只有图形，没有写是哪个区划。请导出成带 code 或 name 的 FeatureCollection。"
    return "这不是 GeoJSON：最外层的 type 应为 FeatureCollection。"


def _check_coordinates(whole: Mapping[str, Any]) -> None:
    told = whole.get("crs")
    if told and not str(_inside(told, "properties", "name")).endswith(_KNOWN):
        words = "文件写明用的是别的坐标系，请导出成 WGS-84（EPSG:4326）或 CGCS2000（EPSG:4490）。"
        raise Unusable(sentence=words)


def _inside(told: Any, *names: str) -> Any:
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def _features(rows: list[Any]) -> Iterator[Feature]:
    for number, row in enumerate(rows, 1):
        said, geometry = _inside(row, "properties"), _inside(row, "geometry")
        said = said if isinstance(said, dict) else {}
        code = "".join(c for c in _word(said, _CODES) if c.isascii() and c.isdigit())
        yield Feature(
            number,
            code[:20],
            _word(said, _NAMES)[:60],
            geometry if isinstance(geometry, dict) else {},
        )


def _word(said: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first that is written; numbers as digits."""
    for name in names:
        if isinstance(said.get(name), str | int) and str(said[name]).strip():
            return str(said[name]).strip()
    return ""
