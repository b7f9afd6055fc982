"""Which facts leave a verdict open, in columns: the same answer as `closures.Open`, for open rows.

One true-or-false column per policy and fact, `p__gap__fact`.
"""

import narwhals as nw

from nuanban.rulebook.columns import Columns
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.trees import Tree, facts_in, is_decisive, numbers_in, parts_of
from nuanban.rulebook.wide import Frame, Wide, column

Gaps = dict[str, nw.Expr]


def gap_column(policy: str, fact: str) -> str:
    """True where `policy` is open for want of `fact`."""
    return column(policy, f"gap__{fact}")


class GapFinder:
    """Adds the gap columns of every policy to a frame that has its verdicts."""

    def __init__(self, wide: Wide) -> None:
        self.gaps = {name: gaps_of(wide.book[name], own) for name, own in wide.ready.items()}

    def with_gaps(self, frame: Frame) -> Frame:
        """The frame with all gap columns."""
        return frame.with_columns(
            *(
                gap.alias(gap_column(name, fact))
                for name, gaps in self.gaps.items()
                for fact, gap in gaps.items()
            )
        )


def gaps_of(policy: Policy, columns: Columns) -> Gaps:
    """The gaps of a policy alone: of its conditions, and of the band that is chosen."""
    found: Gaps = {}
    for condition in policy.conditions:
        _add(found, _gaps(condition.tree, columns))
    is_reached: nw.Expr = nw.lit(True)
    for band in policy.bands:
        if band.when is None:
            _add(found, _gaps(band.fen, columns), is_reached)
            continue
        when = columns.of(band.when)
        _add(found, _gaps(band.when, columns), is_reached)
        _add(found, _gaps(band.fen, columns), is_reached & when.fill_null(False))
        is_reached = is_reached & (~when).fill_null(False)
    return found


def _add(found: Gaps, more: Gaps, only: nw.Expr | None = None) -> None:
    for fact, gap in more.items():
        gap = gap if only is None else only & gap
        found[fact] = found[fact] | gap if fact in found else gap


def _gaps(tree: Tree, columns: Columns) -> Gaps:
    names = {fact.name for fact in facts_in(tree)}
    if any(columns.choices[number].finer for number in numbers_in(tree)):
        names.add(columns.division)
    if not names:
        return {}
    is_open = columns.of(tree).is_null()
    if not is_decisive(tree):
        return {name: is_open & nw.col(name).is_null() for name in names}
    inside: Gaps = {}
    for part in parts_of(tree):
        _add(inside, _gaps(part, columns))
    return {name: is_open & gap for name, gap in inside.items()}
