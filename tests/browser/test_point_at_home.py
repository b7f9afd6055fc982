"""A home is pointed at on the map: with a finger, with the keyboard; the visit stands there."""

from playwright.sync_api import Page, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import OpenPage
from tests.chromium import TOO_WIDE, faults, wear

SOMEBODY = "SELECT id FROM residents_resident ORDER BY id LIMIT 1"
STANDS = "SELECT latitude || ' ' || longitude FROM visits_visit WHERE why = '图上点过的一家'"


def open_map(page: Page) -> None:
    """The part of the form that is folded."""
    page.get_by_label("乡镇或村").select_option("430602001")
    page.get_by_text("知道准确位置").click()
    page.locator("[data-edges]").wait_for()


def place(page: Page) -> tuple[float, float]:
    """What the boxes say."""
    latitude, longitude = (page.get_by_label(it).input_value() for it in ("纬度", "经度"))
    return float(latitude), float(longitude)


def moved(page: Page, key: str) -> tuple[float, float]:
    """How far a key takes the pin, north and east."""
    before = place(page)
    page.keyboard.press(key)
    after = place(page)
    return after[0] - before[0], after[1] - before[1]


def test_a_tap_says_where_and_the_visit_stands_there(
    live_city: LiveCity, open_page: OpenPage
) -> None:
    address = f"/desk/visits/new/{live_city.ask(SOMEBODY)}/"
    page = open_page("specialist", address, width=360, has_touch=True)
    open_map(page)
    frame, words = page.get_by_role("application"), page.locator("[data-pin-said]")
    expect(words).to_contain_text("还没有放图钉。不放就用岳阳楼街道中心的位置。")
    frame.tap(position={"x": 200, "y": 60})
    expect(words).to_contain_text("图钉在")
    north, east = place(page)
    assert 29.385 < north < 29.5
    assert 113.09 < east < 113.2
    for mode in ("plain", "largest"):
        wear(page, mode)
        assert faults(page) == []
        assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_label("为什么去").fill("图上点过的一家")
    page.get_by_label("详细地址").fill("演示路 8 号")
    page.get_by_label("到了找谁").fill("家里人")
    page.get_by_label("联系电话").fill("13900002209")
    page.get_by_role("button", name="记下，选时段").click()
    expect(page.get_by_text("已记下")).to_be_visible()
    assert live_city.ask(STANDS) == f"{north} {east}"


def test_the_keyboard_moves_the_pin_and_takes_it_away(
    live_city: LiveCity, open_page: OpenPage
) -> None:
    page = open_page("supervisor", f"/desk/visits/new/{live_city.ask(SOMEBODY)}/", width=1440)
    open_map(page)
    words, warned = page.locator("[data-pin-said]"), page.locator("[data-pin-warned]")
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    expect(words).to_contain_text("图钉在岳阳楼街道中心")
    north, east = moved(page, "ArrowUp")
    assert north > 0
    assert east == 0
    assert moved(page, "Shift+ArrowRight")[1] > 4 * moved(page, "ArrowRight")[1] > 0
    before = page.locator("[data-edges]").get_attribute("data-edges")
    page.keyboard.press("+")
    expect(page.locator("[data-edges]")).not_to_have_attribute("data-edges", before or "")
    page.get_by_label("纬度").fill("28.7")
    expect(warned).to_contain_text("请看看是点错了，还是乡镇选错了")
    page.get_by_label("纬度").fill("27.2")
    expect(warned).to_contain_text("可能点到市外去了")
    page.get_by_role("application").focus()
    page.keyboard.press("Escape")
    expect(words).to_contain_text("还没有放图钉")
    expect(warned).to_be_hidden()
    assert page.get_by_label("纬度").input_value() == ""
    page.get_by_label("乡镇或村").select_option("430626")
    expect(words).to_contain_text("平江县")
