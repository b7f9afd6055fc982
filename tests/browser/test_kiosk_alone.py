"""A kiosk whose network is gone: numbers go on, nothing is lost, nothing can be read out."""

from datetime import date

from playwright.sync_api import Page, Route, expect

from tests.browser.city import LiveCity
from tests.browser.conftest import Faults, OpenPage
from tests.cast import id_number

KEPT = """
() => new Promise((done) => {
  const asked = indexedDB.open("nuanban-kiosk");
  asked.onsuccess = () => {
    const slips = asked.result.transaction(["slips"]).objectStore("slips").getAll();
    slips.onsuccess = () => done(slips.result.map((it) => ({
      ...it, box: it.box && { readable: it.box.key.extractable },
    })));
  };
})
"""
READY = "async () => Boolean((await navigator.serviceWorker.ready).active)"
UNTIL = "async () => {{ while (!(await ({0}))) await new Promise((go) => setTimeout(go, 100)); }}"
START_IS_KEPT = UNTIL.format("caches.match('/kiosk/')")
ALL_IS_TOLD = UNTIL.format(f"({KEPT})().then((slips) => !slips.length)")


def _take(page: Page, number: str) -> int:
    page.locator("#id_number").fill(number)
    page.get_by_role("button", name="取号").click()
    expect(page.locator("[data-face=alone]")).to_be_visible()
    label = str(page.locator(".ticket-number").get_attribute("aria-label"))
    expect(page.locator(".ticket")).to_contain_text("网络恢复后自动补登")
    page.get_by_role("link", name="好了").click()
    expect(page.locator("[data-face=start]")).to_be_visible()
    return int(label.rpartition("-")[2])


def _lose_the_answer(route: Route) -> None:
    """The city hears the wish and writes it down; its answer never reaches the kiosk."""
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


def _take_unheard(page: Page) -> str:
    """Somebody takes a number, and only the answer is lost. Gives the number on the slip."""
    page.route("**/kiosk/", _lose_the_answer)
    choice = page.locator(".kiosk-items label").first
    word = choice.inner_text()
    choice.click()
    page.locator("#id_number").fill(id_number(date(1948, 2, 9)))
    page.get_by_role("button", name="取号").click()
    expect(page.locator("[data-face=alone] .ticket-item")).to_have_text(word)
    label = str(page.locator(".ticket-number").get_attribute("aria-label"))
    page.unroute("**/kiosk/")
    page.get_by_role("link", name="好了").click()
    expect(page.locator("[data-face=start]")).to_be_visible()
    page.evaluate(ALL_IS_TOLD)
    return label


def test_numbers_go_on_without_network_and_arrive_once(
    open_page: OpenPage, faults_heard: Faults, live_city: LiveCity
) -> None:
    faults_heard.expected = ["net::ERR_"]
    page = open_page("kiosk", "/kiosk/")
    page.evaluate(READY)
    page.evaluate(START_IS_KEPT)
    page.context.set_offline(True)
    people = [id_number(date(1950, 5, day)) for day in (3, 4, 5)]
    numbers = [_take(page, people[0]), _take(page, people[1])]
    page.reload()
    numbers.append(_take(page, people[2]))
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    kept = page.evaluate(KEPT)
    assert [it["box"] for it in kept] == [{"readable": False}] * 3
    assert not any(person in str(kept) for person in people)
    page.context.set_offline(False)
    page.evaluate(ALL_IS_TOLD)
    question = "SELECT array_agg(number ORDER BY number) FROM zone_ticket WHERE via = 'offline'"
    assert live_city.ask(question) == numbers
    question = f"""
      SELECT ticket.state || ' ' || unseen.state FROM zone_ticket ticket
      JOIN zone_ticket unseen ON unseen.id = ticket.other_ticket_id
      WHERE ticket.label = '{_take_unheard(page)}' AND ticket.item_id IS NOT NULL
    """
    assert live_city.ask(question) == "waiting cancelled"
