"""Money and masked names in templates."""

from collections.abc import Mapping
from typing import Any

from django import template

from nuanban.lib import money
from nuanban.lib.names import mask_name
from nuanban.proactive import telling

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan: 5000 → 50."""
    return money.yuan(int(fen or 0))


@register.filter
def sentence(words: str) -> str:
    """Words with an end, so that the next ones may follow."""
    return telling.sentence(words)


@register.filter
def masked(name: str) -> str:
    """A name as it may stand in a list."""
    return mask_name(name)


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """What a mapping holds under a key that the template knows only by name."""
    return mapping.get(key, "")
