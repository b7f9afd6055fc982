"""Shapes of what is typed in the hall."""

from django import forms

from nuanban.residents.enums import Need
from nuanban.zone.enums import HelpKind, Post


class CheckIn(forms.Form):
    """A card, a typed number, or nothing at all."""

    id_number = forms.CharField(label="身份证号", max_length=64, required=False)
    name = forms.CharField(label="姓名", max_length=100, required=False)
    item = forms.CharField(max_length=16, required=False)
    via = forms.ChoiceField(
        choices=[("card", "刷证"), ("typed", "输入"), ("staff", "工作人员")], required=False
    )
    needs = forms.MultipleChoiceField(
        label="需要什么帮助",
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class GuideCheckIn(CheckIn):
    """A guide takes the ticket for somebody, and may see a reason no file holds."""

    resident = forms.UUIDField(required=False, widget=forms.HiddenInput())
    words = forms.CharField(label="为什么优先（档案里没有时填写）", max_length=60, required=False)


class AskHelp(forms.Form):
    """What the person in the hall wants."""

    kind = forms.ChoiceField(choices=HelpKind.choices)
    ticket = forms.UUIDField(required=False)


class Forward(forms.Form):
    """To a window or an item, with a note for the colleague."""

    window = forms.CharField(label="转到窗口", max_length=8, required=False)
    item = forms.CharField(label="转到事项", max_length=16, required=False)
    note = forms.CharField(label="交接说明", max_length=200, required=False)


class HandOver(forms.Form):
    """To whom a person is handed over."""

    to = forms.UUIDField()
    post = forms.ChoiceField(choices=Post.choices)


class Entry(forms.Form):
    """Registration at the entrance."""

    name = forms.CharField(label="姓名", max_length=100)
    id_number = forms.CharField(label="身份证号", max_length=64, required=False)


class Direct(forms.Form):
    """免叫号: somebody was served without ticket and queue."""

    id_number = forms.CharField(label="身份证号", max_length=64, required=False)
    item = forms.CharField(label="办了什么", max_length=16)
