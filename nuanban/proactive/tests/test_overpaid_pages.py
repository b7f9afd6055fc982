"""Pages about what was given too long, and about everything somebody could get."""

from datetime import date
from uuid import UUID

from django.test import Client
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.journal.queries import entries_on
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.notices import actions as notices
from nuanban.notices.events import INBOUND_RECEIVED
from nuanban.notices.tests.gateway import StubGateway
from nuanban.proactive import actions
from nuanban.proactive.models import Entitlement, Overpayment
from nuanban.proactive.subscribers import answer_by_text
from nuanban.proactive.tests.city import carried, know
from nuanban.proactive.tests.ending import finish, given_for, later, overpaid
from nuanban.residents import actions as residents
from nuanban.residents.enums import TellBy
from tests.cast import Cast, person
from tests.clients import colleague


def sent(client: Client, address: str, **fields: str) -> int:
    """A form sent; its status."""
    return client.post(address, {"op": str(new_key()), **fields}).status_code


def moved_away(cast: Cast) -> Overpayment:
    """Somebody who moved in April, which was learned in June."""
    mine = given_for(cast, 3)
    know(mine.resident, later(cast, 3), aid_kind="none")
    carried(cast, at=later(cast, 3))
    finish(cast, "contact", later(cast, 3), outcome="四月就搬走了", since=date(2026, 4, 20))
    return Overpayment.objects.get()


def test_one_decides_another_hears_the_objection_and_it_comes_back_in_parts(cast: Cast) -> None:
    found = overpaid(cast)
    officer, lead = colleague(cast, Role.DEPARTMENT_OFFICER), colleague(cast, Role.LEAD_OFFICER)
    clerk = colleague(cast, Role.HOTLINE_AGENT)
    listed = officer.get(reverse("proactive:overpayments")).content.decode()
    assert "100 元" in listed
    address = reverse("proactive:overpayment", args=[found.pk])
    assert sent(clerk, address, deed="claim", words="我来追") == 403
    assert sent(officer, address, deed="claim", words="") == 422
    assert sent(officer, address, deed="claim", words="去世后仍在发放") == 303
    assert sent(clerk, address, deed="object", words="办后事用了", via="phone") == 303
    page = officer.get(address).content.decode()
    assert "办后事用了" in page
    assert "另一位同事复核" in page
    assert sent(officer, address, deed="waive", words="算了") == 422
    assert sent(lead, address, deed="claim", words="可以分期") == 303
    day = {"paid_on_year": "2026", "paid_on_month": "3", "paid_on_day": "1"}
    assert sent(officer, address, deed="pay", yuan="40.00", words="现金", **day) == 303
    assert "60 元" in officer.get(address).content.decode()
    assert sent(officer, address, deed="nothing") == 422


def test_a_person_reads_why_and_objects_on_their_own_page(cast: Cast) -> None:
    found = moved_away(cast)
    address = reverse("proactive:told", args=[found.entitlement.code])
    assert "请退还" not in Client().get(address).content.decode()
    by = cast.user(Role.DEPARTMENT_OFFICER)
    actions.claim_back(found, words="四月已迁出", by=by, at=later(cast, 3))
    page = Client().get(address).content.decode()
    for words in ("100 元", "四月已迁出", "分几次", "不会从别的待遇里扣"):
        assert words in page
    assert sent(Client(), address, kind="claim_is_wrong", words="五月才走的") == 303
    assert "另一位同事正在复核" in Client().get(address).content.decode()


def test_one_word_by_text_objects_to_a_claim(cast: Cast) -> None:
    found = moved_away(cast)
    by, at = cast.user(Role.DEPARTMENT_OFFICER), later(cast, 3)
    residents.set_preferences(
        found.resident, tell_by=TellBy.SMS, tell_relative_too=False, by=SYSTEM, at=at
    )
    actions.claim_back(found, words="四月已迁出", by=by, at=at)
    notices.send_due(clock=lambda: at, gateway=StubGateway())
    new = notices.NewInbound("13900002201", "异议", f"p-{new_key()}", at.replace(hour=5))
    inbound = notices.receive(new, by=cast.by(), at=at.replace(hour=5))
    entry = next(e for e in entries_on(inbound.pk) if e.kind == INBOUND_RECEIVED)
    for _ in range(2):
        answer_by_text(entry)
    found.refresh_from_db()
    assert (found.state, found.said) == ("objected", "异议")


BORN = {"born_year": "1972", "born_month": "5", "born_day": "6"}
NURSING = "残疾人两项补贴"


def test_a_disabled_person_on_full_support_sees_why_not_and_what_instead(cast: Cast) -> None:
    resident, _number = person("罗小兰", date(1972, 5, 6))
    know(
        resident,
        cast.at,
        aid_kind="tekun",
        registration_kind="rural",
        household_income_fen=0,
        has_disability_certificate=True,
        disability_category=4,
        disability_level=1,
        work_injury_care=False,
        orphan_support=False,
    )
    carried(cast, ["tekun"])
    mine = given_code(resident.pk)
    address = reverse("proactive:mine", args=[mine])
    asked = Client().get(address).content.decode()
    assert NURSING not in asked
    assert Client().post(address, BORN | {"born_day": "7"}).status_code == 422
    for page in (
        Client().post(address, BORN).content.decode(),
        colleague(cast, Role.SPECIALIST)
        .get(reverse("proactive:person", args=[resident.pk]))
        .content.decode(),
    ):
        replaced = page.partition("不另外发的")[2].partition("</section>")[0]
        assert "困难残疾人生活补贴" in replaced
        assert "重度残疾人护理补贴" in replaced
        assert "供养金里包含了这部分" in replaced
        assert "有的是：<b>特困人员救助供养</b>" in replaced
    assert resident.name not in Client().post(address, BORN).content.decode()


def given_code(resident_id: UUID) -> str:
    """The code of what somebody has."""
    return Entitlement.objects.get(resident_id=resident_id).code
