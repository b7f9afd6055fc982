"""Money at the policy desk."""

from django import template

from nuanban.lib import money

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Fen in words: 5000 → 50 元."""
    return money.yuan(int(fen or 0))
