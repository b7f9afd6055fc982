"""Every page of the running city: for every eye, at every width, without a word of complaint."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import OpenPage
from tests.chromium import OPEN_PANEL, TOO_WIDE, faults, wear

ITEM = "SG-RS-01"
# {name} is answered by the database of the city.
KEYS = {
    "bundle": "SELECT code FROM catalogue_bundle ORDER BY 1 LIMIT 1",
    "ticket": "SELECT code FROM zone_ticket WHERE state = 'finished' ORDER BY id LIMIT 1",
    "waiting": "SELECT code FROM zone_ticket WHERE state = 'waiting' ORDER BY id LIMIT 1",
    "document": "SELECT code FROM papers_document ORDER BY id LIMIT 1",
    "draft": "SELECT id FROM cases_case WHERE state = 'returned' ORDER BY id LIMIT 1",
    "accepted": "SELECT id FROM cases_case WHERE state = 'accepted' AND department = '人社'",
    "done": "SELECT id FROM cases_case WHERE state = 'closed' ORDER BY id LIMIT 1",
    "person": "SELECT resident_id FROM cases_case ORDER BY id LIMIT 1",
    "other": "SELECT resident_id FROM cases_case ORDER BY id DESC LIMIT 1",
    "user": "SELECT id FROM accounts_user ORDER BY id LIMIT 1",
    "message": "SELECT id FROM notices_notice WHERE kind = 'sms' ORDER BY id LIMIT 1",
    "call": "SELECT id FROM notices_notice WHERE kind = 'call_task' ORDER BY id LIMIT 1",
    "member": "SELECT id FROM team_member LIMIT 1",
    "crew": "SELECT crew_id FROM visits_stop LIMIT 1",
    "visit_wanted": "SELECT id FROM visits_visit WHERE state = 'wanted' LIMIT 1",
    "door": "SELECT code FROM visits_visit WHERE day IS NOT NULL "
    "ORDER BY day <> (now() AT TIME ZONE 'Asia/Shanghai')::date, id LIMIT 1",
    "visit_promised": "SELECT id FROM visits_visit WHERE state = 'promised' LIMIT 1",
    "list_kept": "SELECT id FROM feeds_delivery WHERE state = 'kept' AND quarantined > 0 LIMIT 1",
    "list_held": "SELECT id FROM feeds_delivery WHERE state = 'held' LIMIT 1",
    "list_row": "SELECT id FROM feeds_quarantinedrow WHERE cause = 'unknown_person' LIMIT 1",
    "village_day": "SELECT village_day_id FROM villages_seat LIMIT 1",
    "call_back": "SELECT id FROM ratings_callback ORDER BY id LIMIT 1",
}
PUBLIC = (
    "/",
    "/items/",
    f"/items/{ITEM}/",
    f"/items/{ITEM}/print/",
    "/bundles/{bundle}/",
    "/bundles/{bundle}/print/",
    "/figures/",
    "/check/",
    "/check/{document}",
    "/t/{ticket}/",
    "/t/{waiting}/",
    "/login/",
    "/posted/",
    "/visit/",
    f"/visit/ask/?item={ITEM}",
    "/villages/",
    "/door/{door}/",
)
PAGES: dict[str, tuple[str, ...]] = {
    "": PUBLIC,
    "kiosk": ("/kiosk/",),
    "board": ("/board/",),
    "rating": ("/rating/?window=W2",),
    "specialist": (
        "/desk/",
        "/desk/window/?choose=1",
        "/desk/window/W2/",
        "/desk/cases/?view=all",
        "/desk/cases/{draft}/",
        "/desk/cases/{draft}/missing/",
        "/desk/cases/{done}/",
        "/desk/people/",
        "/desk/people/?q=wang",
        "/desk/people/new/",
        "/desk/people/{person}/",
        "/desk/people/{person}/entitlements/",
        "/desk/tasks/",
        "/desk/search/?q=A001",
        "/desk/me/",
    ),
    "guide": ("/desk/guide/",),
    "visitor": ("/round/",),
    "officer": (
        "/desk/runs/",
        "/desk/lists/",
        "/desk/overpaid/",
        "/desk/cases/",
        "/desk/catalogue/",
        f"/desk/catalogue/{ITEM}/",
        "/desk/cases/{accepted}/",
        "/desk/policies/",
        "/desk/policies/elder_card/",
        "/desk/policies/elder_card/try/",
    ),
    "supervisor": (
        "/desk/team/",
        "/desk/team/new/",
        "/desk/team/kit/",
        "/desk/team/{member}/",
        "/desk/visits/",
        "/desk/visits/board/",
        "/desk/visits/week/",
        "/desk/visits/cash/",
        "/desk/visits/crews/",
        "/desk/visits/crews/{crew}/",
        "/desk/visits/{visit_wanted}/",
        "/desk/visits/{visit_promised}/",
        "/desk/visits/new/{person}/",
        "/desk/villages/",
        "/desk/villages/new/",
        "/desk/villages/{village_day}/",
        "/desk/knocks/",
        "/desk/knocks/map/",
        "/desk/figures/",
        "/desk/figures/rows/",
        "/desk/figures/import/",
        "/desk/call-backs/",
        "/desk/call-backs/{call_back}/",
        "/desk/places/",
        "/desk/places/430600-1/",
        "/desk/feeds/",
        "/desk/feeds/veterans/new/",
        "/desk/feeds/files/{list_kept}/",
        "/desk/feeds/rows/{list_row}/",
        "/desk/devices/",
        "/desk/people/{person}/merge/?other={other}",
    ),
    "lead": ("/desk/feeds/files/{list_held}/",),
    "hotline": (
        "/desk/notices/",
        "/desk/notices/{message}/",
        "/desk/notices/inbound/",
        "/desk/notices/demo/",
        "/desk/calls/",
        "/desk/calls/{call}/",
        "/desk/letters/",
    ),
    "sysadmin": (
        "/desk/notices/",
        "/desk/notices/{message}/",
        "/desk/accounts/",
        "/desk/accounts/{user}/",
    ),
    "auditor": ("/desk/journal/",),
}
# Colours are all that changes in the dark.
COLOURS = {
    "runOnly": ["color-contrast", "color-contrast-enhanced"],
    "resultTypes": ["violations"],
    "selectors": False,
}
NARROW, ZOOMED, TABLET = (360, 740), (640, 450), (768, 1024)
# Rows that became no list though they are cut, and buttons that touch each other.
CROWDED = """() => {
  const cut = [...document.querySelectorAll(".table-wrap:has(.stacks)")]
    .filter((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth + 1)
    .map((it) => `cut: ${it.ariaLabel}`);
  const buttons = [...document.querySelectorAll("main .button")]
    .filter((it) => it.checkVisibility() && !it.closest("table, dialog"))
    .map((it) => [it.textContent.trim(), it.getBoundingClientRect()]);
  const apart = (one, two) => Math.max(one.left - two.right, two.left - one.right,
    one.top - two.bottom, two.top - one.bottom);
  const touching = buttons.flatMap(([one, box], at) => buttons.slice(at + 1)
    .filter(([, other]) => apart(box, other) < 4).map(([two]) => `touching: ${one} | ${two}`));
  return [...cut, ...touching];
}"""


def addresses(live_city: LiveCity, who: str) -> list[str]:
    """The pages of somebody, with keys of things that are there."""
    wanted = [key for key in KEYS if any(f"{{{key}}}" in path for path in PAGES[who])]
    found = {key: live_city.ask(KEYS[key]) for key in wanted}
    assert all(found.values()), found
    return [path.format(**found) for path in PAGES[who]]


def wrong_with(page: Page, *, dark: bool = True) -> list[str]:
    """What axe minds and what does not fit, in the ways to wear the page."""
    page.evaluate(OPEN_PANEL)
    wrong = [f"plain: {rule} {element}" for rule, element in faults(page)]
    if dark:
        wear(page, "dark")
        wrong += [f"dark: {rule} {element}" for rule, element in faults(page, COLOURS)]
    wear(page, "largest")
    wrong += [f"largest: {over} px too wide at {size}" for size, over in too_wide(page, TABLET)]
    wrong += [f"largest: {it}" for it in page.evaluate(CROWDED)]
    wear(page, "plain")
    wrong += [f"plain: {over} px too wide at {size}" for size, over in too_wide(page, ZOOMED)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def too_wide(page: Page, wider: tuple[int, int]) -> list[tuple[tuple[int, int], int]]:
    """(size, pixels): where the page must be pushed sideways."""
    found = []
    for size in (NARROW, wider):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        over = page.evaluate(TOO_WIDE)
        if over > 0:
            found.append((size, over))
    return found


UNRATED = """
SELECT t.code FROM zone_ticket t JOIN cases_serving s ON s.origin_id = t.id
WHERE NOT EXISTS (SELECT FROM ratings_rating r WHERE r.serving_id = s.id) ORDER BY t.id LIMIT 1
"""


def complain(open_page: OpenPage, live_city: LiveCity) -> None:
    """Somebody was served badly and says so: the supervisor gets a call-back."""
    page = open_page("", f"/t/{live_city.ask(UNRATED)}/")
    page.get_by_text("不满意", exact=True).click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".notice.pine")).to_contain_text("谢谢您的评价")


@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_for_everybody(open_page: OpenPage, live_city: LiveCity, who: str) -> None:
    if who == "supervisor":
        complain(open_page, live_city)
    page = open_page(who, care={"on": False})
    wrong = []
    for number, path in enumerate(addresses(live_city, who)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, (path, answer.status)
        # Every page has its colours from the same few names: some in the dark stand for all.
        wrong += [f"{path} {it}" for it in wrong_with(page, dark=number % 4 == 0)]
    assert not wrong, "\n".join(wrong)


def test_what_a_kiosk_answers_is_for_everybody(open_page: OpenPage) -> None:
    wrong = []
    for button, face in (("取号", "greeting"), ("我要轮椅", "help")):
        page = open_page("kiosk", "/kiosk/", care={"on": False})
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(f"[data-face={face}]")).to_be_visible()
        wrong += [f"{face} {it}" for it in wrong_with(page)]
    assert not wrong, "\n".join(wrong)


def first_password(open_page: OpenPage, username: str) -> str:
    """Opens an account for a new colleague, as the administrator does."""
    page = open_page("sysadmin", "/desk/accounts/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("姓名").fill("何小荷")
    page.get_by_label("导服员").check()
    page.get_by_label("在哪里上班").select_option(index=1)
    page.get_by_role("button", name="开通").click()
    return page.locator(".notice.pine .number").last.inner_text()


def test_a_first_day_at_work_is_for_everybody(open_page: OpenPage) -> None:
    password = first_password(open_page, "xiaohe")
    page = open_page("", "/login/", care={"on": False})
    page.get_by_label("登录名").fill("xiaohe")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("h1")).to_contain_text("第一次登录")
    wrong = [f"second {it}" for it in wrong_with(page)]
    page.get_by_role("button", name="打印代码卡").click()
    expect(page.locator("h1")).to_contain_text("代码卡")
    wrong += [f"card {it}" for it in wrong_with(page)]
    code = page.locator(".codes li").first.inner_text()
    page.get_by_role("link", name="收好了").click()
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="进入工作台").click()
    page.goto("/desk/guide/")
    page.locator(".lock").click()
    expect(page.locator("h1")).to_have_text("屏幕已锁")
    wrong += [f"lock {it}" for it in wrong_with(page)]
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="解锁").click()
    expect(page.locator("h1")).to_have_text("大厅引导")
    assert not wrong, "\n".join(wrong)


# Names that a city gives: they stay as they are in every language.
GIVEN = """
SELECT string_agg(it, '|' ORDER BY length(it) DESC) FROM (
  SELECT unnest(ARRAY[name, address, way_in]) it FROM offices_site
  UNION SELECT unnest(ARRAY[name, area]) FROM offices_window
  UNION SELECT name FROM catalogue_item UNION SELECT plain_name FROM catalogue_item
  UNION SELECT name FROM catalogue_department UNION SELECT title FROM papers_document
  UNION SELECT number FROM papers_document UNION SELECT holder_masked FROM papers_document
  UNION SELECT name_masked FROM zone_ticket
) given WHERE it <> ''
"""
CHINESE_IN = """
(root) => {
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (/[\\u4e00-\\u9fff]/.test(data) && !parentElement.closest("script, template, [lang|=zh]")) {
      found.push(data.trim());
    }
  }
  for (const it of document.querySelectorAll(`${root} [aria-label], ${root} [placeholder]`)) {
    if (!it.closest("template, [lang|=zh]")) {
      found.push(it.ariaLabel ?? "", it.getAttribute("placeholder") ?? "");
    }
  }
  return found.filter((text) => /[\\u4e00-\\u9fff]/.test(text));
}
"""
AROUND = ("header", "footer", "[data-care-bar]")
# Guides are written by departments, in Chinese; the page around them is not.
GUIDES = ("/items/", "/bundles/")


def test_residents_may_read_english(open_page: OpenPage, live_city: LiveCity) -> None:
    given = str(live_city.ask(GIVEN)).split("|")
    paths = [path for path in addresses(live_city, "") if path != "/login/"]
    wrong = []
    for who, asked in (("", paths), ("kiosk", ["/kiosk/"]), ("rating", ["/rating/?window=W2"])):
        page = open_page(who)
        page.context.add_cookies([{"name": "nb_language", "value": "en", "url": live_city.address}])
        for path in asked:
            page.goto(path)
            for root in AROUND if path.startswith(GUIDES) else ("body",):
                for text in page.evaluate(CHINESE_IN, root) if page.locator(root).count() else []:
                    left = text
                    for name in given:
                        left = left.replace(name, "")
                    if any("\u4e00" <= letter <= "\u9fff" for letter in left):
                        wrong.append(f"{path}: {text}")
    assert not wrong, "\n".join(wrong)
