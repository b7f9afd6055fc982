"""Three ways for a file to come in: by a machine, by a folder, by a page."""

import os
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.eligibility import queries as eligibility
from nuanban.feeds import actions, store
from nuanban.feeds.enums import DeliveryState, RowState
from nuanban.feeds.models import Delivery, QuarantinedRow
from nuanban.feeds.tests.files import AID, HEAD, aid_list, aid_row, both, bring, send
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from tests.cast import MONDAY_9, Cast
from tests.clients import colleague


def post(cast: Cast, content: bytes, key: UUID | None = None, **other: Any) -> Any:
    """A machine sends a file."""
    device = other.pop("device", DeviceKind.FEED)
    headers = {
        "Authorization": f"Bearer {cast.tokens[device]}",
        "Idempotency-Key": str(key or new_key()),
    }
    address = f"/api/v1/feeds/{other.pop('kind', AID)}"
    return Client().post(address, content, content_type="text/csv", headers=headers, **other)


def test_a_machine_sends_a_file_and_asks_how_far_it_is(cast: Cast) -> None:
    answer = post(cast, aid_list(both(cast)))
    assert answer.status_code == HTTPStatus.ACCEPTED
    told = answer.json()
    assert told["state"] == "reading"
    found = Delivery.objects.get(pk=told["id"])
    actions.read(found, clock=lambda: found.received_at)
    headers = {"Authorization": f"Bearer {cast.tokens[DeviceKind.FEED]}"}
    now = Client().get(f"/api/v1/feeds/deliveries/{found.pk}", headers=headers).json()
    assert (now["state"], now["rows_in"], now["accepted"]) == ("kept", 2, 2)


def test_a_repeated_call_and_a_repeated_file_lead_to_the_first(cast: Cast) -> None:
    key, content = new_key(), aid_list(both(cast))
    first, again, other = post(cast, content, key), post(cast, content, key), post(cast, content)
    assert first.json() == again.json()
    assert other.json()["id"] == first.json()["id"]
    assert post(cast, content + b"x\n", key).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Delivery.objects.count() == 1


def test_a_form_does_as_well(cast: Cast) -> None:
    headers = {
        "Authorization": f"Bearer {cast.tokens[DeviceKind.FEED]}",
        "Idempotency-Key": str(new_key()),
    }
    sent = SimpleUploadedFile("三月.csv", aid_list(both(cast)))
    answer = Client().post(f"/api/v1/feeds/{AID}", {"file": sent}, headers=headers)
    assert answer.status_code == HTTPStatus.ACCEPTED
    assert Delivery.objects.get().name == "三月.csv"


@pytest.mark.parametrize("device", [DeviceKind.KIOSK, DeviceKind.BOARD, DeviceKind.WINDOW])
def test_other_machines_may_not(cast: Cast, device: DeviceKind) -> None:
    assert post(cast, b"x", device=device).status_code == HTTPStatus.FORBIDDEN


def test_unknown_lists_are_not_found_and_wrong_headers_told(cast: Cast) -> None:
    assert post(cast, b"x", kind="weather").status_code == HTTPStatus.NOT_FOUND
    told = post(cast, b"\x00\xff\x17").json()
    assert told["state"] == "refused"
    assert told["words"]


def _put(folder: Path, name: str, content: bytes, seconds_ago: int = 60) -> None:
    place = folder / AID
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(content)
    moment = MONDAY_9.timestamp() - seconds_ago
    os.utime(place / name, (moment, moment))


