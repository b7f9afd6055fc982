"""One box for each fact of the vocabulary, for every form that asks for some."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from nuanban.eligibility.places import Choices, PlaceField
from nuanban.rulebook.facts import Fact, Kind
from nuanban.rulebook.value_words import VALUE_WORDS
from nuanban.ui.forms import DayField

PREFIX = "fact_"
MOST_YUAN, MOST_COUNT = 10**7, 10**9
UNKNOWN = ("", "不知道")
# A place that is in no city of this platform: 杭州.
ELSEWHERE = ("330106", "外省")


class YuanField(forms.DecimalField):
    """Money written in yuan; cleans to fen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_YUAN, decimal_places=2, **more)

    def clean(self, value: Any) -> Any:
        yuan = super().clean(value)
        return int(yuan * 100) if isinstance(yuan, Decimal) else None


def fact_fields(
    facts: Iterable[Fact], places: Choices, *, with_question: bool = False
) -> dict[str, forms.Field]:
    """Boxes by name. An empty one means: not known. `with_question`: how to ask the person."""
    return {
        f"{PREFIX}{fact.name}": _field(
            fact, places, {"required": False, "help_text": fact.question if with_question else ""}
        )
        for fact in facts
    }


def found_facts(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that were filled in, by name, in the units of the vocabulary."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in cleaned.items()
        if name.startswith(PREFIX) and value not in (None, "")
    }


def _field(fact: Fact, places: Choices, more: dict[str, Any]) -> forms.Field:
    more = {"label": fact.title, **more}
    if fact.kind == Kind.DATE:
        return DayField(**more)
    if fact.kind == Kind.BOOL:
        yes_no = [UNKNOWN, ("yes", "是"), ("no", "否")]
        return forms.TypedChoiceField(
            choices=yes_no, coerce=lambda word: word == "yes", empty_value=None, **more
        )
    if fact.is_division:
        return PlaceField(choices=[UNKNOWN, *places[1:], ELSEWHERE], **more)
    if fact.values:
        words = [UNKNOWN, *((value, VALUE_WORDS.get(value, value)) for value in fact.values)]
        return forms.ChoiceField(choices=words, **more)
    if fact.unit == "fen":
        return YuanField(**{**more, "label": f"{fact.title}（元）"})
    if fact.kind == Kind.INT:
        most = min(fact.most, MOST_COUNT)
        return forms.IntegerField(min_value=fact.least, max_value=most, **more)
    return forms.CharField(max_length=20, **more)
