"""The own scripts, one promise each."""

import time
from typing import Any

from playwright.sync_api import Page, expect

from nuanban.ui.tests import urls
from nuanban.ui.tests.conftest import OpenFace
from tests.chromium import RECORD, VOICE

MUTE = (
    RECORD
    + """
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-US" }], cancel() {}, addEventListener() {} } });
"""
)


def _heard(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.heard")
    return found


def _wait_for(page: Page, kind: str) -> None:
    page.wait_for_function("kind => window.heard.some(it => it.kind === kind)", arg=kind)


def _type(page: Page, gaps_ms: list[int], text: str) -> None:
    """Keys with their own moments, so that a busy machine does not change the test."""
    keyboard = page.context.new_cdp_session(page)
    at = time.time()
    for letter, gap in zip(text, gaps_ms, strict=True):
        at += gap / 1000
        key = {"key": letter, "text": letter, "timestamp": at}
        if letter == "\r":
            key |= {"key": "Enter", "windowsVirtualKeyCode": 13}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key, "text": ""})


# care mode


def test_care_mode_changes_at_once_and_is_still_there_later(open_face: OpenFace) -> None:
    page = open_face("item")
    with page.expect_response("**/care/"):
        page.get_by_role("button", name="关爱模式").click()
    assert page.get_attribute("html", "data-care") == "on"
    with page.expect_response("**/care/"):
        page.get_by_role("button", name="大一点").click()
    expect(page.get_by_role("status").filter(has_text="第 2 档")).to_be_visible()
    page.reload()
    assert page.get_attribute("html", "data-care-size") == "2"
    expect(page.get_by_role("button", name="关爱模式")).to_have_attribute("aria-pressed", "true")


def test_the_toolbar_is_walked_with_arrow_keys(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True})
    page.get_by_role("button", name="关爱模式").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="大一点")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("link", name="叫人帮我")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".carebar summary")).to_be_focused()


def test_without_a_network_the_page_still_changes_and_says_so(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True})
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    page.get_by_role("button", name="大一点").click()
    assert page.get_attribute("html", "data-care-size") == "2"
    expect(page.get_by_text("现在连不上网")).to_be_visible()


# reading aloud


def test_the_page_is_read_sentence_by_sentence_at_the_chosen_speed(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True, "rate": 12}, script=VOICE)
    page.get_by_role("button", name="读给我听").click()
    _wait_for(page, "end")
    sentences = [it for it in _heard(page) if it["kind"] == "sentence"]
    assert [it["text"] for it in sentences][1:4] == [
        "高龄津贴",
        "多数人不用申请。",
        "满 80 周岁的当月，市里根据户口自动办好，每月打到社保卡，再打电话告诉您。",
    ]
    assert {it["rate"] for it in sentences} == {1.2}
    assert page.evaluate("window.spoken.lang") == "zh-CN"
    assert page.evaluate("window.spoken.voice.lang") == "zh-CN"


def test_reading_can_be_paused_and_stopped(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True}, script=VOICE + "window.pace = 60000;")
    page.get_by_role("button", name="读给我听").click()
    page.get_by_role("button", name="暂停").click()
    expect(page.get_by_role("button", name="暂停")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("CSS.highlights.has('nb-reading')")
    page.get_by_role("button", name="停止朗读").click()
    expect(page.get_by_role("button", name="读给我听")).to_be_visible()
    assert [it["kind"] for it in _heard(page)] == ["start", "sentence", "pause", "stop"]
    assert not page.evaluate("CSS.highlights.has('nb-reading')")


def test_only_the_selection_is_read(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True}, script=VOICE)
    page.locator(".carebar summary").click()
    page.get_by_role("button", name="读选中的字").click()
    expect(page.get_by_text("请先用手指或鼠标选中几个字")).to_be_visible()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.answer strong'))")
    page.get_by_role("button", name="读选中的字").click()
    _wait_for(page, "end")
    assert [it["text"] for it in _heard(page) if it["kind"] == "sentence"] == ["多数人不用申请。"]


