"""A dispatcher with a keyboard, and one with a mouse: a move is looked at, saved, taken back."""

from playwright.sync_api import expect

from tests.browser.city import LiveCity
from tests.browser.conftest import OpenPage
from tests.chromium import TOO_WIDE, faults, wear
from tests.engine.running import nuanban

# Two crews of a day of their own, and a visit that was promised the first.
TWO_CREWS = """
from datetime import date
from django.utils import timezone
from nuanban.accounts.queries import User
from nuanban.lib.actor import SYSTEM
from nuanban.residents.queries import Resident
from nuanban.visits import actions
from nuanban.visits.enums import AskedVia, VisitKind
from nuanban.visits.models import Crew, CrewMember
from nuanban.team.queries import Member
from nuanban.visits.queries import Slot
at, day = timezone.now(), date(2035, 6, 4)
site = User.objects.get(username="supervisor").site_id
members = list(Member.objects.order_by("name")[:2])
crews = [Crew.objects.create(day=day, site_id=site, name=name, begins=30600, ends=63000)
         for name in ("东一组", "东二组")]
for crew, member in zip(crews, members):
    CrewMember.objects.create(crew=crew, member=member, day=day)
who = Resident.objects.order_by("id").first()
visit = actions.ask(actions.NewVisit(
    resident=who, kind=VisitKind.HOME, via=AskedVia.PHONE, items=[], why="看看老人", site=site,
    division="430602", latitude=29.4, longitude=113.15, address="演示路 12 号 3 单元 501",
    contact_name="女儿", contact_phone="13900002209"), by=SYSTEM, at=at)
slot = Slot(crews[0].pk, "", day, 32400, 39600)
actions.confirm(actions.hold(visit, slot, by=SYSTEM, at=at), by=SYSTEM, at=at)
"""
WHERE = """
SELECT crew.name FROM visits_visit visit JOIN visits_crew crew ON visit.crew_id = crew.id
WHERE crew.day = '2035-06-04'
"""


def test_a_stop_is_moved_by_keyboard_and_back_then_by_mouse(
    live_city: LiveCity, open_page: OpenPage
) -> None:
    nuanban(live_city.home, "manage", "shell", "-c", TWO_CREWS)
    page = open_page("supervisor", "/desk/visits/board/?day=2035-06-04", width=1440)
    stop = page.locator(".day-line .day-stop").first
    stop.focus()
    page.keyboard.press("Enter")
    place = page.get_by_label("放到哪里")
    place.focus()
    place.select_option(label="东二组：最合适的位置")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    save = page.get_by_role("button", name="就这样挪")
    expect(save).to_be_visible()
    assert live_city.ask(WHERE) == "东一组"
    for mode in ("plain", "largest"):
        wear(page, mode)
        assert faults(page) == []
        assert page.evaluate(TOO_WIDE) <= 0
    save.focus()
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name="撤销")
    expect(undo).to_be_visible()
    assert live_city.ask(WHERE) == "东二组"
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已撤销")).to_be_visible()
    assert live_city.ask(WHERE) == "东一组"
    stop, line = page.locator(".day-line .day-stop").first, page.locator(".day-line").nth(1)
    grip, goal = stop.bounding_box(), line.bounding_box()
    assert grip is not None
    assert goal is not None
    page.mouse.move(grip["x"] + 10, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(grip["x"] + 60, goal["y"] + 40, steps=5)
    page.mouse.up()
    dropped = page.get_by_role("dialog", name="挪到这里会怎样")
    expect(dropped.get_by_text("由东二组去")).to_be_visible()
    assert faults(page) == []
    dropped.get_by_role("button", name="就这样挪").click()
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    assert live_city.ask(WHERE) == "东二组"
