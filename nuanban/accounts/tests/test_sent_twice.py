"""A form of accounts or machines that is sent twice acts once."""

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.accounts.queries import device_by_token, devices, users
from nuanban.journal import queries as journal
from nuanban.lib.keys import new_key
from tests.cast import SITE, Cast
from tests.clients import colleague


def test_a_machine_is_registered_once_and_its_token_shown_once(cast: Cast) -> None:
    client = colleague(cast, Role.SECURITY_ADMIN)
    sent = {"op": str(new_key()), "kind": DeviceKind.KIOSK, "site": SITE, "name": "东门取号机"}
    first = client.post("/desk/devices/", sent)
    token = first.context["made"].token
    assert token in first.content.decode()
    assert device_by_token(token) is not None
    again = client.post("/desk/devices/", sent, follow=True)
    assert token not in again.content.decode()
    assert "刚才已经登记" in again.content.decode()
    assert devices().filter(name="东门取号机").count() == 1


def test_an_account_is_opened_once_and_its_password_shown_once(cast: Cast) -> None:
    client = colleague(cast, Role.SYSTEM_ADMIN)
    sent = {"op": str(new_key()), "username": "xiaohe", "name": "何小荷", "roles": ["guide"]}
    first = client.post("/desk/accounts/", sent)
    opened = users().get(username="xiaohe")
    assert opened.check_password(first.context["password"])
    again = client.post("/desk/accounts/", sent, follow=True)
    assert "刚才已经开通" in again.content.decode()
    assert first.context["password"] not in again.content.decode()
    sent["op"] = str(new_key())
    assert "已经有人使用" in client.post("/desk/accounts/", sent).content.decode()


def test_roles_are_changed_and_a_machine_is_revoked_once(cast: Cast) -> None:
    admin, guide = colleague(cast, Role.SYSTEM_ADMIN), cast.user(Role.GUIDE)
    changed = {"op": str(new_key()), "roles": ["volunteer"], "is_active": "on"}
    revoked = {"op": str(new_key())}
    for _ in range(2):
        admin.post(f"/desk/accounts/{guide.pk}/", changed)
        security = colleague(cast, Role.SECURITY_ADMIN)
        answer = security.post(f"/desk/devices/{cast.kiosk.pk}/revoke/", revoked)
        assert answer.headers["Location"] == "/desk/devices/"
    assert journal.entries_on(guide.pk).filter(kind="accounts.changed").count() == 1
    assert journal.entries_on(cast.kiosk.pk).filter(kind="accounts.device_revoked").count() == 1
    guide.refresh_from_db()
    assert guide.roles == ["volunteer"]