def test_a_file_in_the_folder_is_taken_and_moved(cast: Cast, tmp_path: Path) -> None:
    _put(tmp_path, "good.csv", aid_list(both(cast)))
    _put(tmp_path, "wrong.csv", "甲,乙\n1,2\n".encode())
    _put(tmp_path, "coming.csv", aid_list(both(cast)[:1]), seconds_ago=1)
    assert actions.pick_up(tmp_path, at=MONDAY_9) == 2
    place = tmp_path / AID
    assert (place / "done" / "good.csv").exists()
    assert "缺少：身份证号" in (place / "refused" / "wrong.csv.txt").read_text("utf-8")
    assert (place / "coming.csv").exists()
    assert Delivery.objects.filter(state=DeliveryState.READING).count() == 1
    assert actions.pick_up(tmp_path, at=MONDAY_9) == 0


def _post(client: Client, name: str, *keys: object, **fields: Any) -> str:
    address = reverse(name, args=keys)
    answer = client.post(address, {"op": str(new_key()), **fields}, follow=True)
    return answer.content.decode()


def test_a_page_shows_first_how_the_file_is_read(cast: Cast) -> None:
    client = colleague(cast, Role.DEPARTMENT_OFFICER)
    content = aid_list(both(cast)) + aid_row("张三", "12345").encode()
    shown = _post(client, "feeds:upload", AID, file=SimpleUploadedFile("三月.csv", content))
    assert "每一列怎么读" in shown
    assert "会挑出来" in shown
    assert cast.wang_number not in shown
    found = Delivery.objects.get()
    assert found.state == DeliveryState.RECEIVED
    _post(client, "feeds:start", found.pk)
    found = actions.read(found, clock=lambda: found.received_at)
    shown = client.get(reverse("feeds:delivery", args=[found.pk])).content.decode()
    assert "挑出的行" in shown
    row = QuarantinedRow.objects.get()
    assert "身份证号应为 18 位" in client.get(reverse("feeds:row", args=[row.pk])).content.decode()


def test_a_row_is_mended_dropped_or_its_person_registered(cast: Cast) -> None:
    client = colleague(cast, Role.DEPARTMENT_OFFICER)
    wang, liu = both(cast)
    rows = [
        aid_row(*wang),
        aid_row(liu[0], liu[1], kind="五保"),
        aid_row("新来的人", "430699196001011054"),
        aid_row("张三", "12345"),
    ]
    found = send((HEAD + "".join(rows)).encode())
    wrong, stranger, spoilt = QuarantinedRow.objects.order_by("number")
    cells = {f"cell{n}": text for n, text in enumerate([*liu, "五保户", "", ""])}
    assert "没有“五保户”这一类" in _post(client, "feeds:row", wrong.pk, **cells)
    assert "第 3 行已收下" in _post(client, "feeds:row", wrong.pk, **{**cells, "cell2": "特困"})
    assert "第 4 行已收下" in _post(client, "feeds:register", stranger.pk)
    assert "不再处理" in _post(client, "feeds:drop", spoilt.pk, words="部门说写错了")
    found.refresh_from_db()
    assert (found.rows_in, found.accepted, found.quarantined) == (4, 3, 1)
    assert eligibility.facts_of(cast.liu, MONDAY_9.date(), MONDAY_9)["aid_kind"] is not None
    states = list(QuarantinedRow.objects.order_by("number").values_list("state", flat=True))
    assert states == [RowState.FIXED, RowState.FIXED, RowState.DROPPED]


