"""A name is what its owner says: every character comes out of every door as it went in."""

import csv
from io import BytesIO, StringIO

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.lib.keys import new_key
from nuanban.lib.names import mask_name, name_fault
from nuanban.papers import actions as papers
from nuanban.papers.enums import DocumentKind
from nuanban.papers.letter import Letter
from nuanban.papers.queries import pdf_of
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source
from nuanban.residents.queries import Resident
from tests.api.terminals import check_in, terminal
from tests.cast import Cast
from tests.clients import colleague

# One of each kind: base, Ext A to I, compatibility, private use, with a separator, with a variant.
RARE = [
    "王秀兰",
    "㐂䶮",
    "𠀀𪜀",
    "𫝀𫠝",
    "𬺰𮯠",
    "王𰀀",
    "王𱍐",
    "王𮯰",
    "王\uf900",
    "\ue000明",
    "阿迪力·吐尔逊",
    "阿迪力•吐尔逊",
    "李明\U000e0100",
]
RANGES = [
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2EE5D),
    (0x30000, 0x323AF),
    (0xF900, 0xFAD9),
    (0xE000, 0xF8FF),
    (0x2F800, 0x2FA1D),
]
characters = st.one_of(*(st.characters(min_codepoint=a, max_codepoint=b) for a, b in RANGES))
names = st.text(characters, min_size=1, max_size=50)


def registered(cast: Cast, name: str) -> Resident:
    """Entered through the page that clerks use."""
    clerk = colleague(cast, Role.SPECIALIST)
    words = {"op": str(new_key()), "name": name, "birth_on": "1950-02-01"}
    sent = clerk.post("/desk/people/new/", words)
    assert sent.status_code == 303, sent.content.decode()[-600:]
    resident = Resident.objects.get(pk=sent["Location"].strip("/").rpartition("/")[2])
    assert resident.name.encode() == name.encode()
    return resident


@pytest.mark.parametrize("name", RARE)
def test_a_rare_name_comes_through_page_and_search_unchanged(cast: Cast, name: str) -> None:
    person = registered(cast, name)
    clerk = colleague(cast, Role.SPECIALIST)
    assert name in clerk.get(f"/desk/people/{person.pk}/").content.decode()
    found = clerk.get("/desk/people/", {"q": name}).content.decode()
    assert str(person.pk) in found
    assert name in found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example("\U0002f800")
@given(name=names)
def test_any_name_is_kept_byte_for_byte(cast: Cast, name: str) -> None:
    assert name_fault(name) == ""
    new = residents.NewResident(name=name, source=Source.PERSON)
    kept = residents.register(new, by=cast.by(), at=cast.at)
    again = Resident.objects.get(pk=kept.pk)
    assert again.name.encode() == name.encode()
    assert mask_name(name).startswith(name[0])


@pytest.mark.parametrize("name", ["㐂䶮", "阿迪力·吐尔逊", "𠀀𪜀"])
def test_a_rare_name_stands_in_the_letter(cast: Cast, name: str) -> None:
    letter = Letter(
        kind=DocumentKind.DECISION,
        title="办理结果通知书",
        greeting=f"{name}：",
        opening="已经办好了。",
        lines=(("申请人", name),),
        closing="",
        subject_id=cast.wang.pk,
        holder_masked=mask_name(name),
        issuer="人社",
        large_print=False,
    )
    document = papers.issue_document(letter, by=cast.by(), at=cast.at)
    with pikepdf.open(BytesIO(pdf_of(document))) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize(("name", "words"), [("王\x00兰", "控制"), ("秀" * 30_000, "")])
def test_what_is_no_name_is_refused_with_a_sentence(cast: Cast, name: str, words: str) -> None:
    clerk = colleague(cast, Role.SPECIALIST)
    sent = clerk.post("/desk/people/new/", {"op": str(new_key()), "name": name})
    assert sent.status_code == 200
    assert words in sent.content.decode()
    assert not Resident.objects.filter(name=name.replace("\x00", "")).exists()


@pytest.mark.parametrize("typed", ["\x00", "a\x00b", "秀" * 30_000, "%", "'; --", "\ud7ff\ue000"])
def test_the_search_survives_whatever_is_typed(cast: Cast, typed: str) -> None:
    clerk = colleague(cast, Role.SPECIALIST)
    for page in ("/desk/people/", "/items/", "/desk/search/"):
        assert clerk.get(page, {"q": typed}).status_code < 500, page


def test_a_rare_name_takes_a_number(cast: Cast) -> None:
    told = check_in(terminal(cast, DeviceKind.KIOSK), cast.site, name="𠀀𪜀·㐂").json()
    assert told["ticket"]["name_masked"].startswith("𠀀")


def test_figures_go_out_as_text_that_comes_back(cast: Cast) -> None:
    sent = colleague(cast, Role.SUPERVISOR).get("/desk/figures/servings.csv")
    assert sent.status_code == 200
    rows = list(csv.reader(StringIO(sent.content.decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
