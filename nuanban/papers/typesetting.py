"""Letters as tagged PDF (PDF/UA-1), typeset by Typst with the fonts of a package."""

import json
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
import typst

from nuanban.lib.days import CITY_TZ
from nuanban.papers.letter import Letter

TEMPLATES = Path(__file__).parent / "typst"
FONTS = ("Noto Sans SC",)


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One compiler for the process: fonts are read once, later pages take milliseconds."""
    packed = Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl" / "notosanssc"
    # System fonts (HanaMin, BabelStone Han) serve characters that Noto lacks, where installed.
    fonts = typst.Fonts(include_system_fonts=True, font_paths=[packed])
    return typst.Compiler(TEMPLATES / "letter.typ", root=TEMPLATES, font_paths=fonts)


def qr_svg(text: str) -> str:
    """A QR code as SVG text."""
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=2, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()


def typeset(letter: Letter, *, number: str, code: str, check_url: str, at: datetime) -> bytes:
    """The letter as PDF bytes."""
    local = at.astimezone(CITY_TZ)
    content = {
        "title": letter.title,
        "greeting": letter.greeting,
        "opening": letter.opening,
        "lines": [list(line) for line in letter.lines if line[1]],
        "closing": letter.closing,
        "issuer": letter.issuer,
        "large_print": letter.large_print,
        "number": number,
        "code": code,
        "check_url": check_url,
        "qr": qr_svg(check_url),
        "fonts": [*FONTS, "HanaMinA", "HanaMinB", "BabelStone Han"],
        "issued_on": f"{local.year} 年 {local.month} 月 {local.day} 日",
    }
    made = _compiler().compile(
        sys_inputs={"letter": json.dumps(content, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=at.replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst returned no single PDF")
    return made
