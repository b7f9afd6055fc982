"""The main job in real browsers: from the door to a rated result that is counted once."""

from datetime import date
from io import BytesIO

import pikepdf
from pikepdf import Dictionary
from playwright.sync_api import Locator, Page, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import Faults, OpenPage
from tests.cast import id_number

NAME = "欧阳婉清"
CARE = {"on": True, "size": 2}
AT_ONCE = "养老金每年一次的认证"
MOST_STEPS = 80
COUNTED = "dl.facts a.figure"
# Of the zone alone: other tests of the same city make visits meanwhile.
FIGURES = "/desk/figures/?channel=zone"


def walk_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _step in range(MOST_STEPS):
        if target.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is out of reach of the keyboard")


def press(page: Page, key: str) -> None:
    """A key that leads to a new page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def somebody(open_page: OpenPage, name: str, born: date) -> str:
    """A person whom the city knows; gives the number on their card."""
    number = id_number(born)
    page = open_page("specialist", "/desk/people/new/")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("身份证号").fill(number)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", name=f"{name}的档案")).to_be_attached()
    return number


def take_ticket(page: Page, number: str, item: str) -> str:
    """At the kiosk, by keyboard: what, who, Enter. Gives the number on the slip."""
    other = page.get_by_role("radio", name="别的事")
    walk_to(page, page.locator("#id_number"))
    page.keyboard.type(number, delay=90)
    walk_to(page, other)
    while not page.get_by_role("radio", name=item).is_checked():
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("[data-face=greeting]")).to_be_visible()
    return str(page.locator(".ticket-number").get_attribute("aria-label"))


def said(page: Page) -> str:
    """Everything this page was asked to say aloud."""
    heard: str = page.evaluate(
        "window.heard.filter(it => it.kind === 'sentence').map(it => it.text).join('')"
    )
    return heard


def counted(page: Page) -> int:
    """How many were served in the zone, as the supervisor reads it."""
    page.goto(FIGURES)
    return int(page.locator(COUNTED).inner_text().replace(",", ""))


def call_in(page: Page, label: str) -> None:
    """At the window, by keyboard: the person with this number, out of turn if need be."""
    walk_to(page, page.get_by_role("button", name=f"先叫这位 {label}", exact=True))
    press(page, "Enter")
    expect(page.locator("strong.figure")).to_have_text(label)


def code_on(printed: bytes) -> str:
    """The code in the address that the QR drawing of a letter tells to screen readers."""
    with pikepdf.open(BytesIO(printed)) as letter:
        told = [str(it.get("/Alt", "")) for it in letter.objects if isinstance(it, Dictionary)]
    return next(it.rpartition("/check/")[2] for it in told if "/check/" in it)


def arrive(open_page: OpenPage, number: str) -> str:
    """A person without a phone takes a ticket; nothing on the slip tells who it is."""
    page = open_page("kiosk", "/kiosk/", care=CARE)
    page.evaluate("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    label = take_ticket(page, number, AT_ONCE)
    expect(page.locator("h1")).to_contain_text("已为您安排优先")
    page.wait_for_function("() => window.printed === 1")
    page.wait_for_function("() => window.heard.some(it => it.kind === 'end')")
    assert label in said(page)
    assert NAME not in page.locator(".ticket").inner_text()
    assert number not in page.content()
    walk_to(page, page.locator("[data-done]"))
    press(page, "Enter")
    expect(page.locator("#id_number")).to_have_value("")
    return label


def do_case(page: Page) -> bytes:
    """From ticket to result in keys: start, case, papers, done, print. Gives the printed letter."""
    press(page, "s")
    press(page, "c")
    expect(page.get_by_role("heading", level=1)).to_have_text(AT_ONCE)
    while page.locator("[data-key=E]").count():
        press(page, "e")
    press(page, "f")
    result = page.locator("a[data-key=P]")
    expect(result).to_contain_text("打印结果")
    printed = page.request.get(str(result.get_attribute("href"))).body()
    press(page, "b")
    return printed


def test_one_person_from_the_door_to_the_figure(open_page: OpenPage, live_city: LiveCity) -> None:
    number = somebody(open_page, NAME, date(1943, 5, 6))
    supervisor = open_page("supervisor", care=CARE)
    before = counted(supervisor)
    board = open_page("board", "/board/")
    expect(board.locator("[data-waiting]")).to_contain_text("优先等候")

    label = arrive(open_page, number)
    window = open_page("specialist", "/desk/window/W1/", care=CARE)
    call_in(window, label)
    expect(board.locator("[data-part=number]")).to_have_text(label, timeout=10_000)
    expect(board.locator("[data-part=window]")).to_contain_text("爱心专窗 1")
    board.wait_for_function("() => window.heard.some(it => it.kind === 'end')")
    assert said(board).count(f"请 {label} 号") == 2
    assert NAME not in board.content()

    letter = do_case(window)
    assert letter.startswith(b"%PDF-")
    press(window, "f")
    expect(window.locator("[data-key=N]")).to_be_visible()
    press(window, "u")
    expect(window.locator("strong.figure")).to_have_text(label)
    assert counted(supervisor) == before, "what is taken back is not counted"
    press(window, "f")

    rating = open_page("rating", "/rating/?window=W1", care=CARE)
    expect(rating.locator("h1")).to_contain_text(label)
    walk_to(rating, rating.get_by_role("button", name="非常满意", exact=True))
    press(rating, "Enter")
    expect(rating.locator("h1")).to_contain_text("谢谢您")

    assert counted(supervisor) == before + 1
    stranger = open_page("", f"/check/{code_on(letter)}", care=CARE)
    expect(stranger.locator(".answer")).to_contain_text("是真的，现在有效")
    assert NAME not in stranger.content()
    code = live_city.ask(f"SELECT code FROM zone_ticket WHERE label = '{label}'")
    stranger.goto(f"/t/{code}/")
    expect(stranger.locator(".notice.pine")).to_contain_text("谢谢您的评价")
    assert NAME not in stranger.content()


def test_two_people_on_one_case_see_each_other_and_the_slower_one_reads_why(
    open_page: OpenPage, faults_heard: Faults
) -> None:
    somebody(open_page, "司马长贵", date(1941, 7, 8))
    first = open_page("specialist", "/desk/cases/?view=open")
    first.locator("tbody a").first.click()
    expect(first.locator("#presence")).to_be_attached()
    second = open_page("clerk", first.url)
    expect(second.locator("#presence")).to_contain_text("周洁也开着这个办件")
    first.reload()
    expect(first.locator("#presence")).to_contain_text("陈刚也开着这个办件")
    for page in (first, second):
        page.get_by_label("为什么撤回").fill("今天不办了，改天再来")
    first.get_by_role("button", name="撤回", exact=True).click()
    expect(first.locator("body")).to_contain_text("今天不办了，改天再来")
    faults_heard.expected.append("409 (Conflict)")
    second.get_by_role("button", name="撤回", exact=True).click()
    expect(second.locator(".notice.red")).to_be_visible()
