"""The figures for those in charge, and what the city publishes."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.cases import queries as cases
from nuanban.journal import queries as journal
from nuanban.reports.tests.test_past import PUBLISHED, table
from nuanban.zone import actions as zone
from nuanban.zone.enums import Via
from tests.cast import Cast
from tests.clients import colleague


def served(cast: Cast) -> None:
    """Old Mrs Wang was served once."""
    arrival = zone.Arrival(site=cast.site, via=Via.CARD, resident=cast.wang, item="SG-RS-01")
    zone.check_in(arrival, by=cast.by_kiosk, at=cast.at)
    ticket = zone.call_next(cast.zone_window, by=cast.by(), at=cast.at)
    assert ticket is not None
    zone.finish(ticket, by=cast.by(), at=cast.at)


def test_every_number_leads_to_its_rows(cast: Cast) -> None:
    served(cast)
    client = colleague(cast, Role.SUPERVISOR)
    page = client.get("/desk/figures/").content.decode()
    assert "五办合计" in page
    assert "/desk/figures/rows/?channel=zone" in page
    rows = client.get("/desk/figures/rows/?channel=zone&group=elderly").content.decode()
    assert "养老" in rows
    assert "王秀兰" not in rows


def test_a_download_leaves_a_trace(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    assert client.get("/desk/figures/servings.xlsx").content.startswith(b"PK")
    assert client.get("/desk/figures/servings.csv").content.startswith(b"\xef\xbb\xbf")
    assert journal.entries("reports.exported").count() == 2


def test_the_public_page_hides_small_numbers(cast: Cast) -> None:
    served(cast)
    page = Client().get("/figures/").content.decode()
    assert "少于 5" in page


def test_the_head_of_the_hall_brings_the_past_in(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    upload = SimpleUploadedFile("yueyang.csv", table(PUBLISHED).encode("gb18030"))
    answer = client.post("/desk/figures/import/", {"table": upload})
    assert answer.status_code == 302
    page = client.get("/desk/figures/").content.decode()
    assert "8601" in page
    assert sum(s.people for s in cases.servings()) == 8_601


def test_a_table_that_cannot_be_read_is_told_on_the_page(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    upload = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 torn")
    assert "另存为" in client.post("/desk/figures/import/", {"table": upload}).content.decode()
