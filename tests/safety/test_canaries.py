"""Names and numbers of the cast are canaries: they never sing where nobody may hear them."""

import logging

import pytest

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.journal.models import Entry, KeptAnswer
from tests.api.terminals import ZONE, check_in, terminal
from tests.cast import Cast
from tests.clients import colleague
from tests.safety.seen import valid_numbers


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
