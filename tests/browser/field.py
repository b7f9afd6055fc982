"""A helper's day in the running city, and what a phone keeps of it."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.city import LiveCity
from tests.engine.running import nuanban

# A visit of today, promised to a crew of one; by hand, since no slot is left at midnight.
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
user = User.objects.get(username="{who}")
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
    actions.give_book(holder=user, site=user.site_id, first={first}, last={first} + 99,
                      by=SYSTEM, at=at)
print("visit", visit.pk)
"""
_CREW = """
from datetime import timedelta
from django.utils import timezone
from nuanban.accounts.queries import User
from nuanban.lib.days import city_day, is_working_day
from nuanban.offices import queries as offices
from nuanban.team import queries as team
from nuanban.visits.models import Crew, CrewMember
user = User.objects.get(username="{who}")
mine = team.member_of_user(user.pk)
day = city_day(timezone.now()) + timedelta(days=8)
while not is_working_day(day, offices.calendar()) or Crew.objects.filter(day=day).exists():
    day += timedelta(days=1)
crew = Crew.objects.create(day=day, site_id=user.site_id, name="{crew}", begins=30600, ends=63000)
CrewMember.objects.create(crew=crew, member=mine, day=day)
print("day", day)
"""
# What was promised for a day next week is due in an hour and a quarter, or before midnight.
_TODAY = """
from django.db.models import F
from django.utils import timezone
from nuanban.lib.days import city_day
from nuanban.visits.clock import second_of
from nuanban.visits.models import Crew, CrewMember, Stop, Visit
at = timezone.now()
crew, begin = Crew.objects.get(name="{crew}"), min(second_of(at) + 4500, 82800)
for member in CrewMember.objects.filter(crew=crew):
    CrewMember.objects.filter(member=member.member, day=city_day(at)).delete()
CrewMember.objects.filter(crew=crew).update(day=city_day(at))
Crew.objects.filter(pk=crew.pk).update(day=city_day(at), begins=0, ends=86399)
Visit.objects.filter(crew=crew).update(
    day=city_day(at), window_from=begin, window_to=min(begin + 7200, 86399))
for stop in Stop.objects.filter(crew=crew):
    if stop.visit_id is None:
        stop.delete()
    else:
        long = stop.leave - stop.start
        stop.arrive = stop.start = begin
        stop.leave = begin + long
        stop.save()
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


# Each file of tests has a helper of its own: files run beside each other.
RECEIPTS = {"visitor": 2001, "specialist": 3001}


def promised(live_city: LiveCity, who: str, crew: str, turn: int) -> str:
    """A visit by `who` to the resident of this turn; gives its key."""
    told = _PROMISED.format(who=who, crew=crew, turn=turn, first=RECEIPTS[who])
    return _told(_run(live_city, told), "visit")


def crew_to_come(live_city: LiveCity, who: str, crew: str) -> str:
    """`who` goes out alone on a working day of next week on which nobody else does: which one."""
    return _told(_run(live_city, _CREW.format(who=who, crew=crew)), "day")


def let_the_day_come(live_city: LiveCity, crew: str) -> None:
    """The day of the crew is today; midnight is not waited for."""
    _run(live_city, _TODAY.format(crew=crew))


def _run(live_city: LiveCity, told: str) -> str:
    made = nuanban(live_city.home, "manage", "shell", "-c", told)
    assert made.returncode == 0, made.stderr
    return made.stdout


def _told(printed: str, what: str) -> str:
    return next(line.split()[1] for line in printed.splitlines() if line.startswith(f"{what} "))


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
    for tick in page.locator("[data-papers] [type=checkbox]:enabled:visible").all():
        tick.check()
    page.get_by_role("button", name="表填好了，记下").click()


def take_cash(page: Page, amount: str) -> None:
    """Against the next receipt of the book."""
    page.get_by_role("button", name="收了现金").click()
    page.get_by_label("金额（元）").fill(amount)
    page.get_by_label("收的是什么钱").fill("证件工本费")
    page.get_by_role("button", name="收好了，记下").click()
