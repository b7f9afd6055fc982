"""Shapes of what is typed about a person."""

from datetime import date

from django import forms
from django.utils import timezone

from nuanban.lib.days import city_day
from nuanban.lib.id_numbers import IdNumber, IdNumberFault, read_id_number
from nuanban.lib.names import name_fault
from nuanban.residents.enums import (
    DisabilityCategory,
    IdentityKind,
    Need,
    Relation,
    Source,
    StatusKind,
    TellBy,
)
from nuanban.ui.forms import PhoneField


def _today() -> date:
    return city_day(timezone.now())


class NameField(forms.CharField):
    """A name of any script."""

    def validate(self, value: str) -> None:
        super().validate(value)
        fault = name_fault(value) if value else ""
        if fault:
            raise forms.ValidationError(fault)


class IdNumberField(forms.CharField):
    """18 or 15 characters, full-width or not; cleans to an IdNumber or None."""

    def clean(self, value: object) -> IdNumber | None:
        typed = str(super().clean(value) or "")
        try:
            return read_id_number(typed, today=_today()) if typed else None
        except IdNumberFault as fault:
            raise forms.ValidationError(str(fault)) from None


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RegisterPerson(forms.Form):
    """A new person: a name and a number or birth date are enough."""

    name = NameField(label="姓名", max_length=100)
    id_number = IdNumberField(label="身份证号", required=False, max_length=40)
    birth_on = forms.DateField(label="出生日期", required=False, widget=_day_input())
    phone = PhoneField(label="电话", required=False)
    accept_warning = forms.BooleanField(
        label="校验码不符，但已核对证件原件", required=False, widget=forms.HiddenInput()
    )

    def clean(self) -> dict[str, object]:
        filled = super().clean() or {}
        number = filled.get("id_number")
        if isinstance(number, IdNumber) and number.warning and not filled.get("accept_warning"):
            self.fields["accept_warning"].widget = forms.CheckboxInput()
            self.add_error("id_number", f"{number.warning}如果证件上就是这样，请勾选下面再保存。")
        return filled


class AddStatus(forms.Form):
    """A dated fact with where it comes from."""

    kind = forms.ChoiceField(label="身份", choices=StatusKind.choices)
    category = forms.ChoiceField(
        label="残疾类别", choices=[("", "—"), *DisabilityCategory.choices], required=False
    )
    level = forms.TypedChoiceField(
        label="残疾等级",
        choices=[("", "—"), *((n, f"{n} 级") for n in range(1, 5))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    valid_from = forms.DateField(label="从哪天起", widget=_day_input())
    valid_to = forms.DateField(label="到哪天止", required=False, widget=_day_input())
    source = forms.ChoiceField(label="来自", choices=Source.choices)
    evidence = forms.CharField(label="依据", max_length=200, required=False)


class SetNeeds(forms.Form):
    """What helps this person."""

    needs = forms.MultipleChoiceField(
        label="需要", choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    dialect = forms.CharField(label="说哪里话", max_length=30, required=False)


class SetPreferences(forms.Form):
    """How the person wants to be told."""

    tell_by = forms.ChoiceField(label="怎样通知", choices=TellBy.choices)
    tell_relative_too = forms.BooleanField(label="也告诉家属", required=False)
    care = forms.ChoiceField(
        label="屏幕和文书的字",
        required=False,
        choices=[("", "平常大小"), ("1", "大字"), ("2", "更大"), ("3", "最大")],
    )


class AddRelative(forms.Form):
    """A relative by name and phone."""

    relation = forms.ChoiceField(label="关系", choices=Relation.choices)
    name = NameField(label="姓名", max_length=100)
    phone = PhoneField(label="电话", required=False)


class AddIdentity(forms.Form):
    """Another paper of the person."""

    kind = forms.ChoiceField(label="证件", choices=IdentityKind.choices)
    number = forms.CharField(label="号码", max_length=40, strip=True)
    source = forms.ChoiceField(label="来自", choices=Source.choices, initial=Source.PAPER_SEEN)


class Contact(forms.Form):
    """Phone and address."""

    phone = PhoneField(label="电话", required=False)
    address = forms.CharField(label="住址", max_length=200, required=False)


REVEALED = [("id_card", "身份证号"), ("phone", "电话"), ("address", "住址")]


class Reveal(forms.Form):
    """Why a whole number is needed."""

    what = forms.ChoiceField(label="查看", choices=REVEALED)
    reason = forms.CharField(label="原因", max_length=200)


class MergeWith(forms.Form):
    """Why two records are one person."""

    other = forms.UUIDField(widget=forms.HiddenInput())
    reason = forms.CharField(label="为什么是同一个人", max_length=200)


class SinceDay(forms.Form):
    """From which day a household changes."""

    since = forms.DateField(label="从哪天起", widget=_day_input())


class JoinHousehold(forms.Form):
    """Whose household, and what the person is to its head."""

    id_number = IdNumberField(label="这一户里任何一个人的身份证号", max_length=40)
    relation = forms.ChoiceField(label="本人是户主的", choices=Relation.choices)
    since = forms.DateField(label="从哪天起", widget=_day_input())
