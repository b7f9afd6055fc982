"""A real browser for the tests, and what every page of the city is measured with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

# The same browser without its own windows takes a fifth of the time; without it, the whole one.
BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = next((path for path in BROWSERS if path.exists()), BROWSERS[0])
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How a person may wear a page: what the cookie of the care mode says.
MODES: dict[str, dict[str, Any]] = {
    "plain": {},
    "largest": {"on": True, "size": 3},
    "dark": {"on": True, "contrast": "dark"},
    "light": {"on": True, "contrast": "light", "spacing": True},
    "simple": {"on": True, "size": 2, "simple": True},
}
# Every rule, and contrast as strict as ours: 7:1 for text.
RULES = {
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
    # Names of elements that nobody reads take long to find.
    "selectors": False,
}
# Rows are drawn alike, one by one: eight of a list stand for all, or long ones take ten seconds.
SOME_ROWS = {
    "exclude": [["tr:nth-child(n+9)"], ["li:nth-child(n+9)"], [".choices > :nth-child(n+9)"]]
}
OPEN_PANEL = "document.querySelectorAll('details').forEach(it => it.open = true)"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RECORD = """
window.heard = [];
document.addEventListener("nb:read", (event) => window.heard.push(event.detail));
"""
VOICE = (
    RECORD
    + """
class Utterance { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Utterance;
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-US", localService: true }, { lang: "zh-CN", localService: true }],
  speak(utterance) {
    window.spoken = utterance;
    this.timer = setTimeout(() => utterance.onend(), window.pace ?? 5);
  },
  cancel() { clearTimeout(this.timer); }, pause() {}, resume() {}, addEventListener() {},
} });
"""
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium. Its event loop ends with each file of tests: asyncio's own tests follow
    in the same process. A machine without it is told how to get it."""
    assert CHROMIUM.exists(), f"没有找到 {CHROMIUM}。请安装：apt-get install -y {CHROMIUM.name}"
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as surroundings:
        # Playwright's own loop stays in this thread; Django would take later tests for async code.
        surroundings.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def wear(page: Page, mode: str) -> None:
    """Dress an open page in one mode, with everything that folds open."""
    settings = {"size": 1, "contrast": "none", "rate": 9, "on": False, **MODES[mode]}
    page.evaluate("it => import('/static/ui/care.js').then(care => care.draw(it))", settings)
    page.evaluate(OPEN_PANEL)


def faults(page: Page, options: dict[str, Any] = RULES) -> list[tuple[str, str]]:
    """(rule, first element) of everything that axe minds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    run = "([rows, options]) => axe.run(rows, options)"
    found = page.evaluate(run, [SOME_ROWS, options])["violations"]
    return [(it["id"], it["nodes"][0]["html"]) for it in found]
