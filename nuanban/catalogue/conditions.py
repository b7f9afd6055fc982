"""Conditions on facts, as guides write them, and their three-valued answer.

In a guide: ``{ is_proxy = "yes" }``, several facts that must all hold, or a list of such tables of
which one must hold; a fact may accept several values: ``{ reason = ["lost", "broken"] }``.
Kept as ``[{"fact": ["value", …]}, …]``; a table without facts always holds.
"""

from collections.abc import Mapping
from typing import Any

Condition = list[dict[str, list[str]]]


class ConditionFault(ValueError):
    """A condition is not written in the shape above."""


def read_condition(written: Any) -> Condition:
    """From the shape of a guide file to the shape that is kept."""
    tables = written if isinstance(written, list) else [written]
    return [_read_table(table) for table in tables]


def _read_table(table: Any) -> dict[str, list[str]]:
    if not isinstance(table, dict) or not table:
        raise ConditionFault('条件要写成 { 事实 = "取值" }。')
    return {fact: _read_values(fact, values) for fact, values in table.items()}


def _read_values(fact: str, values: Any) -> list[str]:
    accepted = [values] if isinstance(values, str) else values
    are_texts = isinstance(accepted, list) and all(isinstance(v, str) and v for v in accepted)
    if not accepted or not are_texts:
        raise ConditionFault(f"条件里“{fact}”的取值要写成文字或文字列表。")
    return list(accepted)


def facts_in(condition: Condition) -> set[str]:
    return {fact for table in condition for fact in table}


def holds(condition: Condition, answers: Mapping[str, str]) -> bool | None:
    """True, False, or None while a fact that decides it is unknown. An empty condition holds."""
    if not condition:
        return True
    verdicts = [_table_holds(table, answers) for table in condition]
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _table_holds(table: Mapping[str, list[str]], answers: Mapping[str, str]) -> bool | None:
    verdicts = [answers[f] in accepted if f in answers else None for f, accepted in table.items()]
    if False in verdicts:
        return False
    return None if None in verdicts else True
