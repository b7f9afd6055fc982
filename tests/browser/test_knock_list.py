"""A knock list is worked through: every door is noted, and what was wrong goes to who knows it."""

from playwright.sync_api import Page, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import OpenPage

LIST = "/desk/knocks/"
# Some of the doors lie in the village of the helper.
MY_DOORS = """
UPDATE knocks_knock SET division_id = site.division_id
FROM accounts_user helper JOIN offices_site site ON helper.site_id = site.code
WHERE helper.username = 'helper' AND knocks_knock.id IN (
    SELECT id FROM knocks_knock WHERE state = 'open' ORDER BY rank DESC, id LIMIT 6)
"""


def _take(page: Page) -> str:
    """“我来敲门” at whatever is next; gives the key of the knock."""
    page.goto(LIST)
    page.get_by_role("button", name="我来敲门").first.click()
    expect(page.get_by_role("heading", name="敲了门，怎么样")).to_be_visible()
    return page.url.rstrip("/").rpartition("/")[2]


def _note(page: Page, result: str, words: str) -> None:
    page.get_by_label(result, exact=True).check()
    page.get_by_label("看到了什么、听到了什么").fill(words)
    page.get_by_role("button", name="记下结果").click()
    expect(page.get_by_text("已记下。")).to_be_visible()


def test_a_knock_list_is_worked_through(open_page: OpenPage, live_city: LiveCity) -> None:
    def state(knock: str) -> str:
        return str(live_city.ask(f"SELECT state FROM knocks_knock WHERE id = '{knock}'"))

    live_city.ask(MY_DOORS)
    page = open_page("helper", LIST, width=768)
    done = _take(page)
    _note(page, "当场办好了", "在家里拍了照，认证通过了")
    absent = _take(page)
    _note(page, "没人在家", "留了卡片，邻居说下午回来")
    wrong = _take(page)
    page.get_by_text("资料不对、搬走、去世", exact=True).click()
    page.get_by_label("资料不对、搬走、去世的，请哪个部门核对").select_option(label="民政")
    _note(page, "资料不对", "低保本上的人数和家里的对不上")
    handed = _take(page)
    page.get_by_role("link", name="要安排上门办").click()
    page.get_by_label("详细地址").fill("演示村 3 组 12 号")
    page.get_by_role("button", name="转上门办，选时段").click()
    expect(page.get_by_text("已转上门办")).to_be_visible()
    visit = page.url.rstrip("/").rpartition("/")[2]
    assert [state(it) for it in (done, absent, wrong, handed)] == [
        "closed",
        "open",
        "found",
        "handed",
    ]
    assert live_city.ask(f"SELECT kind FROM visits_visit WHERE id = '{visit}'") == "knock"
    page.goto(LIST)
    for knock in (done, absent, wrong, handed):
        expect(page.locator(f"a[href$='{knock}/']")).to_have_count(0)
    desk = open_page("civil", f"{LIST}corrections/")
    card = desk.locator("section.card", has_text="低保本上的人数和家里的对不上")
    card.get_by_label("怎么核对的、改了什么").fill("按户口本改为三口人")
    card.get_by_role("button", name="已改正").click()
    expect(desk.get_by_text("已答复")).to_be_visible()
    assert state(wrong) == "closed"
    page.goto(f"{LIST}map/")
    expect(page.get_by_role("heading", name="一个也不落下")).to_be_visible()
