"""Words inside the bars of the board: whole where they fit, short where they do not."""

from collections.abc import Sequence
from dataclasses import dataclass

# Widths of a day in letters at which the page looks again; the first is the least (board.css).
WIDTHS = (46, 62, 80, 110)
_EDGES = 0.75
_NARROW = 0.6


@dataclass(frozen=True)
class Label:
    """`fits_from` is one of WIDTHS, in letters; 0 where the whole never fits."""

    whole: str
    short: str
    fits_from: int

    @property
    def always(self) -> bool:
        """Whether the whole fits in the narrowest day."""
        return self.fits_from == WIDTHS[0]


def label_of(whole: str, shorter: Sequence[str], share: float, size: float = 1.0) -> Label:
    """For a bar that takes `share` of the day, 0 to 1; `size` of its letters, in em."""
    needed = _EDGES + letters(whole) * size
    fits_from = next((width for width in WIDTHS if needed <= width * share), 0)
    room = WIDTHS[0] * share
    fitting = (it for it in shorter if letters(it) * size <= room)
    return Label(whole, next(fitting, shorter[-1]), fits_from)


def letters(text: str) -> float:
    """How wide a text is, in Chinese characters; others are narrower."""
    return sum(1 if ord(letter) >= 0x2E80 else _NARROW for letter in text)
