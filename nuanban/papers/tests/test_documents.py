"""Documents are numbered, signed, checkable by anybody and revocable."""

import json
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from django.test import Client
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from nuanban.lib.days import CITY_TZ
from nuanban.lib.errors import Unusable
from nuanban.papers import actions, queries
from nuanban.papers.enums import DocumentKind, Standing
from nuanban.papers.letter import Letter
from nuanban.papers.queries import Document
from nuanban.papers.signing import certificate_path
from tests.cast import Cast

if TYPE_CHECKING:
    from collections.abc import Callable


def issue(cast: Cast, *, large_print: bool = False) -> Document:
    """A letter to old Mrs Wang."""
    letter = Letter(
        kind=DocumentKind.DECISION,
        title="办理结果通知书",
        greeting="王秀兰：",
        opening="您要办的“养老金资格认证”已经办好了。",
        lines=(("结果", "同意办理"),),
        closing="",
        subject_id=cast.wang.pk,
        holder_masked="王**",
        issuer="人社",
        large_print=large_print,
    )
    return actions.issue_document(letter, by=cast.by(), at=cast.at)


def test_the_signature_holds_and_breaks_with_one_changed_byte(cast: Cast) -> None:
    pdf = queries.pdf_of(issue(cast))
    load: Callable[[str], Any] = load_cert_from_pemder
    certificate = load(str(certificate_path()))
    context = ValidationContext(trust_roots=[certificate])
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    status = validate_pdf_signature(signature, context)
    assert status.valid
    assert status.intact
    place = pdf.index(b"/Type")
    altered = pdf[:place] + b"/Tipe" + pdf[place + 5 :]
    broken = PdfFileReader(BytesIO(altered), strict=False).embedded_signatures[0]
    assert not validate_pdf_signature(broken, context).intact


def test_the_pdf_is_tagged_and_speaks_chinese(cast: Cast) -> None:
    with pikepdf.open(BytesIO(queries.pdf_of(issue(cast, large_print=True)))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).startswith("zh")


def test_numbers_of_a_year_follow_each_other(cast: Cast) -> None:
    numbers = [issue(cast).number for _ in range(2)]
    assert numbers == ["暖办〔2026〕000001 号", "暖办〔2026〕000002 号"]


def test_anybody_may_check_and_learns_no_more_than_a_masked_name(cast: Cast) -> None:
    document = issue(cast)
    page = Client().get(f"/check/{document.code}")
    text = page.content.decode()
    assert page.status_code == 200
    assert "王**" in text
    assert "王秀兰" not in text
    told = Client().get(f"/check/{document.code}", headers={"Accept": "application/json"})
    assert json.loads(told.content)["standing"] == "genuine"


def test_a_revoked_document_says_so(cast: Cast) -> None:
    document = issue(cast)
    with pytest.raises(Unusable):
        actions.revoke_document(document, reason=" ", by=cast.by(), at=cast.at)
    actions.revoke_document(document, reason="登记有误", by=cast.by(), at=cast.at)
    assert queries.check(document.code).standing == Standing.REVOKED
    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke_document(document, reason="再来一次", by=cast.by(), at=cast.at)


@pytest.mark.django_db
def test_an_unknown_code_is_told_as_unknown() -> None:
    page = Client().get("/check/NOSUCHCODE12")
    assert page.status_code == 404
    assert "查不到" in page.content.decode()


def test_a_code_typed_with_hyphens_and_small_letters_is_found(cast: Cast) -> None:
    code = issue(cast).code
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    assert queries.check(typed).standing == Standing.GENUINE


def test_a_moment_on_the_citys_own_clock_is_as_good_as_any(cast: Cast) -> None:
    at = cast.at.astimezone(CITY_TZ)
    assert issue(replace(cast, at=at)).issued_at == cast.at
