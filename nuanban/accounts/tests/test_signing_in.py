"""Staff sign in with two factors, lock the screen, and keep what they typed."""

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from nuanban.accounts import actions
from nuanban.accounts.enums import DeviceKind, Role
from nuanban.accounts.queries import device_by_token
from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Unusable
from tests.cast import PASSWORD, Cast
from tests.clients import colleague, machine


def sign_in(password: str = PASSWORD, username: str = "specialist") -> Client:
    """A browser after the first page."""
    client = Client()
    client.post("/login/", {"username": username, "password": password})
    return client


def test_one_factor_opens_no_page_of_the_desk(cast: Cast) -> None:
    client = sign_in()
    answer = client.get("/desk/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/second/")


def test_an_authenticator_is_the_second_factor(cast: Cast) -> None:
    device = TOTPDevice.objects.create(user=cast.user(Role.SPECIALIST), confirmed=True)
    client = sign_in()
    code = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token()
    wrong = client.post("/login/second/", {"code": f"{(code + 1) % 1_000_000:06d}"})
    assert "验证码不对" in wrong.content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post("/login/second/", {"code": f"{code:06d}"}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_printed_card_serves_those_without_a_phone_and_each_code_once(cast: Cast) -> None:
    user = cast.user(Role.SPECIALIST)
    codes = actions.print_code_card(user, by=SYSTEM, at=cast.at)
    assert len(set(codes)) == 10
    first = sign_in()
    assert first.post("/login/second/", {"code": codes[0]}).status_code == 302
    again = sign_in()
    assert again.post("/login/second/", {"code": codes[0]}).status_code == 200


def test_who_has_no_second_factor_is_led_to_one(cast: Cast) -> None:
    page = sign_in().get("/login/second/").content.decode()
    assert "代码卡" in page
    assert "<svg" in page


def test_a_locked_screen_opens_with_the_password_and_leads_back(cast: Cast) -> None:
    client = colleague(cast, Role.SPECIALIST)
    client.post("/lock/", {"next": "/desk/cases/"})
    assert client.get("/desk/").headers["Location"].startswith("/lock/")
    assert client.post("/unlock/", {"password": "wrong"}).status_code == 422
    opened = client.post("/unlock/", {"password": PASSWORD, "next": "/desk/cases/"})
    assert opened.headers["Location"] == "/desk/cases/"
    assert client.get("/desk/").status_code == 200


def test_a_strange_address_to_return_to_is_ignored(cast: Cast) -> None:
    client = colleague(cast, Role.SPECIALIST)
    client.post("/lock/")
    opened = client.post("/unlock/", {"password": PASSWORD, "next": "https://evil.example/"})
    assert opened.headers["Location"] == "/desk/"


def test_administrators_hold_one_role_alone(cast: Cast) -> None:
    with pytest.raises(Unusable, match="不能兼任"):
        actions.open_account(
            username="both",
            name="两个管理员",
            roles=[Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN],
            password="x",
            site=None,
            by=SYSTEM,
            at=cast.at,
        )


def test_a_weak_password_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(actions.PasswordTooWeak, match="10"):
        actions.change_password(
            cast.user(Role.GUIDE), password="short", by=cast.by(Role.GUIDE), at=cast.at
        )


def test_a_machine_out_of_use_is_refused(cast: Cast) -> None:
    token = cast.tokens[DeviceKind.KIOSK]
    assert machine(cast, DeviceKind.KIOSK).get("/kiosk/").status_code == 200
    actions.revoke_device(cast.kiosk, by=SYSTEM, at=cast.at)
    assert device_by_token(token) is None
    assert machine(cast, DeviceKind.KIOSK).get("/kiosk/").status_code == 404


def test_care_mode_follows_a_colleague_to_another_desk(cast: Cast) -> None:
    here = colleague(cast, Role.SPECIALIST)
    here.post(
        "/care/",
        {"change": "bigger", "next": "/desk/"},
        headers={"Origin": "http://testserver"},
    )
    cast.user(Role.SPECIALIST).refresh_from_db()
    there = colleague(cast, Role.SPECIALIST)
    assert 'data-care="on"' in there.get("/desk/").content.decode()


def test_a_page_that_asks_by_itself_does_not_keep_the_screen_open(cast: Cast) -> None:
    client = colleague(cast, Role.SPECIALIST)
    client.get("/desk/")
    session = client.session
    session["seen"] -= 300
    session.save()
    client.get("/desk/", headers={"NB-Poll": "1"})
    assert client.session["seen"] == session["seen"]
    session["seen"] -= 400
    session.save()
    assert client.get("/desk/", headers={"NB-Poll": "1"}).headers["Location"].startswith("/lock/")
