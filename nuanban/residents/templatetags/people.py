"""Codes of people and of what was done for them, in words that staff read."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django import template

from nuanban.lib.names import mask_name
from nuanban.residents.enums import Group, Need

register = template.Library()
_WORDS = Path(__file__).with_name("deeds.toml")


@cache
def _deeds() -> dict[str, str]:
    rooms = tomllib.loads(_WORDS.read_text("utf-8"))
    return {f"{room}.{name}": text for room, words in rooms.items() for name, text in words.items()}


@register.filter
def masked(name: str) -> str:
    """王** for 王秀兰: what may stand on a screen that others see."""
    return mask_name(name) if name else ""


@register.filter
def need_words(codes: Iterable[str]) -> list[str]:
    """轮椅, 手语 … for codes of needs."""
    return [str(Need(code).label) for code in codes if code in Need.values]


@register.filter
def group_words(codes: Iterable[str]) -> list[str]:
    """老, 残 … for codes of groups."""
    return [str(Group(code).label) for code in codes if code in Group.values]


@register.filter
def deed_words(kind: str) -> str:
    """What a journal entry tells, in words; an unknown kind stays as it is."""
    return _deeds().get(kind, kind)


@register.filter
def bound(form: Any, name: str) -> Any:
    """The box with this name, or "" where the form has none."""
    return form[name] if name in form.fields else ""
