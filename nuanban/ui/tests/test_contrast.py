"""Every ink can be read on every ground, in every mode."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static/ui/tokens.css"
INKS = ("ink", "ink-soft", "pine", "pine-deep", "warm", "blue", "red")
GROUNDS = ("paper", "surface", "sunk")
OWN_GROUNDS = [
    ("ink", "pine-wash"), ("ink", "warm-wash"), ("ink", "blue-wash"), ("ink", "red-wash"),
    ("pine", "pine-wash"), ("pine-deep", "pine-wash"), ("warm", "warm-wash"),
    ("blue", "blue-wash"), ("red", "red-wash"), ("on-pine", "pine"), ("on-pine", "pine-deep"),
    ("on-red", "red"), ("on-lamp", "lamp"), ("ink-soft", "pine-wash"),
]  # fmt: skip
PAIRS = [(ink, ground) for ink in INKS for ground in GROUNDS] + OWN_GROUNDS
MODES = {
    "plain": [],
    "care": ['[data-care="on"]'],
    "dark": ['[data-care="on"]', '[data-contrast="dark"]'],
    "light": ['[data-care="on"]', '[data-contrast="light"]'],
}


def _colours(selectors: list[str]) -> dict[str, str]:
    css = TOKENS.read_text()
    found: dict[str, str] = {}
    for selector in [":root", *selectors]:
        for block in re.findall(rf"^{re.escape(selector)} \{{(.*?)^\}}", css, re.S | re.M):
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return found


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast as WCAG counts it, 1 … 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_words_keep_seven_to_one(mode: str) -> None:
    colours = _colours(MODES[mode])
    weak = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in PAIRS
        if contrast(colours[ink], colours[ground]) < 7
    }
    assert weak == {}


@pytest.mark.parametrize("mode", MODES)
def test_edges_of_boxes_can_be_seen(mode: str) -> None:
    colours = _colours(MODES[mode])
    assert contrast(colours["line-strong"], colours["surface"]) >= 3
    assert contrast(colours["line-strong"], colours["paper"]) >= 3


def test_every_mode_was_read() -> None:
    assert _colours(MODES["dark"])["paper"] == "#000000"
    assert _colours(MODES["care"])["ink-soft"] != _colours([])["ink-soft"]
