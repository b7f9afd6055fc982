"""Seconds of a day as people read them."""

from django import template

register = template.Library()


@register.filter
def clock(seconds: int | None) -> str:
    """31500 → 08:45."""
    if seconds is None:
        return ""
    return f"{seconds // 3_600:02d}:{seconds % 3_600 // 60:02d}"
