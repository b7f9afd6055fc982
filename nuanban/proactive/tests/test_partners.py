"""Power, water, gas and bus companies get signed lists; their answers are read row by row."""

import csv
import io
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from nuanban.accounts.enums import Role
from nuanban.papers import queries as papers
from nuanban.papers.signing import certificate_path
from nuanban.proactive import actions, queries
from nuanban.proactive.queries import PartnerList, Task
from nuanban.proactive.tests.city import OLD_AGE, carried, elders
from tests.cast import Cast

MONTH = "2026-03"


def listed(cast: Cast, count: int) -> PartnerList:
    """A list of people who were granted something this month."""
    elders(cast, count)
    carried(cast)
    actions.settle(at=cast.at + timedelta(days=9))
    return make(cast)


def make(cast: Cast) -> PartnerList:
    """One more list."""
    return actions.make_partner_list(
        policy=OLD_AGE,
        period_key=MONTH,
        by=cast.user(Role.DEPARTMENT_OFFICER),
        at=cast.at,
    )


def rows(made: PartnerList) -> list[list[str]]:
    """The list as the company reads it."""
    content, _signature = papers.list_of(made.pk)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def answer(*lines: str, encoding: str = "utf-8") -> bytes:
    """The file that comes back."""
    return "\r\n".join(["编号,结果,说明", *lines]).encode(encoding)


def test_everybody_stands_on_one_list_only(cast: Cast) -> None:
    made = listed(cast, 3)
    assert made.rows == 3
    assert rows(made)[0] == ["编号", "姓名", "户籍地", "金额（元）"]
    assert {row[3] for row in rows(made)[1:]} == {"50.00"}
    with pytest.raises(actions.NothingNew):
        make(cast)


def test_the_company_can_check_the_signature_with_openssl(cast: Cast, tmp_path: Path) -> None:
    content, signature = papers.list_of(listed(cast, 1).pk)
    (tmp_path / "list.csv").write_bytes(content)
    (tmp_path / "list.p7s").write_bytes(signature)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any"]
    files = ["-in", "list.p7s", "-content", "list.csv", "-CAfile", str(certificate_path())]
    good = subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, check=False)
    assert good.returncode == 0, good.stderr.decode()
    (tmp_path / "list.csv").write_bytes(content + b"x")
    bad = subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, check=False)
    assert bad.returncode != 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_row_of_an_answer_is_accounted_for(cast: Cast, encoding: str) -> None:
    made = listed(cast, 2)
    first, second = (row[0] for row in rows(made)[1:])
    stranger = "01a20000-0000-7000-8000-000000000000"
    content = answer(
        f"{first},对上,",
        f"{second},对不上,户主不是本人",
        f"{stranger},对上,",
        "乱写,对上,",
        f"{first},也许,",
        encoding=encoding,
    )
    by = cast.user(Role.DEPARTMENT_OFFICER)
    for _ in range(2):
        read = actions.read_answer(made, content, by=by, at=cast.at)
        assert (read.matched, read.mismatched, read.unknown, read.unreadable) == (1, 1, 1, 2)
    assert queries.rows_of(made) == {"matched": 1, "mismatched": 1}
    assert "户主不是本人" in Task.objects.get(kind="knock").why


def test_an_answer_with_another_header_is_refused_in_words(cast: Cast) -> None:
    made = listed(cast, 1)
    with pytest.raises(Exception, match="表头要写"):
        actions.read_answer(made, b"a,b\r\n", by=cast.user(Role.DEPARTMENT_OFFICER), at=cast.at)
    with pytest.raises(Exception, match="编码"):
        actions.read_answer(
            made, b"\xff\xfe\x00\xd8", by=cast.user(Role.DEPARTMENT_OFFICER), at=cast.at
        )
