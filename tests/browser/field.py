"""A helper's day in the running city, and what a phone keeps of it."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.city import LiveCity
from tests.engine.running import nuanban

# A visit of today, promised to a crew of 邓军 alone; by hand, since no slot is left at midnight.
_PROMISED = """
from django.utils import timezone
from nuanban.accounts.queries import User
from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day
from nuanban.residents.enums import Need
from nuanban.residents.queries import Resident
from nuanban.team import queries as team
from nuanban.visits import actions
from nuanban.visits.enums import AskedVia, VisitKind
from nuanban.visits.models import Crew, CrewMember, ReceiptBook, Visit
at = timezone.now()
user = User.objects.get(username="visitor")
mine = team.member_of_user(user.pk)
CrewMember.objects.filter(member=mine, day=city_day(at)).delete()
crew = Crew.objects.create(day=city_day(at), site_id=user.site_id, name="{crew}",
                           begins=30600, ends=63000)
CrewMember.objects.create(crew=crew, member=mine, day=crew.day)
who = Resident.objects.order_by("id")[{turn}]
visit = actions.ask(actions.NewVisit(
    resident=who, kind=VisitKind.HOME, via=AskedVia.PHONE, items=["SG-RS-01"], site=user.site_id,
    division="430602", latitude=29.4, longitude=113.15, address="演示路 12 号 3 单元 501",
    contact_name="女儿", contact_phone="13900002209", access_notes="门口有狗，先打电话",
    needs=[Need.DIALECT]), by=SYSTEM, at=at)
Visit.objects.filter(pk=visit.pk).update(
    state="promised", crew=crew, day=crew.day, window_from=32400, window_to=39600, promised_at=at)
if not ReceiptBook.objects.filter(holder=user).exists():
    actions.give_book(holder=user, site=user.site_id, first=2001, last=2100, by=SYSTEM, at=at)
print("visit", visit.pk)
"""
READY = "async () => Boolean((await navigator.serviceWorker.ready).active)"
PAGE_IS_KEPT = """async () => {
  while (!(await caches.match('/round/'))) await new Promise((go) => setTimeout(go, 100));
}"""
OUTBOX = """() => new Promise((done) => {
  const asked = indexedDB.open("nuanban-round");
  asked.onsuccess = () => {
    const rows = asked.result.transaction(["outbox"]).objectStore("outbox").getAll();
    rows.onsuccess = () => done(rows.result.map((it) => it.op));
  };
})"""


def promised(live_city: LiveCity, crew: str, turn: int) -> str:
    """A visit to the resident of this turn; gives its key."""
    told = _PROMISED.format(crew=crew, turn=turn)
    made = nuanban(live_city.home, "manage", "shell", "-c", told)
    assert made.returncode == 0, made.stderr
    return next(line.split()[1] for line in made.stdout.splitlines() if line.startswith("visit "))


def kept_without_signal(page: Page) -> None:
    """The page and today's list lie on the phone; from now on there is no signal."""
    page.locator("[data-visit]").first.wait_for()
    page.evaluate(READY)
    page.evaluate(PAGE_IS_KEPT)
    page.context.set_offline(True)


def picture(page: Page) -> FilePayload:
    """Some photo."""
    return {
        "name": "paper.png",
        "mimeType": "image/png",
        "buffer": page.locator("h1").first.screenshot(),
    }


def waits(page: Page, rows: int) -> None:
    """So many are noted and not sent."""
    expect(page.locator("[data-told]")).to_contain_text(f"还有 {rows} 条没送出")


def fill_paper(page: Page) -> None:
    """The form of the case, with every paper seen."""
    page.locator("[data-fills]").click()
    page.get_by_text("走不动，请你们上门").click()
    for tick in page.locator("[data-papers] input:enabled").all():
        tick.check()
    page.get_by_role("button", name="表填好了，记下").click()


def take_cash(page: Page, amount: str) -> None:
    """Against the next receipt of the book."""
    page.get_by_role("button", name="收了现金").click()
    page.get_by_label("金额（元）").fill(amount)
    page.get_by_label("收的是什么钱").fill("证件工本费")
    page.get_by_role("button", name="收好了，记下").click()
