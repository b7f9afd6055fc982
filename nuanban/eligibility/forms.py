"""Shapes of what is typed at the policy desk."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from nuanban.eligibility.checking import PolicyTexts
from nuanban.eligibility.desk_form import DeskForm
from nuanban.eligibility.fact_fields import fact_fields, found_facts
from nuanban.eligibility.places import Choices, PlaceField
from nuanban.eligibility.wording import UNIT_WORDS
from nuanban.rulebook.dated_numbers import NumberOf
from nuanban.rulebook.facts import Fact
from nuanban.rulebook.reading import LARGEST_FILE
from nuanban.ui.forms import DayField, offer


def _lines(label: str, hint: str = "", *, rows: int = 2, required: bool = True) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=hint, widget=box, max_length=1_000, required=required
    )


def _text(label: str, rows: int) -> forms.CharField:
    box = forms.Textarea(
        attrs={"rows": rows, "spellcheck": "false", "class": "code", "wrap": "off"}
    )
    return forms.CharField(
        label=label, widget=box, max_length=LARGEST_FILE, strip=False, required=False
    )


class TextsForm(DeskForm):
    """The three texts of a draft."""

    id_prefix = "texts"

    policy = _text("条文", 18)
    numbers = _text("数", 14)
    examples = _text("例子", 14)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def texts(self) -> PolicyTexts:
        """The texts as typed, with the line ends of this house."""
        names = ("policy", "numbers", "examples")
        return PolicyTexts(*(self.cleaned_data[n].replace("\r\n", "\n") for n in names))


class CopyForm(DeskForm):
    """A new policy from another one."""

    id_prefix = "copy"

    title = forms.CharField(label="新政策叫什么", max_length=40)
    summary = forms.CharField(
        label="一句话说清给谁、给什么", help_text="群众看到的就是这一句。", max_length=200
    )
    new_id = forms.RegexField(
        re.compile(r"^[a-z][a-z0-9_]{2,39}$"),
        label="英文代号",
        help_text="小写字母、数字和下划线，例如 louqu_transit。以后不能改。",
        error_messages={"invalid": "代号只用小写字母、数字和下划线，以字母开头。"},
    )


class NumberForm(DeskForm):
    """A new value of a number: how much, where, from when, who says so."""

    id_prefix = "number"

    number = forms.ChoiceField(label="哪个数")
    value = forms.DecimalField(
        label="新的值", help_text="金额按元写，年龄按岁写。", min_value=0, max_value=10**8
    )
    place = PlaceField(label="在哪里", required=False)
    from_on = DayField(label="从哪天起")
    source = forms.CharField(label="依据", help_text="哪份文件，或谁定的。", max_length=200)
    is_verified = forms.BooleanField(label="部门已经确认", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, numbers: Iterable[NumberOf], places: Choices, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.numbers = {number.name: number for number in numbers}
        choices = [(n.name, f"{n.title}（{_unit(n.unit)}）") for n in self.numbers.values()]
        offer(self, number=choices)
        place = self.fields["place"]
        assert isinstance(place, PlaceField)
        place.offer(places)

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        number, value = self.numbers.get(filled.get("number", "")), filled.get("value")
        if number is not None and value is not None:
            exact = value * 100 if number.unit == "fen" else value
            if exact != int(exact):
                words = "最多写到分。" if number.unit == "fen" else "要写整数。"
                self.add_error("value", words)
            filled["exact"] = int(exact)
        return filled


def _unit(unit: str) -> str:
    return "元" if unit == "fen" else UNIT_WORDS.get(unit, "个")


class ReleaseForm(DeskForm):
    """From which day a text applies."""

    id_prefix = "release"

    in_force_from = DayField(label="从哪天起用")


class WhyForm(DeskForm):
    """Why it is changed, sent back or withdrawn."""

    id_prefix = "why"

    why = _lines("为什么改", "依据哪份文件、谁定的。发布的人会看到。")


class DayForm(DeskForm):
    """The day on which the city is judged twice."""

    id_prefix = "difference"

    day = DayField(label="按哪天比")


class TryForm(DeskForm):
    """Facts of somebody who does not exist; what stays empty is not known."""

    id_prefix = "try"

    day = DayField(label="按哪天判断")

    def __init__(self, *args: Any, facts: Iterable[Fact], places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.facts = list(facts)
        self.fields.update(fact_fields(self.facts, places))

    def found(self) -> dict[str, Any]:
        """Facts that were filled in, by name, in the units of the vocabulary."""
        return found_facts(self.cleaned_data)
