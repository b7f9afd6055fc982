"""However a file was spoilt on its way: every row is somewhere, and none is anywhere twice."""

from collections.abc import Callable
from datetime import date
from itertools import count

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nuanban.feeds.csv_records import read
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.models import Delivery, Line, QuarantinedRow
from nuanban.feeds.sealed import unseal
from nuanban.feeds.tests.files import HEAD, aid_list, aid_row, both, neighbours, reasons, send
from tests.cast import Cast

EXAMPLES = 25
_turn = count()


def holds(delivery: Delivery) -> None:
    """Nothing is lost: the numbers agree with each other and with the rows that are there."""
    delivery.refresh_from_db()
    parts = (delivery.accepted, delivery.quarantined, delivery.duplicates)
    assert delivery.rows_in == sum(parts)
    assert Line.objects.filter(delivery=delivery).count() == delivery.accepted
    assert QuarantinedRow.objects.filter(delivery=delivery).count() == delivery.quarantined


def _doubled(content: bytes, place: int) -> bytes:
    lines = content.splitlines(keepends=True)
    place = 1 + place % (len(lines) - 1)
    return b"".join([*lines[:place], lines[place], *lines[place:]])


def _shifted(content: bytes, place: int) -> bytes:
    lines = content.splitlines(keepends=True)
    place = 1 + place % (len(lines) - 1)
    lines[place] = b"," + lines[place]
    return b"".join(lines)


def _other_encoding(content: bytes, place: int) -> bytes:
    lines = content.splitlines(keepends=True)
    place = 1 + place % (len(lines) - 1)
    try:
        lines[place] = lines[place].decode("utf-8").encode("gb18030")
    except UnicodeDecodeError:
        lines[place] = lines[place].decode("gb18030", errors="replace").encode("utf-8")
    return b"".join(lines)


def _put_in(what: bytes) -> Callable[[bytes, int], bytes]:
    def spoil(content: bytes, place: int) -> bytes:
        body = content.index(b"\n") + 1
        place = body + place % max(1, len(content) - body)
        return content[:place] + what + content[place:]

    return spoil


SPOILS: tuple[Callable[[bytes, int], bytes], ...] = (
    lambda content, place: content[: content.index(b"\n") + 1 + place % len(content)],
    lambda content, place: content[: (p := len(content) // 2 + place % 40)] + content[p + 1 :],
    _doubled,
    _shifted,
    _other_encoding,
    _put_in(b"\0"),
    _put_in(b'"'),
    _put_in(b"\xd5"),
    _put_in(b"\n"),
    _put_in(b"=cmd|'/c calc'!A1"),
    _put_in("，".encode()),
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_no_row_is_lost_whatever_happened_to_the_file(cast: Cast, encoding: str) -> None:
    people = [*both(cast), *neighbours(6)]
    whole = aid_list(people).decode().encode(encoding)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.tuples(st.sampled_from(SPOILS), st.integers(0, 900)), max_size=3))
    def each(spoils: list[tuple[Callable[[bytes, int], bytes], int]]) -> None:
        content = whole
        for spoil, place in spoils:
            if content.count(b"\n") > 1:
                content = spoil(content, place)
        with transaction.atomic():
            delivery = send(content)
            holds(delivery)
            assert delivery.accepted <= len(people)
            transaction.set_rollback(True)

    each()


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None, database=None)
def test_records_hold_every_byte_of_the_file(content: bytes) -> None:
    for encoding in ("utf-8", "gb18030"):
        blocks = [content[start : start + 7] for start in range(0, len(content), 7)]
        assert b"".join(r.raw for r in read(blocks, encoding, ",", 3)) == content


def test_the_bytes_of_a_spoilt_row_are_kept(cast: Cast) -> None:
    wang = both(cast)[0]
    spoilt = b"\xd5\xd4,430699,\xb5\xcd\xb1\xa3,1,\n"
    delivery = send(HEAD.encode() + spoilt + aid_row(*wang).encode())
    row = QuarantinedRow.objects.get()
    assert unseal(bytes(row.raw_sealed), "row.raw", delivery.pk, row.number) == spoilt
    assert "别的编码" in row.reason
    assert delivery.accepted == 1


def test_a_gbk_file_is_read_and_a_utf8_row_in_it_is_a_question(cast: Cast) -> None:
    wang, liu = both(cast)
    content = (HEAD + aid_row(*wang)).encode("gb18030") + aid_row(*liu).encode()
    delivery = send(content)
    assert (delivery.encoding, delivery.accepted, delivery.quarantined) == ("gb18030", 1, 1)
    assert "像 UTF-8" in reasons(delivery)[0]


def test_line_feeds_inside_quotes_belong_to_the_row(cast: Cast) -> None:
    wang, liu = both(cast)
    head = HEAD.replace("姓名", "备注,姓名")
    noted = f'"第一行\n第二行",{aid_row(*wang)}'
    delivery = send((head + noted + "," + aid_row(*liu)).encode())
    assert (delivery.rows_in, delivery.accepted) == (2, 2)


def test_an_open_quote_swallows_nobody(cast: Cast) -> None:
    people = [*both(cast), *neighbours(3)]
    rows = [aid_row(*one) for one in people]
    rows[1] = '"' + rows[1]
    delivery = send((HEAD + "".join(rows)).encode())
    assert (delivery.rows_in, delivery.accepted, delivery.quarantined) == (5, 4, 1)
    assert "引号没有配对" in reasons(delivery)[0]


def test_a_file_cut_off_in_a_row_waits_for_a_person(cast: Cast) -> None:
    delivery = send(aid_list(both(cast))[:-30])
    assert delivery.state == DeliveryState.HELD
    assert "可能没有传完" in "".join(delivery.words)
    assert (delivery.rows_in, delivery.accepted, delivery.quarantined) == (2, 1, 1)


@pytest.mark.parametrize("content", [b"", b"  \n", b"PK\x03\x04broken", b"PAR1broken", b"%PDF-1.7"])
def test_what_is_no_table_is_refused_with_a_sentence(cast: Cast, content: bytes) -> None:
    delivery = send(content)
    assert delivery.state == DeliveryState.REFUSED
    assert delivery.words[0].endswith("。")


def test_utf16_is_named(cast: Cast) -> None:
    assert "UTF-16" in send(HEAD.encode("utf-16")).words[0]


def test_spreadsheets_and_parquet_say_the_same_as_csv(cast: Cast) -> None:
    from io import BytesIO

    rows = {
        "姓名": [name for name, _ in both(cast)],
        "身份证号": [number for _, number in both(cast)],
        "救助类别": ["低保", "特困"],
        "家庭人均月收入": [512.5, 0.0],
        "享受起始日期": [date(2025, 5, 1), None],
    }
    frame = pl.DataFrame(rows)
    sheet, parquet = BytesIO(), BytesIO()
    frame.write_excel(sheet)
    frame.write_parquet(parquet)
    for days, content in enumerate((sheet.getvalue(), parquet.getvalue())):
        delivery = send(content, days=days)
        assert delivery.state == DeliveryState.KEPT, delivery.words
        assert (delivery.accepted, delivery.quarantined) == (2, 0), reasons(delivery)


def test_a_number_that_a_spreadsheet_spoilt_is_said_so(cast: Cast) -> None:
    from io import BytesIO

    made = BytesIO()
    frame = pl.DataFrame({"身份证号": [4.30699195306011e17], "救助类别": ["低保"]})
    frame.write_excel(made)
    assert "被表格软件改成了数字" in reasons(send(made.getvalue()))[0]
