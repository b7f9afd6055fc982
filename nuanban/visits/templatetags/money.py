"""Fen as people read them."""

from django import template

from nuanban.lib.money import yuan as in_yuan

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """1250 → 12.50 元."""
    return in_yuan(fen)
