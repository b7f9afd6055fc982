"""What a crew does on its day beside visits. Rooms above tell; visits does not know them."""

from collections.abc import Callable
from dataclasses import dataclass

from nuanban.visits.models import Crew


@dataclass(frozen=True)
class Elsewhere:
    """A card on the phone of everybody in the crew: lines to read, and the page behind them."""

    title: str
    lines: tuple[str, ...]
    address: str
    label: str


Tell = Callable[[Crew], Elsewhere | None]
_told_by: list[Tell] = []


def tells(tell: Tell) -> Tell:
    """Names a function that is asked about every crew whose day a phone fetches."""
    _told_by.append(tell)
    return tell


def elsewhere(crew: Crew) -> list[Elsewhere]:
    """All that other rooms have for this crew."""
    return [card for tell in _told_by if (card := tell(crew))]
