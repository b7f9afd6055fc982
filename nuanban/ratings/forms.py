"""Shapes of what people say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanban.ratings.enums import Grade


class Rate(forms.Form):
    """One grade, and words if one likes."""

    grade = forms.TypedChoiceField(
        label=_("您觉得怎么样？"), choices=Grade.choices, coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("想说的话"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Spoken(Rate):
    """A grade that the person says and a guide writes down."""

    ticket = forms.UUIDField(widget=forms.HiddenInput())


class Found(forms.Form):
    """What was learned on the phone."""

    found = forms.CharField(label="回访情况", max_length=1_000, widget=forms.Textarea)


class Mended(forms.Form):
    """What was done about it."""

    mended = forms.CharField(label="整改措施", max_length=1_000, widget=forms.Textarea)
