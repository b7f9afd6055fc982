"""Shapes of what colleagues type about notices."""

from django import forms

from nuanban.notices.enums import CallOutcome, Kind


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(label="原因", max_length=200)


class Release(forms.Form):
    """What was checked before sending goes on."""

    reason = forms.CharField(
        label="核对了什么",
        help_text="例如：已与短信平台核对，恢复之后没有重复的。",
        max_length=200,
    )


class WhichKind(forms.Form):
    """One way of telling."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput())


class Called(forms.Form):
    """How the call was."""

    outcome = forms.ChoiceField(
        label="打得怎么样", choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="电话里说了什么", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