def test_what_the_pointer_rests_on_is_read(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True, "pointer": True}, script=VOICE)
    page.get_by_role("link", name="打电话办").hover()
    _wait_for(page, "sentence")
    assert "打电话办" in _heard(page)[1]["text"]


def test_a_machine_without_a_voice_says_what_to_do(open_face: OpenFace) -> None:
    page = open_face("item", care={"on": True}, script=MUTE)
    page.get_by_role("button", name="读给我听").click()
    said = page.get_by_text("这台机器不会说话")
    expect(said).to_be_visible()
    expect(said).to_contain_text("0730-12345")


SAID = {
    "请 A012 到 2 号窗口": "请 A 零幺二 到 2 号窗口",
    "430699195302310021": "四三零六九九幺九五三零二三幺零零二幺",
    "4306**********21": "四三零六，中间略，二幺",
    "王**您好": "王某您好",
    "拨打 0730-12345": "拨打 零七三零，幺二三四五",
    "手机 13907302201": "手机 幺三九零七三零二二零幺",
    "等 3–8 分钟": "等 3到8 分钟",
    "2026-03-02 9:05": "2026年3月2日 9点5分",
    "12345 元，比去年多 4,374 人次": "12345 元，比去年多 4,374 人次",
    "每月 300.50 元": "每月 300.50 元",
}


def test_numbers_are_said_as_people_say_them(open_face: OpenFace) -> None:
    heard = open_face("item").evaluate(
        "list => import('/static/ui/speakable.js').then(it => list.map(one => it.speakable(one)))",
        list(SAID),
    )
    assert dict(zip(SAID, heard, strict=True)) == SAID


# keyboard


def test_keys_press_the_buttons_that_show_them(open_face: OpenFace) -> None:
    page = open_face("desk")
    page.evaluate(
        "document.addEventListener('click', it => { window.pressed = it.target.textContent })"
    )
    page.keyboard.press("f")
    assert "转给专员" in page.evaluate("window.pressed")
    page.keyboard.press("/")
    expect(page.get_by_role("search").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("mf")
    assert "转给专员" in page.evaluate("window.pressed")


def test_the_key_sheet_lists_every_key(open_face: OpenFace) -> None:
    page = open_face("desk")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("转给专员")
    expect(sheet).to_contain_text("锁屏")
    sheet.get_by_role("checkbox").check()
    sheet.get_by_role("button", name="知道了").click()
    page.evaluate("document.addEventListener('click', () => { window.pressed = true })")
    page.keyboard.press("f")
    assert page.evaluate("window.pressed") is None


# machines in the hall


def test_a_card_is_read_wherever_the_cursor_is(open_face: OpenFace) -> None:
    page = open_face("/try/card/")
    page.get_by_role("textbox").focus()
    _type(page, [8] * 19, "43069919530231002X\r")
    page.wait_for_url("**/try/start/?card=43069919530231002X")


def test_a_stall_in_the_middle_of_a_card_does_not_cut_the_number(open_face: OpenFace) -> None:
    page = open_face("/try/card/")
    _type(page, [8] * 9 + [300] + [8] * 9, "43069919530231002X\r")
    page.wait_for_url("**/try/start/?card=43069919530231002X")


def test_fingers_are_not_a_card(open_face: OpenFace) -> None:
    page = open_face("/try/card/")
    page.evaluate("document.addEventListener('card', () => { window.card = true })")
    _type(page, [90] * 8, "4306991\r")
    assert page.evaluate("window.card") is None


def test_a_machine_left_alone_forgets_and_returns(open_face: OpenFace) -> None:
    page = open_face("/try/card/", care={"on": True, "size": 3})
    page.clock.install()
    page.reload()
    page.get_by_role("textbox").fill("430699")
    page.evaluate("sessionStorage.setItem('secret', '1')")
    page.clock.run_for(3_000)
    expect(page.get_by_role("alertdialog")).to_contain_text("您还在吗")
    page.clock.run_for(15_000)
    page.wait_for_url("**/try/start/")
    assert page.evaluate("sessionStorage.getItem('secret')") is None
    assert page.get_attribute("html", "data-care") == "off"


def test_the_countdown_can_be_stopped(open_face: OpenFace) -> None:
    page = open_face("/try/card/")
    page.clock.install()
    page.reload()
    page.clock.run_for(3_000)
    page.get_by_role("button", name="别催，我慢慢看").click()
    page.clock.run_for(60_000)
    assert page.url.endswith("/try/card/")


# forms


def test_a_form_is_sent_once(open_face: OpenFace) -> None:
    urls.sent.clear()
    page = open_face("/try/form/")
    page.get_by_label("备注").fill("慢一点")
    page.get_by_role("button", name="提交").dblclick()
    page.wait_for_timeout(700)
    assert urls.sent == ["慢一点"]


def test_what_was_typed_survives_a_reload_but_secrets_do_not(open_face: OpenFace) -> None:
    page = open_face("/try/form/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("备注").fill("带上老花镜")
    page.get_by_label("密码").fill("geheim")
    page.reload()
    page.get_by_role("button", name="放回来").click()
    expect(page.get_by_label("备注")).to_have_value("带上老花镜")
    expect(page.get_by_label("密码")).to_have_value("")


# words from the server


def test_when_the_stream_breaks_the_page_asks_and_shows_its_age(open_face: OpenFace) -> None:
    page = open_face("/try/live/")
    urls.polls.clear()
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('nb:heard', { detail: Date.now() - 9e4 }))"
    )
    expect(page.locator("nb-age[data-late]")).to_contain_text("秒没有新消息")
    page.evaluate(
        """() => import('/static/ui/sse.js').then(it => { window.states = [];
        it.connect({ stream: '', poll: '/try/poll/', everyMs: 100,
                     onState: (state, via) => window.states.push([state, via]) }); })"""
    )
    page.wait_for_function("() => window.states?.length === 1")
    deadline = time.monotonic() + 5
    while urls.polls.count('"1"') < 2 and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert page.evaluate("window.states") == [[{"waiting": 3}, "poll"]]
    assert urls.polls.count('"1"') >= 2
    expect(page.locator("nb-age")).to_have_text("刚刚更新")


