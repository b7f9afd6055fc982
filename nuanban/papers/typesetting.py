"""Letters as tagged PDF (PDF/UA-1), typeset by Typst with the fonts of a package."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
import typst

from nuanban.lib.days import CITY_TZ
from nuanban.lib.names import pinyin
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
    text = json.dumps(content, ensure_ascii=False)
    try:
        return _compile(text, at)
    except typst.TypstError:
        # A character that no font here has: its sound stands for it, and the number that names
        # it, so that nobody goes without a letter because of their name.
        return _compile(spelled_out(text), at)


def _compile(text: str, at: datetime) -> bytes:
    made = _compiler().compile(
        sys_inputs={"letter": text},
        format="pdf",
        pdf_standards=["ua-1"],
        # Typst knows fixed offsets only, not the rules of a zone.
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst returned no single PDF")
    return made


BASIC_PLANE = 0xFFFF
PRIVATE_USE = range(0xE000, 0xF900)


def spelled_out(text: str) -> str:
    """Characters of higher planes and private use by sound and number: 𠀀 → ［U+20000］."""
    return "".join(_spelled(c) if _is_rare(c) else c for c in text)


def _is_rare(character: str) -> bool:
    return ord(character) > BASIC_PLANE or ord(character) in PRIVATE_USE


def _spelled(character: str) -> str:
    sound = pinyin(character)
    # A character without a known sound comes back as itself.
    known = f"{sound} " if sound.isascii() else ""
    return f"［{known}U+{ord(character):X}］"
