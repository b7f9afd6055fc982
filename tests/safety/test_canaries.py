"""Names and numbers of the cast are canaries: they never sing where nobody may hear them."""

import logging
import re

import pytest
from django.test import Client

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.journal.models import Entry, KeptAnswer
from nuanban.lib.id_numbers import check_character
from tests.api.terminals import ZONE, check_in, terminal
from tests.cast import Cast
from tests.clients import colleague, machine
from tests.doors import DOORS
from tests.test_doors_are_guarded import NOTHING_THERE, Addresses, addresses, ask

__all__ = ["addresses"]
PHONE = "13900002201"
# Pages of components show invented people only.
INVENTED = {"ui:gallery"}
_EIGHTEEN = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
# Who may read whole names: they find people, call them or work on their cases.
READERS = frozenset().union(
    *(DOORS[name].who for name in ("residents:find", "cases:case", "zone:window", "zone:guide"))
)


def valid_numbers(text: str) -> list[str]:
    """Everything that could be somebody's ID number: 18 characters with the right check digit."""
    return [n for n in _EIGHTEEN.findall(text) if check_character(n[:17]) == n[17].upper()]


def _pages(client: Client, addresses: Addresses) -> dict[str, str]:
    shown = {}
    for name, door in DOORS.items():
        if "GET" in door.methods and name not in NOTHING_THERE | INVENTED:
            response = ask(client, "GET", addresses[name])
            shown[name] = response.content.decode("utf-8", "replace")
    return shown


@pytest.mark.parametrize("role", [None, *Role])
def test_nobody_reads_a_whole_number_and_few_read_a_name(
    cast: Cast, addresses: Addresses, role: Role | None
) -> None:
    client = colleague(cast, role) if role else Client(raise_request_exception=False)
    heard = []
    for name, page in _pages(client, addresses).items():
        heard += [f"{name}: {number}" for number in valid_numbers(page)]
        heard += [f"{name}: phone"] * (PHONE in page)
        if role not in READERS:
            heard += [f"{name}: {who.name}" for who in (cast.wang, cast.liu) if who.name in page]
    assert not heard, "\n".join(heard)


@pytest.mark.parametrize("kind", [DeviceKind.KIOSK, DeviceKind.BOARD, DeviceKind.WINDOW])
def test_machines_in_the_hall_show_masked_names_only(
    cast: Cast, addresses: Addresses, kind: DeviceKind
) -> None:
    for name, page in _pages(machine(cast, kind), addresses).items():
        assert not valid_numbers(page), name
        assert cast.wang.name not in page, name
        assert cast.liu.name not in page, name


def test_logs_journal_answers_and_board_hold_no_number(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kiosk = terminal(cast, DeviceKind.KIOSK)
    for said in (cast.wang_number, cast.liu_number, "43069919990230001X"):
        check_in(kiosk, cast.site, id_number=said)
        kiosk.get(f"/desk/people/?q={said}")
        colleague(cast, Role.GUIDE).get(f"/desk/people/?q={said}")
    board = terminal(cast, DeviceKind.BOARD).get(f"{ZONE}/board?site={cast.site}")
    kept = [*Entry.objects.values_list("payload", flat=True)]
    kept += [*KeptAnswer.objects.values_list("body", flat=True)]
    heard = [str(kept), board.content.decode()]
    heard += [record.getMessage() for record in caplog.records if "django.db" not in record.name]
    for text in heard:
        assert valid_numbers(text) == []
        assert "43069919990230001X" not in text


def test_the_log_masks_what_slipped_in() -> None:
    from config.logs import without_numbers

    line = without_numbers(None, "", {"event": "GET /?q=430699195306014569 13900002201"})
    assert line["event"] == "GET /?q=[号码] [号码]"