def test_a_slow_answer_is_waited_for_and_none_overtakes_it(open_face: OpenFace) -> None:
    page = open_face("/try/live/")
    told = page.evaluate(
        """async () => {
        const { connect } = await import('/static/ui/sse.js');
        let open = 0, most = 0;
        const known = window.fetch;
        window.fetch = async (...asked) => {
          most = Math.max(most, ++open);
          await new Promise((go) => setTimeout(go, 120));
          return known(...asked).finally(() => { open -= 1; });
        };
        const states = [];
        const onState = (it) => states.push(it);
        const link = connect({ stream: '', poll: '/try/poll/', everyMs: 10, onState });
        await new Promise((go) => setTimeout(go, 700));
        link.close();
        window.fetch = known;
        return [most, states.length];
        }"""
    )
    assert told == [1, 1]


# some of many


def test_typing_leaves_fewer_to_choose_from(open_face: OpenFace) -> None:
    page = open_face()
    picks = page.locator("[data-picks]")
    expect(picks.get_by_role("checkbox").first).to_be_checked()
    box = picks.get_by_role("searchbox")
    box.fill("保卡")
    assert picks.get_by_role("checkbox").count() == 3, "two found, one ticked before"
    expect(picks.get_by_role("status")).to_have_text("找到 2 项")
    picks.get_by_label("换医保卡").check()
    box.fill("低保")
    box.press("Enter")
    assert picks.locator("label:visible").all_inner_texts() == [
        "办残疾人证",
        "换医保卡",
        "申请低保",
    ]
    box.fill("没有这件事")
    expect(picks.get_by_role("status")).to_have_text("没有，换个说法试试")


def test_without_a_script_all_are_listed(open_face: OpenFace) -> None:
    picks = open_face(java_script_enabled=False).locator("[data-picks]")
    expect(picks.get_by_role("searchbox")).to_be_hidden()
    assert picks.get_by_role("checkbox").count() == 5
