"""What can go wrong with a phone: it is full, it dies in the middle of a write. Nothing is lost."""

import os
import signal
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    FilePayload,
    Page,
    expect,
)

from tests.browser.city import LiveCity
from tests.browser.conftest import Faults, OpenPage
from tests.browser.field import (
    OUTBOX,
    PAGE_IS_KEPT,
    READY,
    fill_paper,
    kept_without_signal,
    picture,
    promised,
    take_cash,
    waits,
)
from tests.browser.test_every_page import wrong_with
from tests.chromium import CHROMIUM, FLAGS

WHO = "specialist"
ARRIVE = "到门口了"
KILLS = 3
FULL = """() => {
  window.add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
ROOM_AGAIN = "() => { IDBObjectStore.prototype.add = window.add; }"


def _noise(width: int, height: int) -> FilePayload:
    """A photo that no compression makes smaller."""
    made = BytesIO()
    pixels = Random(width).randbytes(width * height * 3)
    Image.frombytes("RGB", (width, height), pixels).save(made, "PNG", compress_level=0)
    return {"name": "paper.png", "mimeType": "image/png", "buffer": made.getvalue()}


def test_a_full_phone_says_so_and_keeps_what_it_has(
    open_page: OpenPage, faults_heard: Faults, live_city: LiveCity
) -> None:
    faults_heard.expected = ["net::ERR_"]
    visit = promised(live_city, WHO, "存满一组", 1)
    page = open_page(WHO, width=360, height=780)
    room = {"origin": live_city.address, "quotaSize": 4_000_000}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", room)
    page.goto("/round/")
    kept_without_signal(page)
    page.get_by_role("button", name=ARRIVE).click()
    waits(page, 1)
    page.get_by_role("button", name="办完了", exact=True).click()
    page.get_by_label("材料照片").set_input_files(_noise(500, 400))
    expect(page.locator("[data-photos]")).to_contain_text("存着 1 张")
    page.get_by_label("材料照片").set_input_files(_noise(1_800, 1_400))
    expect(page.get_by_text("手机存满了")).to_be_visible()
    # Not even a word fits any more: the form stays as it is, and so does the outbox.
    page.evaluate(FULL)
    page.get_by_role("button", name="办完了，记下").click()
    expect(page.get_by_role("button", name="办完了，记下")).to_be_visible()
    assert len(page.evaluate(OUTBOX)) == 1
    page.evaluate(ROOM_AGAIN)
    page.get_by_role("button", name="办完了，记下").click()
    waits(page, 3)
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("都送出了")
    expect(page.locator("[data-refused]")).to_be_empty()
    assert live_city.ask(f"SELECT state FROM visits_visit WHERE id = '{visit}'") == "done"
    photos = f"SELECT count(*) FROM visits_visitphoto WHERE visit_id = '{visit}'"
    assert live_city.ask(photos) == 1


def _phone(browser: Browser, folder: Path, live_city: LiveCity) -> tuple[BrowserContext, Page]:
    """A browser with a memory of its own."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=FLAGS,
        base_url=live_city.address,
        viewport={"width": 360, "height": 780},
        locale="zh-CN",
    )
    return context, context.pages[0]


def _kill(folder: Path) -> None:
    """As when the battery is pulled out."""
    mine = f"--user-data-dir={folder}"
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal():
            continue
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if mine in words and not any(word.startswith("--type=") for word in words):
            os.kill(int(process.name), signal.SIGKILL)


def test_a_browser_killed_in_the_middle_of_a_write_has_its_outbox_whole(
    browser: Browser, open_page: OpenPage, live_city: LiveCity, tmp_path: Path
) -> None:
    visit = promised(live_city, WHO, "断电一组", 2)
    kept = open_page(WHO, "/round/").context.cookies()
    cookies: Any = [
        {"name": it["name"], "value": it["value"], "url": live_city.address}
        for it in kept
        if "name" in it and "value" in it
    ]
    context, page = _phone(browser, tmp_path, live_city)
    context.add_cookies(cookies)
    page.goto("/round/")
    kept_without_signal(page)
    page.get_by_role("button", name=ARRIVE).click()
    waits(page, 1)
    noted = page.evaluate(OUTBOX)
    for kill in range(KILLS):
        page.get_by_role("button", name="收了现金").click()
        page.get_by_label("金额（元）").fill(f"{kill + 1}")
        page.get_by_label("收的是什么钱").fill("工本费")
        # Sent off, not waited for: the write may or may not have ended.
        page.evaluate("() => { document.querySelector('[data-keep]').click(); }")
        _kill(tmp_path)
        with suppress(Error):
            context.close()
        context, page = _phone(browser, tmp_path, live_city)
        context.set_offline(True)
        page.goto("/round/")
        page.locator("[data-visit]").first.wait_for()
        found = page.evaluate(OUTBOX)
        assert found[: len(noted)] == noted
        waits(page, len(found))
        noted = found
    # A session ends with its browser: the helper signs in again.
    context.add_cookies(cookies)
    context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("都送出了", timeout=30_000)
    expect(page.locator("[data-refused]")).to_be_empty()
    deeds = live_city.ask(f"SELECT count(*) FROM visits_deed WHERE visit_id = '{visit}'")
    cash = live_city.ask(f"SELECT count(*) FROM visits_cashtaken WHERE visit_id = '{visit}'")
    assert (deeds, deeds + cash) == (1, len(noted))
    context.close()


