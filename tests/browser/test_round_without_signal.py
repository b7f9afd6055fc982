"""A helper in a valley: a visit is made and signed without signal, and counted afterwards."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import Faults, OpenPage
from tests.engine.running import nuanban

# A visit of today, promised to the crew of 邓军; by hand, since no slot is left at midnight.
A_PROMISED_VISIT = """
from datetime import timedelta
from django.utils import timezone
from nuanban.accounts.queries import User
from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day
from nuanban.residents.enums import Need
from nuanban.residents.queries import Resident
from nuanban.team import queries as team
from nuanban.visits import actions
from nuanban.visits.enums import AskedVia, VisitKind
from nuanban.visits.models import Crew, CrewMember, Visit
at = timezone.now()
user = User.objects.get(username="visitor")
mine = team.member_of_user(user.pk)
CrewMember.objects.filter(member=mine, day=city_day(at)).delete()
crew = Crew.objects.create(day=city_day(at), site_id=user.site_id, name="山里一组",
                           begins=30600, ends=63000)
CrewMember.objects.create(crew=crew, member=mine, day=crew.day)
who = Resident.objects.order_by("id").first()
visit = actions.ask(actions.NewVisit(
    resident=who, kind=VisitKind.HOME, via=AskedVia.PHONE, items=["SG-RS-01"], site=user.site_id,
    division="430602", latitude=29.4, longitude=113.15, address="演示路 12 号 3 单元 501",
    contact_name="女儿", contact_phone="13900002209", access_notes="门口有狗，先打电话",
    needs=[Need.DIALECT]), by=SYSTEM, at=at)
Visit.objects.filter(pk=visit.pk).update(
    state="promised", crew=crew, day=crew.day, window_from=32400, window_to=39600, promised_at=at)
"""
COUNTED = """
SELECT count(*) FROM cases_serving serving JOIN visits_visit visit ON serving.origin_id = visit.id
WHERE serving.channel = 'visits' AND serving.undone_at IS NULL AND visit.state = 'done'
"""
READY = "async () => Boolean((await navigator.serviceWorker.ready).active)"
PAGE_IS_KEPT = """async () => {
  while (!(await caches.match('/round/'))) await new Promise((go) => setTimeout(go, 100));
}"""

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
    picture = page.locator("[data-pad]").screenshot()
    photo: FilePayload = {"name": "paper.png", "mimeType": "image/png", "buffer": picture}
    page.get_by_label("材料照片").set_input_files(photo)
    expect(page.locator("[data-photos]")).to_contain_text("存着 1 张")
    page.get_by_role("button", name="办完了，记下").click()


def test_a_visit_is_made_without_signal_and_counted_when_it_is_back(
    open_page: OpenPage, faults_heard: Faults, live_city: LiveCity
) -> None:
    faults_heard.expected = ["net::ERR_"]
    made = nuanban(live_city.home, "manage", "shell", "-c", A_PROMISED_VISIT)
    assert made.returncode == 0, made.stderr
    page = open_page("visitor", "/round/", width=360, height=780)
    expect(page.get_by_role("link", name="打电话")).to_have_attribute("href", "tel:13900002209")
    page.evaluate(READY)
    page.evaluate(PAGE_IS_KEPT)
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="到门口了").click()
    expect(page.locator("[data-told]")).to_contain_text("还有 1 条没送出")
    _finish(page)
    expect(page.locator("[data-told]")).to_contain_text("还有 3 条没送出，上次同步")
    page.reload()
    expect(page.locator("[data-state]")).to_have_text("已办完")
    assert live_city.ask(COUNTED) == 0
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("都送出了")
    assert live_city.ask(COUNTED) == 1
    assert live_city.ask("SELECT count(*) FROM visits_visitphoto") == 1
    assert live_city.ask("SELECT way FROM visits_visitsignature") == "drawn"
    # The session is shared with other tests: only the phone's part of signing out.
    page.route("**/logout/", lambda route: route.fulfill(body="out"))
    page.get_by_role("button", name="退出登录，删掉名单").click()
    expect(page.get_by_text("out", exact=True)).to_be_visible()
    assert page.evaluate(DAY_KEPT) is None
