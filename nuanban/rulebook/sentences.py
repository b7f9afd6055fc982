"""Conditions as columns of their own: a sentence that stands in many policies is judged once."""

from typing import Any

import narwhals as nw

from nuanban.rulebook.columns import Columns
from nuanban.rulebook.trees import Tree, numbers_in


class Sentences:
    """The sentences of a book, each with its column."""

    def __init__(self) -> None:
        self._known: dict[Any, tuple[str, nw.Expr]] = {}

    def column(self, tree: Tree, columns: Columns) -> nw.Expr:
        """The column that will hold what the sentence says."""
        # The same words with other numbers, or the numbers of another division, are another one.
        numbers = tuple((name, columns.choices[name]) for name in numbers_in(tree))
        key = (tree, numbers, columns.division if numbers else "")
        if key not in self._known:
            name = f"sentence__{len(self._known)}"
            self._known[key] = name, columns.of(tree).alias(name)
        return nw.col(self._known[key][0])

    def columns(self) -> list[nw.Expr]:
        """All of them, to be made."""
        return [made for _name, made in self._known.values()]

    def names(self) -> list[str]:
        """All of them, to be dropped."""
        return [name for name, _made in self._known.values()]
