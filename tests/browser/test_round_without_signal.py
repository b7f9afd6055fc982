"""A helper in a valley: a visit is made and signed without signal, and counted afterwards."""

from playwright.sync_api import Page, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import Faults, OpenPage
from tests.browser.field import (
    fill_paper,
    kept_without_signal,
    picture,
    promised,
    take_cash,
    waits,
)

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
    visit = promised(live_city, "山里一组", 0)
    counted, mine = COUNTED.format(visit=visit), f"visit_id = '{visit}'"
    page = open_page("visitor", "/round/", width=360, height=780)
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
