"""Money: integers of fen."""


def yuan(fen: int) -> str:
    """1250 → `12.50 元`; whole yuan without decimals."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    whole, rest = divmod(fen, 100)
    return f"{sign}{whole:,}{f'.{rest:02d}' if rest else ''} 元"
