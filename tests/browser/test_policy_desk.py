"""An officer who cannot code changes two policies; a lead officer releases them; people have it."""

import re
from datetime import date, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from nuanban.lib.days import CITY_TZ
from tests.browser.city import LiveCity
from tests.browser.conftest import Faults, OpenPage

DESK = "/desk/policies/"
OLD_AGE = "/desk/policies/old_age_allowance/"
TRANSIT = "/desk/policies/elder_transit/"
COUNTY, DISTRICT = "岳阳县", "岳阳楼区"
SIXTY_TWO = """
SELECT id FROM residents_resident
WHERE birth_on BETWEEN now() - interval '64 years' AND now() - interval '61 years'
  AND resident_division_id LIKE '430602%'
  AND id NOT IN (SELECT resident_id FROM residents_status WHERE kind = 'deceased')
ORDER BY id LIMIT 1
"""


def today() -> date:
    """The city's day."""
    return datetime.now(CITY_TZ).date()


def next_month() -> date:
    """The first day of the next month."""
    return (today().replace(day=1) + timedelta(days=32)).replace(day=1)


def choose_day(within: Locator, day: date) -> None:
    """Fills the first three boxes 年 月 日."""
    for name, value in (("年", day.year), ("月", day.month), ("日", day.day)):
        within.get_by_label(name, exact=True).first.fill(str(value))


def add_number(page: Page, number: str, value: int, place: str, day: date) -> None:
    """By the form: which number, how much, where, from when, who says so."""
    form = page.locator("#number")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_label("哪个数").select_option(label=number)
    form.get_by_label("新的值").fill(str(value))
    form.get_by_label("在哪里").select_option(label=place)
    choose_day(form, day)
    form.get_by_label("依据").fill("县里的通知")
    form.get_by_role("button", name="加上").click()
    expect(page.get_by_text("已改好，存在草稿里。")).to_be_visible()


def try_somebody(page: Page, born: int, place: str, label: str, day: date | None = None) -> None:
    """Facts of somebody who does not exist."""
    if day:
        choose_day(page.locator("main form").last, day)
    birth = page.get_by_role("group", name="出生日期")
    choose_day(birth, date(born, 1, 1))
    page.get_by_label(label).select_option(label=place)
    page.get_by_role("button", name="看看结果").click()


def propose(page: Page, why: str) -> str:
    """The officer asks for the release; gives the address of the text."""
    page.get_by_label("为什么改").fill(why)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交，等首席领办员发布。")).to_be_visible()
    return page.url


def release(open_page: OpenPage, address: str, day: date) -> None:
    """The lead officer lets it apply from a day on."""
    page = open_page("lead", address)
    form = page.locator("form").filter(has=page.get_by_role("heading", name="发布"))
    choose_day(form, day)
    form.get_by_role("button", name="发布").click()
    expect(page.get_by_text("已发布。")).to_be_visible()


def test_a_county_gets_its_new_amount(open_page: OpenPage) -> None:
    page = open_page("civil", OLD_AGE)
    page.get_by_role("button", name="改这项政策").click()
    add_number(page, "80—89 岁每月（元）", 60, COUNTY, next_month())
    see_errors_as_they_are_typed(page)
    # What was saved by itself meanwhile asks nobody to reload.
    add_number(page, "不看收入的年龄（岁）", 80, COUNTY, next_month())
    expect(page.locator("#checked")).to_contain_text("个例子都对")
    compare(page)
    release(open_page, propose(page, "县里从下个月起给所有八十岁以上的老人"), next_month())
    page.goto(f"{OLD_AGE}try/")
    try_somebody(page, 1944, COUNTY, "户籍所在地", next_month())
    expect(page.locator(".answer")).to_contain_text("符合，每月 60 元")
    page.goto(f"{OLD_AGE}try/")
    try_somebody(page, 1944, DISTRICT, "户籍所在地", next_month())
    expect(page.locator(".answer")).to_contain_text("还不能定")


