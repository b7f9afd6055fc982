"""People of the hall and its machines, each with a browser of their own, in a running city."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from nuanban.demo.staff import PASSWORD
from tests.browser import city
from tests.browser.city import LiveCity
from tests.chromium import VOICE
from tests.sharing import locked

# Disks of busy machines stall for seconds; whoever waits longer for a page is not helped.
PATIENCE_MS, SEEN_WITHIN_MS = 45_000, 15_000
expect.set_options(timeout=SEEN_WITHIN_MS)
STRANGER = ""
# What the page of links calls the machines, and where each begins.
MACHINES = {"kiosk": "取号机", "board": "叫号大屏", "rating": "窗口终端"}


class OpenPage(Protocol):
    """open_page("specialist" or "kiosk" or "", "/desk/", care={…}, width=360) → Page."""

    def __call__(
        self,
        who: str,
        path: str = "",
        *,
        care: dict[str, Any] | None = None,
        width: int = 1280,
        height: int = 900,
        **options: Any,
    ) -> Page: ...


@pytest.fixture(scope="session")
def live_city() -> Iterator[LiveCity]:
    """A real `nuanban up`."""
    with city.live_city() as found:
        yield found


def _sign_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    code = page.locator(".notice .number").inner_text()
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="进入工作台").click()
    page.wait_for_url("**/desk/**")


def _pair(page: Page, token: str) -> None:
    page.goto("/device/pair/")
    page.get_by_label("令牌").fill(token)
    page.get_by_role("button", name="配对").click()
    page.wait_for_url(lambda address: "/pair/" not in address)


def _known(browser: Browser, live: LiveCity, who: str) -> Path | None:
    """Cookies of somebody who has signed in with both factors, or of a paired machine."""
    if who == STRANGER:
        return None
    kept = live.folder / f"{who}-{live.address.rpartition(':')[2]}.json"
    with locked(live.folder):
        if not kept.exists():
            with browser.new_context(base_url=live.address, locale="zh-CN") as context:
                page = context.new_page()
                page.set_default_timeout(PATIENCE_MS)
                if who in MACHINES:
                    _pair(page, live.token(MACHINES[who]))
                else:
                    _sign_in(page, who)
                context.storage_state(path=kept)
    return kept


class Faults:
    """Whatever pages complained about: scripts, broken links, the content security policy."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        # Sentences that a test expects, such as the browser's own words about a refusal.
        self.expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        """From now on, for every page of this browser."""
        context.on("weberror", lambda fault: self.heard.append(str(fault.error)))
        context.on(
            "console",
            lambda said: (
                self.heard.append(f"{said.text} ({said.page and said.page.url})")
                if said.type == "error"
                else None
            ),
        )

    def left(self) -> list[str]:
        """What nobody expected."""
        return [it for it in self.heard if not any(word in it for word in self.expected)]


@pytest.fixture
def faults_heard() -> Iterator[Faults]:
    """Fails the test when any page complained."""
    faults = Faults()
    yield faults
    assert faults.left() == []


@pytest.fixture
def open_page(browser: Browser, live_city: LiveCity, faults_heard: Faults) -> Iterator[OpenPage]:
    """A browser for each page; each has a voice that only notes what it was asked to say."""
    contexts: list[BrowserContext] = []

    def opened(
        who: str,
        path: str = "",
        *,
        care: dict[str, Any] | None = None,
        width: int = 1280,
        height: int = 900,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_city.address,
            storage_state=_known(browser, live_city, who),
            viewport={"width": width, "height": height},
            locale="zh-CN",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        faults_heard.listen(context)
        context.add_init_script(VOICE)
        if care is not None:
            value = quote(json.dumps(care), safe="")
            context.add_cookies([{"name": "nb_care", "value": value, "url": live_city.address}])
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page_as(open_page: OpenPage) -> Callable[..., Page]:
    """page_as("specialist", "/desk/window/W1/"): somebody signed in with both factors."""
    return open_page


@pytest.fixture
def machine_page(open_page: OpenPage) -> Callable[..., Page]:
    """machine_page("kiosk", "/kiosk/"): a paired machine."""
    return open_page
