"""The strict content policy holds because nothing is written inline."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client

from nuanban.ui import samples
from nuanban.ui.icons import ICONS

UI = Path(__file__).parent.parent
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", re.I
)


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("for", "aria-labelledby", "aria-describedby"):
                self.wanted |= set((value or "").split())


@pytest.mark.parametrize("face", samples.FACES)
@pytest.mark.usefixtures("open_gallery")
def test_pages_carry_no_inline_style_or_script(client: Client, face: str) -> None:
    page = client.get(f"/ui/gallery/{face}/" if face else "/ui/gallery/").content.decode()
    assert INLINE.findall(page) == []


def test_templates_and_drawings_carry_none_either() -> None:
    files = [*UI.rglob("templates/**/*.html"), *UI.rglob("static/**/*.svg")]
    assert [path.name for path in files if INLINE.search(path.read_text())] == []


@pytest.mark.parametrize("face", samples.FACES)
@pytest.mark.usefixtures("open_gallery")
def test_names_in_a_page_are_unique_and_found(client: Client, face: str) -> None:
    parser = _Ids()
    parser.feed(client.get(f"/ui/gallery/{face}/" if face else "/ui/gallery/").content.decode())
    assert len(parser.ids) == len(set(parser.ids))
    assert parser.wanted <= set(parser.ids)


@pytest.mark.parametrize("name", ICONS)
def test_a_drawing_is_silent_unless_it_has_a_label(name: str) -> None:
    page = Template("{% load ui %}{% icon name %}{% icon name label='轮椅' %}")
    silent, spoken = page.render(Context({"name": name})).split("</svg>")[:2]
    assert "aria-hidden=true" in silent
    assert 'role="img" aria-label="轮椅"' in spoken
    assert re.fullmatch(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,\-]+", ICONS[name])


def test_words_from_outside_are_escaped() -> None:
    page = Template("{% load ui %}{% tag word %}{% notice %}{{ word }}{% endnotice %}")
    assert "<b>" not in page.render(Context({"word": "<b>"}))
