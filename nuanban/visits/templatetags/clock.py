"""Seconds of a day as people read them."""

from collections.abc import Mapping
from uuid import UUID

from django import template

register = template.Library()


@register.filter
def clock(seconds: int | None) -> str:
    """31500 → 08:45."""
    if seconds is None:
        return ""
    return f"{seconds // 3_600:02d}:{seconds % 3_600 // 60:02d}"


@register.filter
def of(words: Mapping[str, str], key: UUID) -> str:
    """What is said of one of them; nothing of others."""
    return words.get(str(key), "")
