"""Outlines that nobody measured: squares around where a city has its townships."""

import json
from typing import Any

from nuanban.lib.actor import SYSTEM
from nuanban.offices import actions
from nuanban.offices.enums import Datum
from nuanban.offices.queries import OutlineFile
from tests.cast import MONDAY_9

Ring = list[list[float]]


def square(west: float, south: float, size: float = 0.04) -> Ring:
    """A closed ring."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(ring: Ring, **said: Any) -> dict[str, Any]:
    """One feature of a file."""
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": said, "geometry": shape}


def collection(*features: Any, **more: Any) -> bytes:
    """A file."""
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


# 岳阳楼街道 has a guessed point, 望岳路街道 has none.
TWO = (
    feature(square(113.06, 29.36), code="430602001"),
    feature(square(113.10, 29.36), name="望岳路街道"),
)


def brought(*features: Any, datum: Datum = Datum.WGS84, **more: Any) -> OutlineFile:
    """Looked at, not taken."""
    content = collection(*features, **more)
    return actions.bring_outlines(content, name="边界.geojson", datum=datum, by=SYSTEM, at=MONDAY_9)


def taken(*features: Any) -> OutlineFile:
    """Drawn from now on."""
    file = brought(*features)
    actions.take_outlines(file, by=SYSTEM, at=MONDAY_9)
    return file


def by_hand(code: str, ring: Ring) -> OutlineFile:
    """A file as it is after it was read: for pages, which need no reading."""
    west, south, east, north = (
        *(min(point[axis] for point in ring) for axis in (0, 1)),
        *(max(point[axis] for point in ring) for axis in (0, 1)),
    )
    row = {
        "code": code,
        "name": code,
        "remark": "",
        "shape": [[ring]],
        "box": [west, south, east, north],
        "middle": [(south + north) / 2, (west + east) / 2],
    }
    refused = {"number": 2, "name": "望岳路大街", "why": "本市没有叫“望岳路大街”的区划。"}
    return OutlineFile.objects.create(
        digest=f"{ring}{code}",
        name="边界.geojson",
        datum=Datum.WGS84,
        found=[row],
        refused=[refused],
        brought_at=MONDAY_9,
    )


def drawn_by_hand(code: str, ring: Ring) -> None:
    """The same, drawn from now on."""
    actions.take_outlines(by_hand(code, ring), by=SYSTEM, at=MONDAY_9)


def outline_addresses() -> dict[str, list[object]]:
    """The page of a file."""
    return {"offices:outline_file": [by_hand("430602007", square(113.10, 29.36)).pk]}