def test_waiting_rows_go_back_to_the_department_as_a_table(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    found = send(aid_list([*both(cast), ("=张三", "12345")]))
    address = reverse("feeds:export_rows", args=[found.pk])
    assert client.post(address).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    table = client.post(address, {"words": "退给民政局改"}).content.decode("utf-8-sig")
    assert "'=张三" in table
    assert "身份证号应为 18 位" in table


def test_officers_see_the_lists_of_their_own_department(cast: Cast) -> None:
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    officer.department = "人社"
    officer.save()
    client = colleague(cast, Role.DEPARTMENT_OFFICER)
    shown = client.get(reverse("feeds:list")).content.decode()
    assert "养老保险名单" in shown
    assert "民政救助名单" not in shown
    found = send(aid_list(both(cast)))
    hidden = client.get(reverse("feeds:delivery", args=[found.pk]))
    assert hidden.status_code == HTTPStatus.NOT_FOUND


def test_a_lead_officer_compares_and_releases(cast: Cast) -> None:
    people = [*both(cast)]
    send(aid_list(people))
    held = send(aid_list(people[:1]), days=1)
    client = colleague(cast, Role.LEAD_OFFICER)
    shown = client.get(reverse("feeds:delivery", args=[held.pk])).content.decode()
    assert "放行后从名单撤下的人" in shown
    assert "已放行" in _post(client, "feeds:release", held.pk, words="电话核对过")
    held.refresh_from_db()
    assert held.state == DeliveryState.KEEPING


def test_templates_hold_the_columns(cast: Cast) -> None:
    client = colleague(cast, Role.LEAD_OFFICER)
    for ending in ("csv", "xlsx"):
        answer = client.get(reverse("feeds:template", args=[AID, ending]))
        assert answer.status_code == HTTPStatus.OK


def test_numbers_are_masked_until_somebody_says_why(cast: Cast) -> None:
    client = colleague(cast, Role.DEPARTMENT_OFFICER)
    wang, number = both(cast)[0]
    found = send(aid_list([(wang, number)], kind="五保"))
    row = QuarantinedRow.objects.get()
    page = client.get(reverse("feeds:row", args=[row.pk])).content.decode()
    assert number not in page
    assert "*" * 16 + number[-2:] in page
    assert number in _post(client, "feeds:reveal", row.pk, words="和民政局核对号码")
    seen = Entry.objects.get(kind="feeds.row_revealed")
    assert seen.payload["reason"] == "和民政局核对号码"
    cells = {"cell0": wang, "cell1": "*" * 16 + number[-2:], "cell2": "低保"}
    assert "第 2 行已收下" in _post(client, "feeds:row", row.pk, **cells)
    found.refresh_from_db()
    assert found.accepted == 1


def test_the_page_says_that_a_file_came_before(cast: Cast) -> None:
    send(aid_list(both(cast)))
    client = colleague(cast, Role.SUPERVISOR)
    again = SimpleUploadedFile("again.csv", aid_list(both(cast)))
    assert "2026-03-02 已经收过" in _post(client, "feeds:upload", AID, file=again)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("救助名单20260228.csv", "2026-02-28"),
        ("2026-02-28 名单.csv", "2026-02-28"),
        ("名单.csv", "2026-03-02"),
        ("名单20269999.csv", "2026-03-02"),
        ("名单20991231.csv", "2026-03-02"),
        ("430699199001011234.csv", "2026-03-02"),
    ],
)
def test_a_list_speaks_of_the_day_in_its_name(cast: Cast, name: str, day: str) -> None:
    assert str(bring(aid_list(both(cast)), name=name).as_of) == day


def test_originals_are_destroyed_half_a_year_after_the_last_row_was_settled(cast: Cast) -> None:
    spoilt = HEAD.encode() + b"\xd5\xd4,430699,\xb5\xcd\xb1\xa3,1,\n"
    kept, waits = send(aid_list(both(cast))), send(spoilt, days=1)
    half_a_year = MONDAY_9 + timedelta(days=182)
    assert actions.destroy_old_originals(at=MONDAY_9 + timedelta(days=179)) == 0
    assert actions.destroy_old_originals(at=half_a_year) == 1
    assert actions.destroy_old_originals(at=half_a_year) == 0
    kept.refresh_from_db()
    assert kept.destroyed_at == half_a_year
    with pytest.raises(FileNotFoundError):
        list(store.blocks(kept.pk))
    assert list(store.blocks(waits.pk))
    page = colleague(cast, Role.DEPARTMENT_OFFICER).get(reverse("feeds:delivery", args=[kept.pk]))
    assert "按期销毁" in page.content.decode()
    assert send(aid_list(both(cast))).pk == kept.pk
