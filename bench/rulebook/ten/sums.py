"""What engines must agree on: per policy, heads, fen, and how often each condition holds."""

import polars as pl

from nuanban.rulebook.book import Book
from nuanban.rulebook.wide import AMOUNT, HOLDS, column, failed_column

Sums = list[list[int]]


def sums_of_columns(book: Book, judged: pl.DataFrame) -> Sums:
    """From verdict columns as `wide` names them."""
    found = []
    for name, policy in book.items():
        holds = judged[column(name, HOLDS)]
        fen = int(judged[column(name, AMOUNT)].filter(holds).sum())
        failed = (judged[failed_column(name, turn)] for turn in range(len(policy.conditions)))
        found.append([int(holds.sum()), fen, *(judged.height - int(f.sum()) for f in failed)])
    return found
