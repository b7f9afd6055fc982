"""Shapes of what people type in the channel that nobody has to ask."""

from typing import Any

from django import forms

from nuanban.eligibility.fact_fields import fact_fields, found_facts
from nuanban.eligibility.places import Choices
from nuanban.proactive.enums import AnswerKind, AnswerVia
from nuanban.rulebook.facts import Fact
from nuanban.ui.forms import DayField


class Prepare(forms.Form):
    """Which policies, judged on which day, where."""

    day = DayField(label="按哪天判断")
    place = forms.ChoiceField(label="哪里的户籍")
    policies = forms.MultipleChoiceField(
        label="哪些政策", widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], choices: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["policies"].choices = choices  # type: ignore[attr-defined]


class Words(forms.Form):
    """What was looked at, or why."""

    words = forms.CharField(
        label="核对了什么，或者为什么",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TakeAnswer(forms.Form):
    """What a person said, and how."""

    kind = forms.ChoiceField(
        label="本人怎么说", choices=AnswerKind.choices, widget=forms.RadioSelect
    )
    via = forms.ChoiceField(
        label="怎样说的",
        choices=[c for c in AnswerVia.choices if c[0] in ("phone", "window", "visit")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="原话", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OwnAnswer(forms.Form):
    """What somebody says on their own page."""

    kind = forms.ChoiceField(choices=AnswerKind.choices)
    words = forms.CharField(
        label="哪里不对", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FinishTask(forms.Form):
    """How it was: with whom, what was seen or said; and the facts that were missing."""

    outcome = forms.CharField(
        label="和谁联系，看到或问到什么", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, facts: list[Fact], places: Choices, asks_going_on: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields.update(fact_fields(facts, places, with_question=True))
        if asks_going_on:
            self.fields["goes_on"] = forms.TypedChoiceField(
                label="这项待遇",
                choices=[("", "还不能定"), ("yes", "照发"), ("no", "不发了")],
                coerce=lambda word: word == "yes",
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def found(self) -> dict[str, Any]:
        """Facts that were filled in, by name."""
        return found_facts(self.cleaned_data)