def see_errors_as_they_are_typed(page: Page) -> None:
    """A misspelt name is pointed at; put right again, the examples hold."""
    page.get_by_text("直接改原文").click()
    box = page.get_by_label("条文")
    right = box.input_value()
    box.fill(right.replace("age(birth_date) >= first_age", "age(birth_date) >= frist_age"))
    expect(page.locator("#checked")).to_contain_text("不认识“frist_age”")
    line = right[: right.index(">= first_age")].count("\n") + 1
    expect(page.locator("#checked")).to_contain_text(f"第 {line} 行第 ")
    box.fill(right)
    expect(page.locator("#checked")).to_contain_text("个例子都对")
    expect(page.locator("#kept")).to_contain_text("已自动保存")


def compare(page: Page) -> None:
    """The city before and after, reckoned by the worker."""
    page.get_by_role("button", name="和现在的比一比").click()
    answer = page.locator("#difference .answer")
    # Other tests of the same city register people.
    expect(answer).to_contain_text(re.compile(r"全市 \d+ 人：新增"), timeout=60_000)


def test_a_new_rule_for_buses(
    open_page: OpenPage, live_city: LiveCity, faults_heard: Faults
) -> None:
    page = open_page("civil", TRANSIT)
    page.get_by_text("复制这项政策，写一项新的").click()
    page.get_by_label("新政策叫什么").fill("岳阳楼区老人乘车")
    page.get_by_label("一句话说清").fill("岳阳楼区六十岁以上的老人免费乘公交。")
    page.get_by_label("英文代号").fill("louqu_transit")
    page.get_by_role("button", name="复制成草稿").click()
    address = page.url
    add_number(page, "开始免费的年龄（岁）", 60, DISTRICT, today())
    live_in_the_district(page)
    accept_what_came_out(page)
    keep_example(page, 62, "符合", "六十二岁，住在岳阳楼区")
    keep_example(page, 50, "不符合", "五十岁，还早")
    expect(page.locator("#checked")).to_contain_text("个例子都对")
    assert page.url.startswith(address)
    release(open_page, propose(page, "区里从六十岁起免费"), today())
    person = live_city.ask(SIXTY_TWO)
    page = open_page("specialist", f"/desk/people/{person}/entitlements/")
    entitled = page.locator("section").filter(has=page.get_by_role("heading", name="符合的"))
    expect(entitled).to_contain_text("岳阳楼区老人乘车")


def live_in_the_district(page: Page) -> None:
    """A condition from lists; a box that does not belong to the fact is not shown."""
    form = page.locator("#condition")
    form.get_by_text("加一条条件", exact=True).click()
    first = form.get_by_role("group", name="满足的是")
    first.get_by_label("什么情况").select_option(label="现在住的地方")
    expect(first.get_by_label("数", exact=False)).to_be_hidden()
    first.get_by_label("怎么比").select_option(label="是、在")
    first.get_by_label("地方").select_option(label=DISTRICT)
    second = form.get_by_role("group", name="再加一条").first
    second.get_by_label("什么情况").select_option(label="年龄（周岁）")
    second.get_by_label("数", exact=False).fill("60")
    form.get_by_label("这一组里").first.select_option(label="并且")
    form.get_by_label("满足时怎么说", exact=True).fill("住在岳阳楼区")
    form.get_by_label("不满足时怎么说").fill("这一条只给住在岳阳楼区的老人。")
    form.get_by_role("button", name="加上").click()
    expect(page.locator("#conditions + p + .rules")).to_contain_text("住在岳阳楼区")


def keep_example(page: Page, age: int, verdict: str, name: str) -> None:
    """Somebody of this age in the district becomes an example."""
    page.get_by_role("link", name="试一个人").click()
    try_somebody(page, today().year - age, DISTRICT, "现在住的地方")
    expect(page.locator(".answer")).to_contain_text(verdict)
    page.get_by_label("这个例子叫什么").fill(name)
    page.get_by_role("button", name="记成例子").click()


def accept_what_came_out(page: Page) -> None:
    """Examples that say otherwise since the new condition: what came out is right."""
    accept = page.get_by_role("button", name="以算出来的为准")
    while left := accept.count():
        accept.first.click()
        expect(accept).to_have_count(left - 1)
    # All were above the new age: one who is not is still wanted.
    expect(page.locator("#checked")).to_contain_text("没有一个例子不满足条款“age”")
