"""What people meet: nothing axe minds, nothing wider than the screen, nothing too small to hit."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from nuanban.ui import samples
from nuanban.ui.tests.conftest import OpenFace
from tests.chromium import MODES, TOO_WIDE, faults, wear

SMALL_TARGETS = """([least]) => [...document.querySelectorAll(
    'main button, main .button, main .tile, .carebar button, main select, main .choices label')]
  .filter(it => it.checkVisibility())
  .map(it => [it.textContent.trim() || it.name, it.getBoundingClientRect().height])
  .filter(([, height]) => height < least - 0.5)"""


def _modes(page: Page, names: list[str]) -> Iterator[str]:
    """Dress the page in one mode after the other; yields their names."""
    for name in names:
        wear(page, name)
        yield name


@pytest.mark.parametrize("face", samples.FACES)
def test_axe_finds_nothing_in_any_mode(open_face: OpenFace, face: str) -> None:
    page = open_face(face)
    found = [
        (mode, rule, element)
        for mode in _modes(page, list(MODES))
        for rule, element in faults(page)
    ]
    assert found == []


@pytest.mark.parametrize("face", samples.FACES)
def test_nothing_is_wider_than_the_screen(open_face: OpenFace, face: str) -> None:
    page = open_face(face, width=640)
    assert page.evaluate(TOO_WIDE) <= 0, "1280 px at 200 % zoom"
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {mode: page.evaluate(TOO_WIDE) for mode in _modes(page, list(MODES))}
    assert wide == dict.fromkeys(MODES, 0)


@pytest.mark.parametrize("face", ["", "kiosk", "desk"])
def test_targets_can_be_hit(open_face: OpenFace, face: str) -> None:
    page = open_face(face)
    small = {mode: page.evaluate(SMALL_TARGETS, [60]) for mode in _modes(page, ["largest"])}
    small |= {mode: page.evaluate(SMALL_TARGETS, [44]) for mode in _modes(page, ["plain"])}
    assert small == {"largest": [], "plain": []}


def test_text_reaches_thirty_pixels(open_face: OpenFace) -> None:
    page = open_face("item", care=MODES["largest"])
    assert (
        page.evaluate("getComputedStyle(document.querySelector('main .tile')).fontSize") == "30px"
    )


def test_the_simple_layout_leaves_extras_out(open_face: OpenFace) -> None:
    assert open_face("item").locator("aside[data-extra]").is_visible()
    assert not open_face("item", care=MODES["simple"]).locator("aside[data-extra]").is_visible()


@pytest.mark.parametrize(("width", "mode"), [(360, "plain"), (768, "largest")])
def test_the_menu_is_one_row_until_it_is_asked_for(
    open_face: OpenFace, width: int, mode: str
) -> None:
    page = open_face("desk", width=width, care=MODES[mode], java_script_enabled=False)
    menu, room = page.locator(".rooms-row summary"), page.locator(".rooms a").first
    expect(menu).to_have_text("菜单：叫号与接待")
    expect(room).to_be_hidden()
    menu.press("Enter")
    expect(room).to_be_visible()
    assert page.evaluate("document.querySelector('.rooms').offsetWidth") == width


def test_the_menu_stands_open_where_it_fits(open_face: OpenFace) -> None:
    page = open_face("desk", width=768)
    expect(page.locator(".rooms-row summary")).to_be_hidden()
    expect(page.locator(".rooms a").first).to_be_visible()


def test_a_row_becomes_a_list_where_few_words_fit(open_face: OpenFace) -> None:
    page = open_face("item", width=768)
    cell = page.locator(".stacks td").first
    expect(cell).to_have_css("display", "table-cell")
    wear(page, "largest")
    page.set_viewport_size({"width": 600, "height": 800})
    expect(cell).to_have_css("display", "block")
    page.emulate_media(media="print")
    expect(cell).to_have_css("display", "table-cell")


def test_a_box_for_files_is_asked_like_every_other(open_face: OpenFace) -> None:
    page = open_face(care=MODES["largest"], java_script_enabled=False)
    box, label = page.get_by_label("户口簿照片"), page.locator("label[for=id_photo]")
    above, below = label.bounding_box(), box.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    expect(box).to_have_css("font-size", "30px")
    expect(page.get_by_text("按下面这一条，拍照或选文件")).to_be_visible()


def test_the_slip_has_a_number_twenty_millimetres_high(open_face: OpenFace) -> None:
    page = open_face("kiosk", width=302)
    page.emulate_media(media="print")
    height = page.evaluate(
        "document.querySelector('.ticket-number').getBoundingClientRect().height"
    )
    digits = 0.72  # height of a digit against the drawing's box of 104 with type 104 high
    assert height * digits / 96 * 25.4 >= 20
    assert not page.locator(".carebar").is_visible()
    assert not page.get_by_text("到左手边爱心专区坐下").is_visible()


def test_the_slip_is_one_page_of_eighty_millimetres(open_face: OpenFace) -> None:
    printed = open_face("kiosk").pdf(prefer_css_page_size=True)
    with pikepdf.open(BytesIO(printed)) as slip:
        widths = [float(page.mediabox[2]) / 72 * 25.4 for page in slip.pages]
    assert [round(width) for width in widths] == [80]


def test_print_is_large_for_those_who_need_it(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True, "size": 3, "contrast": "dark"})
    page.emulate_media(media="print")
    look = page.evaluate(
        "(({fontSize, color}) => [fontSize, color])"
        "(getComputedStyle(document.querySelector('main .tile')))"
    )
    assert look == ["26.6667px", "rgb(0, 0, 0)"]


def test_pages_work_without_a_script(open_face: OpenFace) -> None:
    page = open_face("item", java_script_enabled=False)
    assert not page.get_by_role("button", name="读给我听").is_visible()
    page.get_by_role("button", name="关爱模式").click()
    assert page.url.endswith("/ui/gallery/item/")
    assert page.get_attribute("html", "data-care") == "on"
    page.get_by_text("更多").click()
    page.get_by_role("button", name="黑底白字").click()
    assert page.get_attribute("html", "data-contrast") == "dark"
