"""Small numbers are not shown: whoever knows a place could find the person behind them."""

SMALLEST_PUBLIC = 5


def is_small(people: int) -> bool:
    """Few enough to be somebody in particular; nobody is nobody."""
    return 0 < people < SMALLEST_PUBLIC


def public_number(people: int) -> str:
    """What is shown of a cell."""
    return f"少于 {SMALLEST_PUBLIC}" if is_small(people) else str(people)
