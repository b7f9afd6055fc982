"""Outlines come in a file: matched or told why not, mended, made light, drawn."""

import math
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nuanban.journal.models import Entry
from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Refusal
from nuanban.offices import actions, queries
from nuanban.offices.enums import Datum
from nuanban.offices.outlines import reading, shapes
from nuanban.offices.tests.drawn import TWO, brought, collection, feature, square, taken
from tests.cast import Cast


def entries() -> list[str]:
    """What the journal says of outlines."""
    found = Entry.objects.filter(kind__startswith="offices.outlines").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_a_code_or_a_name_finds_the_township_and_what_has_no_point_stands_in_the_middle(
    cast: Cast,
) -> None:
    file = taken(*TWO)
    assert [row["code"] for row in file.found] == ["430602001", "430602007"]
    assert queries.point_of("430602007") == pytest.approx((29.38, 113.12))
    assert queries.point_of("430602001") == pytest.approx((29.38, 113.08))
    # A point that was measured stays.
    hall = queries.division("430600")
    assert hall is not None
    assert hall.point_source == "county seat"
    actions.load_reference(by=SYSTEM, at=cast.at)
    assert queries.point_of("430602007") == pytest.approx((29.38, 113.12))
    assert entries() == ["offices.outlines_brought", "offices.outlines_taken"]


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    file = taken(*TWO)
    again = brought(*TWO)
    assert again.pk == file.pk
    assert actions.take_outlines(again, by=SYSTEM, at=cast.at) == 0
    assert len(entries()) == 2
    moved = taken(feature(square(113.07, 29.36), code="430602001"))
    assert moved.pk != file.pk
    assert actions.take_outlines(again, by=SYSTEM, at=cast.at) == 1


@pytest.mark.parametrize(
    ("ring", "said", "why"),
    [
        (square(113.06, 29.36), {}, "没有写区划代码"),
        (square(113.06, 29.36), {"code": "110101001"}, "没有代码 110101001"),
        (square(113.06, 29.36), {"name": "望岳路大街"}, "没有叫“望岳路大街”"),
        (square(113.06, 29.36), {"name": "新洲村"}, "请写区划代码"),
        (square(121.47, 31.23), {"code": 430602001}, "本市以外（经度 121.47"),
        (square(29.36, 113.06), {"code": 430602001}, "写反了"),
        (square(38412345.0, 3245000.0), {"code": 430602001}, "投影坐标"),
        ([[113.0, 29.3], [113.1, 29.3], [113.0, 29.3]], {"code": 430602001}, "至少要四个点"),
        ([[113.0, 29.3], [113.1, 29.3], [113.0, 29.3], [113.0, 29.3]], {"code": 430602001}, "面积"),
        ([[113.0, 29.3], ["东", 29.3], [113.1, 29.4], [113, 29.3]], {"code": 430602001}, "数字"),
        ([[113.0, math.nan], *square(113, 29)], {"code": 430602001}, "数字"),
    ],
)
def test_what_does_not_match_is_told_in_words(
    cast: Cast, ring: list[list[float]], said: dict[str, object], why: str
) -> None:
    file = brought(TWO[1], feature(ring, **said))
    assert [row["number"] for row in file.refused] == [2]
    assert why in file.refused[0]["why"]
    assert len(file.found) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04", "压缩包"),
        ("区划".encode("gbk"), "UTF-8"),
        (b'{"type": "FeatureCollection", "features": [', "不是 JSON"),
        (b"[" * 100_000, "读不了"),
        (b"[]", "不是 GeoJSON"),
        (b'{"type": "Topology"}', "TopoJSON"),
        (b'{"type": "Polygon", "coordinates": []}', "没有写是哪个区划"),
        (collection(), "一个区划也没有"),
        (
            collection(*TWO, crs={"properties": {"name": "urn:ogc:def:crs:EPSG::4527"}}),
            "别的坐标系",
        ),
    ],
)
def test_a_wrong_file_is_refused_in_words(cast: Cast, content: bytes, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        actions.bring_outlines(content, name="x", datum=Datum.WGS84, by=SYSTEM, at=cast.at)
    assert not entries()


def test_files_have_bounds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "MOST_POINTS", 9)
    with pytest.raises(Refusal, match="点超过 9 个"):
        brought(*TWO)
    monkeypatch.setattr(reading, "MOST_FEATURES", 1)
    with pytest.raises(Refusal, match="最多 1 个"):
        brought(*TWO)
    monkeypatch.setattr(reading, "MOST_BYTES", 99)
    with pytest.raises(Refusal, match="文件太大"):
        brought(*TWO)


def test_a_ring_that_crosses_itself_is_mended_and_a_long_one_made_light(cast: Cast) -> None:
    tie = [[113.06, 29.36], [113.10, 29.40], [113.10, 29.36], [113.06, 29.40], [113.06, 29.36]]
    turns = [math.tau * n / 20_000 for n in range(20_000)]
    round_ = [[113.2 + 0.05 * math.cos(t), 29.4 + 0.05 * math.sin(t)] for t in turns]
    file = brought(
        feature(tie, code="430602001"), feature([*round_, round_[0]], code="430602007000")
    )
    crossed, circle = file.found
    assert "已经修好" in crossed["remark"]
    assert len(crossed["shape"]) == 2
    assert 20 < sum(len(ring) for part in circle["shape"] for ring in part) <= shapes.MOST_KEPT
    assert circle["middle"] == pytest.approx((29.4, 113.2), abs=0.001)
    assert circle["box"] == pytest.approx([113.15, 29.35, 113.25, 29.45], abs=0.002)


def test_neighbours_keep_one_border_between_them(cast: Cast) -> None:
    bends = [[113.10 + 0.004 * math.sin(n / 9), 29.36 + n * 0.0002] for n in range(201)]
    west = [[113.06, 29.36], *bends, [113.06, 29.40], [113.06, 29.36]]
    east = [[113.14, 29.36], [113.14, 29.40], *reversed(bends), [113.14, 29.36]]
    file = brought(feature(west, code="430602001"), feature(east, code="430602007"))
    one, two = ({tuple(point) for point in row["shape"][0][0]} for row in file.found)
    assert 2 < len(one & two) < 60


def test_coordinates_of_chinese_maps_are_put_right(cast: Cast) -> None:
    shifted = brought(TWO[0], datum=Datum.GCJ02).found[0]
    plain = brought(TWO[0]).found[0]
    north, east = (
        (a - b) * 111_000 for a, b in zip(plain["middle"], shifted["middle"], strict=True)
    )
    # In 岳阳 the maps lie some hundred metres to the south-east of the earth.
    assert -600 < north < 600
    assert 300 < east < 700


def test_an_outline_far_from_a_measured_point_is_remarked(cast: Cast) -> None:
    file = brought(feature(square(113.3, 29.5), code="430602006"))
    assert "请核对" in file.found[0]["remark"]


def test_the_command_says_what_matched_and_takes_it(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "two.geojson"
    file.write_bytes(collection(*TWO))
    call_command("bring_outlines", str(file), "--check")
    assert queries.outlines_drawn() == 0
    call_command("bring_outlines", str(file))
    assert "对上 2 个区划。\n换上 2 个轮廓。" in capsys.readouterr().out
    file.write_bytes(collection(TWO[0], feature(square(113.1, 29.3), name="没有")))
    with pytest.raises(CommandError, match="有 1 个没有对上"):
        call_command("bring_outlines", str(file))
    with pytest.raises(CommandError, match="读不到"):
        call_command("bring_outlines", str(tmp_path / "nothing"))
