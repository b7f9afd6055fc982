"""The city comes: from a call to the figures, an urgent bedside between, without signal."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from nuanban.lib.days import CITY_TZ
from tests.browser.city import LiveCity
from tests.browser.conftest import Faults, OpenPage
from tests.browser.field import (
    crew_to_come,
    fill_paper,
    kept_without_signal,
    let_the_day_come,
    picture,
    promised,
    take_cash,
    waits,
)

WHO = "visitor"
COUNTED = """
SELECT count(*) FROM cases_serving serving JOIN visits_visit visit ON serving.origin_id = visit.id
WHERE serving.channel = 'visits' AND serving.undone_at IS NULL AND visit.id = '{visit}'
"""
DAY_KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open("nuanban-round");
  asked.onsuccess = () => {
    const day = asked.result.transaction(["state"]).objectStore("state").get("day");
    day.onsuccess = () => done(day.result ?? null);
  };
})"""


def _draw(page: Page) -> None:
    box = page.locator("[data-pad]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90, steps=4)
    page.mouse.up()


def _finish(page: Page) -> None:
    page.get_by_role("button", name="办完了", exact=True).click()
    page.get_by_text("手写签名", exact=True).click()
    page.get_by_label("谁同意的").fill("王秀兰")
    page.locator("[data-pad]").scroll_into_view_if_needed()
    _draw(page)
    page.get_by_label("材料照片").set_input_files(picture(page))
    expect(page.locator("[data-photos]")).to_contain_text("存着 1 张")
    page.get_by_role("button", name="办完了，记下").click()


def test_a_visit_is_made_without_signal_and_counted_when_it_is_back(
    open_page: OpenPage, faults_heard: Faults, live_city: LiveCity
) -> None:
    faults_heard.expected = ["net::ERR_"]
    visit = promised(live_city, WHO, "山里一组", 0)
    counted, mine = COUNTED.format(visit=visit), f"visit_id = '{visit}'"
    page = open_page(WHO, "/round/", width=360, height=780)
    expect(page.get_by_role("link", name="打电话")).to_have_attribute("href", "tel:13900002209")
    kept_without_signal(page)
    page.reload()
    page.get_by_role("button", name="到门口了").click()
    waits(page, 1)
    fill_paper(page)
    take_cash(page, "12.5")
    waits(page, 3)
    _finish(page)
    waits(page, 5)
    page.reload()
    expect(page.locator("[data-state]")).to_have_text("已办完")
    page.get_by_role("button", name="我们送到家").click()
    page.get_by_role("button", name="非常满意", exact=True).click()
    waits(page, 7)
    assert live_city.ask(counted) == 0
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("都送出了")
    expect(page.locator("[data-refused]")).to_be_empty()
    assert live_city.ask(counted) == 1
    assert live_city.ask(f"SELECT count(*) FROM visits_visitphoto WHERE {mine}") == 1
    assert live_city.ask(f"SELECT way FROM visits_visitsignature WHERE {mine}") == "drawn"
    assert live_city.ask(f"SELECT amount_fen FROM visits_cashtaken WHERE {mine}") == 1250
    assert live_city.ask(f"SELECT state FROM cases_case WHERE origin_id = '{visit}'") == "accepted"
    # The session is shared with other tests: only the phone's part of signing out.
    page.route("**/logout/", lambda route: route.fulfill(body="out"))
    page.get_by_role("button", name="退出登录，删掉名单").click()
    expect(page.get_by_text("out", exact=True)).to_be_visible()
    assert page.evaluate(DAY_KEPT) is None


PEOPLE = "SELECT id FROM residents_resident ORDER BY id"
# 岳阳楼区, where the hall is.
NEAR = "430602"
# Later than this the day has no room for a second visit, and the page says so.
LATEST_HOUR = 21


def _ask(page: Page, **said: str) -> None:
    """What a caller says, into the form of a visit."""
    page.get_by_role("link", name="约上门").click()
    items = page.get_by_role("group", name="办什么事")
    items.get_by_role("searchbox").fill("养老金 认证")
    items.get_by_label("养老金每年一次的认证").check()
    page.get_by_label("乡镇或村").select_option(NEAR)
    for label, words in said.items():
        page.get_by_label(label).fill(words)


def _book(page: Page, day: str) -> str:
    """Reads a slot of that day out, they agree; gives the key of the visit."""
    page.get_by_role("button", name="记下，选时段").click()
    expect(page.get_by_text("已记下。请选一个时段")).to_be_visible()
    page.goto(f"{page.url}?from={day}")
    page.get_by_role("button", name="留这个").first.click()
    page.get_by_role("button", name="对方同意，约定").click()
    expect(page.get_by_text("已约好，查询码")).to_be_visible()
    return page.url.rstrip("/").rpartition("/")[2]


def _send(page: Page, at: datetime) -> list[str]:
    """Somebody lies in hospital: a crew goes at once, or the page says why none can.

    Gives the key of the visit when somebody goes.
    """
    page.get_by_label("哪一种").select_option("urgent")
    page.get_by_text("指定要会什么").click()
    page.get_by_label("不动产面签").check()
    page.get_by_text("住院、紧急").click()
    page.get_by_label("医院（床边办）").fill("岳阳市中心医院")
    page.get_by_label("病区、床号").fill("三病区 12 床")
    deadline = f"{at + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    page.get_by_label("最晚什么时候到（紧急）").fill(deadline)
    page.get_by_role("button", name="记下，选时段").click()
    if at.hour > LATEST_HOUR:
        expect(page.get_by_role("region", name="现在就派")).to_contain_text("。")
        return []
    page.get_by_role("button", name="派先到一组").click()
    expect(page.get_by_text("已派先到一组")).to_be_visible()
    return [page.url.rstrip("/").rpartition("/")[2]]


def _make(page: Page, visit: str) -> None:
    """At the door, done, agreed by word of mouth."""
    card = page.locator(f"[data-visit='{visit}']")
    card.get_by_role("button", name="到门口了").click()
    card.get_by_role("button", name="办完了", exact=True).click()
    card.get_by_role("button", name="办完了，记下").click()
    expect(card.locator("[data-state]")).to_have_text("已办完")


def test_a_call_and_a_bedside_are_done_without_signal_and_seen_in_the_figures(
    open_page: OpenPage, faults_heard: Faults, live_city: LiveCity
) -> None:
    at = datetime.now(CITY_TZ)
    faults_heard.expected = ["net::ERR_"]
    day = crew_to_come(live_city, WHO, "先到一组")
    people = (
        live_city.ask(f"SELECT id FROM residents_resident OFFSET {n} LIMIT 1") for n in (5, 6)
    )
    first, second = (open_page("hotline", f"/desk/people/{key}/") for key in people)
    _ask(first, 详细地址="演示路 12 号 3 单元 501", 联系电话="13900002209")
    called = _book(first, day)
    let_the_day_come(live_city, "先到一组")
    _ask(second, 详细地址="演示路 30 号", 联系电话="13900002208")
    due = [*_send(second, at), called]
    page = open_page("visitor", "/round/", width=360, height=780)
    expect(page.locator("[data-visit]")).to_have_count(len(due))
    kept_without_signal(page)
    for visit in due:
        _make(page, visit)
    assert not any(live_city.ask(COUNTED.format(visit=visit)) for visit in due)
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("都送出了")
    expect(page.locator("[data-refused]")).to_be_empty()
    seen = open_page("supervisor", "/desk/visits/")
    for visit in due:
        row = seen.locator("tr", has=seen.locator(f"a[href$='{visit}/']"))
        expect(row).to_contain_text("已办完")
        assert live_city.ask(COUNTED.format(visit=visit)) == 1
    today = f"begins_on={at:%Y-%m-%d}&ends_on={at:%Y-%m-%d}"
    seen.goto(f"/desk/figures/?channel=visits&{today}")
    assert int(seen.locator(".figure.number").inner_text()) >= len(due)
