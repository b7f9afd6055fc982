"""Shapes of what people type in the channel that nobody has to ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanban.eligibility.fact_fields import fact_fields, found_facts
from nuanban.eligibility.places import Choices
from nuanban.proactive.enums import AnswerKind, AnswerVia
from nuanban.rulebook.facts import Fact
from nuanban.ui.forms import DayField, offer

SPOKEN = [c for c in AnswerVia.choices if c[0] in ("phone", "window", "visit")]


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
        offer(self, place=places, policies=choices)


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
        choices=SPOKEN,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="原话", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OwnAnswer(forms.Form):
    """What somebody says on their own page."""

    CLAIM_IS_WRONG = "claim_is_wrong"

    kind = forms.ChoiceField(choices=[*AnswerKind.choices, (CLAIM_IS_WRONG, CLAIM_IS_WRONG)])
    words = forms.CharField(
        label=_("哪里不对"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OwnBirth(forms.Form):
    """What the code alone does not show: whose page it is."""

    born = DayField(label=_("您的出生日期"))


class Decide(forms.Form):
    """Why it is asked back, or let be. The person reads it."""

    words = forms.CharField(
        label="为什么这样定（会写进给本人的信里）",
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ObjectToClaim(forms.Form):
    """What the person or the family says against it, and how."""

    words = forms.CharField(label="原话", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    via = forms.ChoiceField(label="怎样说的", choices=SPOKEN, widget=forms.RadioSelect)


class PayBack(forms.Form):
    """A part that came back. Below zero where an earlier note was wrong."""

    yuan = forms.DecimalField(
        label="还了多少（元）",
        help_text="记错了，就再记一笔负数。",
        max_digits=10,
        decimal_places=2,
    )
    paid_on = DayField(label="哪天还的")
    words = forms.CharField(label="怎样还的，收据号", max_length=100)


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
            self.fields["since"] = DayField(
                label="不发了的，从哪天起不符合",
                help_text="比如迁走那天。不填，就按已经告知的日子发完；填了，多发的会交给人核定。",
                required=False,
            )

    def found(self) -> dict[str, Any]:
        """Facts that were filled in, by name."""
        return found_facts(self.cleaned_data)
