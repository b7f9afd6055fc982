"""Shapes of what is asked about village days."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nuanban.ui.forms import DayField, PickMany, offer
from nuanban.visits.enums import Outcome

Choices = Sequence[tuple[str, str]]


class NewDay(forms.Form):
    """When, where, for how many, what for."""

    day = DayField(label="哪一天")
    begins = forms.TimeField(
        label="从几点", initial="09:00", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    ends = forms.TimeField(
        label="到几点", initial="16:00", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    division = forms.ChoiceField(label="乡镇或村")
    place = forms.CharField(label="在哪里", max_length=60, help_text="如：村部一楼会议室，有坡道")
    purpose = forms.CharField(label="办什么", max_length=60, help_text="如：残疾评定、换证")
    items = forms.MultipleChoiceField(label="事项", required=False, widget=PickMany)
    bring = forms.CharField(
        label="请大家带上", max_length=120, required=False, help_text="如：身份证、病历、两张照片"
    )
    capacity = forms.IntegerField(label="名额", min_value=1, max_value=500, initial=30)

    def __init__(self, places: Choices, items: Choices, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, division=places, items=items)


class ChosenCrew(forms.Form):
    """Who goes."""

    crew = forms.ChoiceField(label="哪一组去", required=False)

    def __init__(self, crews: Choices, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, crew=[("", "以后再定"), *crews])


class NewSeat(forms.Form):
    """Somebody who wants to come."""

    village_day = forms.UUIDField(widget=forms.HiddenInput)
    is_fetched = forms.BooleanField(label="走不动，要接送", required=False)
    note = forms.CharField(label="备注", max_length=100, required=False)


class Ending(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices)
    words = forms.CharField(label="说明", max_length=1_000, required=False)


class Why(forms.Form):
    """Why a day is called off; people on the list read it."""

    words = forms.CharField(label="为什么取消（名单上的人会看到）", max_length=100)