def test_every_face_of_the_day_is_for_everybody(open_page: OpenPage, live_city: LiveCity) -> None:
    promised(live_city, WHO, "看得清一组", 3)
    page = open_page(WHO, "/round/", care={"on": False})
    page.locator("[data-visit]").first.wait_for()
    wrong = [f"promised {it}" for it in wrong_with(page)]
    page.get_by_role("button", name=ARRIVE).click()
    page.locator("[data-fills]").click()
    wrong += [f"form {it}" for it in wrong_with(page)]
    page.get_by_role("button", name="返回").click()
    fill_paper(page)
    page.get_by_role("button", name="收了现金").click()
    wrong += [f"cash {it}" for it in wrong_with(page)]
    page.get_by_role("button", name="返回").click()
    take_cash(page, "3")
    page.get_by_role("button", name="办完了", exact=True).click()
    page.get_by_text("拇指印照片", exact=True).click()
    wrong += [f"finish {it}" for it in wrong_with(page)]
    page.get_by_label("谁同意的").fill("王秀兰")
    page.get_by_label("拍下拇指印").set_input_files(picture(page))
    expect(page.locator("[data-thumb]")).to_contain_text("已拍好")
    page.get_by_role("button", name="办完了，记下").click()
    page.get_by_role("button", name="免费邮寄").click()
    wrong += [f"done {it}" for it in wrong_with(page)]
    assert not wrong, "\n".join(wrong)


def test_a_day_without_visits_is_said_calmly_and_without_signal(
    open_page: OpenPage, faults_heard: Faults
) -> None:
    faults_heard.expected = ["net::ERR_"]
    page = open_page("helper", "/round/", width=360, height=780)
    expect(page.get_by_text("今天没有上门。")).to_be_visible()
    page.evaluate(READY)
    page.evaluate(PAGE_IS_KEPT)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("后面也还没有约好的")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-away]")).to_be_hidden()
    assert not wrong_with(page)


def test_an_item_is_ended_at_the_bedside_with_a_photo_of_its_paper(
    open_page: OpenPage, faults_heard: Faults, live_city: LiveCity
) -> None:
    faults_heard.expected = ["net::ERR_"]
    visit = promised(live_city, WHO, "当场一组", 4)
    page = open_page(WHO, width=360, height=780)
    page.goto("/round/")
    kept_without_signal(page)
    page.get_by_role("button", name=ARRIVE).click()
    page.locator("[data-fills]").click()
    ends = page.get_by_label("当场办好了")
    expect(page.locator("[data-lacks]")).to_contain_text("还差")
    expect(ends).to_be_disabled()
    page.get_by_text("走不动，请你们上门").click()
    page.get_by_label("拍这份材料").locator("visible=true").set_input_files(picture(page))
    expect(page.locator("[data-count]").locator("visible=true")).to_contain_text("拍了 1 张")
    ends.check()
    expect(page.get_by_label("交到对方手上的是")).not_to_have_value("")
    page.get_by_role("button", name="表填好了，记下").click()
    expect(page.locator("[data-ended]")).to_contain_text("当场办好了，还没送出")
    waits(page, 4)
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("都送出了", timeout=30_000)
    expect(page.locator("[data-refused]")).to_be_empty()
    expect(page.locator("[data-ended]")).to_contain_text("已当场办结")
    assert live_city.ask(f"SELECT state FROM cases_case WHERE origin_id = '{visit}'") == "closed"
    mine = f"SELECT shown_as = upload_id FROM visits_visitphoto WHERE visit_id = '{visit}'"
    assert live_city.ask(mine) is True
