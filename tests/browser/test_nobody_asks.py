"""免申办 in the browser: an officer, a releaser and the person each do their part."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import OpenPage
from tests.chromium import TOO_WIDE, faults

MINUTE = 90_000
# Pixels of a code that a telephone can read.
SQUARE = 120


def _reckoned(officer: Page) -> str:
    """The officer has the city judged and proposes what came out; gives its address."""
    officer.get_by_text("算一批新的").click()
    for name in ("old_age_allowance", "elder_card"):
        officer.locator(f'input[name="policies"][value="{name}"]').check()
    officer.get_by_role("button", name="开始计算").click()
    expect(officer.get_by_text("如果发布")).to_be_visible(timeout=MINUTE)
    officer.get_by_label("核对了什么").fill("和民政、公安的数据核对过。")
    officer.get_by_role("button", name="提交").click()
    expect(officer.get_by_text("等一位没有经办过")).to_be_visible()
    assert faults(officer) == []
    expect(officer.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    return officer.url


def _released(lead: Page) -> None:
    lead.get_by_role("button", name="发布", exact=True).click()
    expect(lead.get_by_text("已发放", exact=True)).to_be_visible(timeout=MINUTE)


@pytest.mark.usefixtures("faults_heard")
def test_a_person_is_found_told_and_answers_without_ever_asking(
    open_page: OpenPage, live_city: LiveCity
) -> None:
    address = _reckoned(open_page("officer", "/desk/runs/"))
    path = "/desk/" + address.partition("/desk/")[2]
    _released(open_page("lead", path))
    code, entitlement = (
        live_city.ask(
            f"SELECT {column} FROM proactive_entitlement WHERE policy = 'old_age_allowance' "
            "AND state = 'noticed' ORDER BY id LIMIT 1"
        )
        for column in ("code", "id")
    )
    person = open_page("", f"/b/{code}/", care={"on": True, "size": 2}, width=360)
    expect(person.get_by_text("为什么", exact=True)).to_be_visible()
    expect(person.get_by_text("已满八十周岁")).to_be_visible()
    assert faults(person) == []
    assert person.evaluate(TOO_WIDE) <= 0
    person.get_by_role("button", name="同意").click()
    expect(person.get_by_text("享受中")).to_be_visible()
    clerk = open_page("specialist", f"/desk/entitlements/{entitlement}/")
    expect(clerk.get_by_text("同意", exact=True).first).to_be_visible()
    expect(clerk.get_by_text("已发放").first).to_be_visible()
    assert faults(clerk) == []
    counted = "SELECT count(*) FROM cases_serving s JOIN proactive_grant g ON g.id = s.origin_id "
    assert live_city.ask(f"{counted} WHERE g.entitlement_id = '{entitlement}'") == 1
    clerk.goto(f"/desk/entitlements/{entitlement}/")
    issue = clerk.locator('form[action$="/certificate/"]')
    filled: dict[str, str | float | bool] = {
        name: issue.locator(f'[name="{name}"]').input_value()
        for name in ("csrfmiddlewaretoken", "op")
    }
    address = str(issue.get_attribute("action"))
    assert clerk.request.post(address, form=filled).body().startswith(b"%PDF")
    clerk.reload()
    square = clerk.locator(".certificate .qr svg").bounding_box()
    assert square is not None
    assert square["width"] >= SQUARE
    _sees_why_not(open_page, live_city)


# Somebody of whom civil affairs say nothing yet.
UNKNOWN = """
SELECT concat_ws('|', e.code, r.id, r.birth_on) FROM proactive_entitlement e
JOIN residents_resident r ON r.id = e.resident_id WHERE e.policy = 'elder_card'
AND NOT EXISTS (SELECT FROM eligibility_record x
  WHERE x.resident_id = r.id AND x.department = 'civil_affairs') ORDER BY r.id LIMIT 1
"""


def _note(clerk: Page, **said: str) -> None:
    """The clerk writes down what a certificate says."""
    clerk.get_by_text("登记一条身份").click()
    form = clerk.locator('form[action$="/statuses/"]')
    for name, value in {**said, "source": "civil_affairs"}.items():
        form.locator(f'[name="{name}"]').select_option(value)
    form.locator('[name="valid_from"]').fill("2020-01-02")
    form.get_by_role("button", name="存").click()


def _sees_why_not(open_page: OpenPage, live_city: LiveCity) -> None:
    """A disabled person on full support, at the window and at home, after the run."""
    code, key, born = str(live_city.ask(UNKNOWN)).split("|")
    clerk = open_page("specialist", f"/desk/people/{key}/")
    _note(clerk, kind="tekun")
    _note(clerk, kind="disability", category="4", level="1")
    clerk.get_by_role("link", name="能享受什么，为什么").click()
    person = open_page("", f"/b/{code}/", care={"on": True, "size": 2}, width=360)
    person.get_by_role("link", name="我还能享受什么，为什么").click()
    for part, number in zip(("年", "月", "日"), born.split("-"), strict=True):
        person.get_by_label(part, exact=True).fill(number.lstrip("0"))
    person.get_by_role("button", name="打开").click()
    for page in (clerk, person):
        said = page.locator("section").filter(has=page.get_by_text("不另外发的"))
        for words in ("重度残疾人护理补贴", "供养金里包含了", "有的是：特困人员救助供养"):
            expect(said.get_by_text(words).first).to_be_visible()
        assert faults(page) == []
        assert page.evaluate(TOO_WIDE) <= 0
