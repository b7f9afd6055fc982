"""Form rendering and the few boxes Django does not bring."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from nuanban.lib.phones import PhoneFault, read_phone


class FaceRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` come out in our own voice."""

    form_template_name = "ui/parts/form.html"
    field_template_name = "ui/parts/field.html"


class DayWidget(forms.MultiWidget):
    """A day in three boxes, 年 月 日: faster and clearer than a calendar for a birth date."""

    template_name = "ui/parts/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(attrs={"inputmode": "numeric", "maxlength": size})
            for name, size in (("year", 4), ("month", 2), ("day", 2))
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.year, value.month, value.day] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A `date` from three boxes; says which part is wrong."""

    widget = DayWidget
    default_error_messages = {
        "no_such_day": _("没有这一天，请看看年、月、日是不是写对了。"),
        "incomplete": _("年、月、日都要写。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        numbers = [
            forms.IntegerField(min_value=low, max_value=high)
            for low, high in ((1880, 2100), (1, 12), (1, 31))
        ]
        super().__init__(fields=numbers, require_all_fields=True, **kwargs)

    def compress(self, data_list: list[int] | None) -> date | None:
        if not data_list:
            return None
        try:
            return date(*data_list)
        except ValueError as wrong:
            raise ValidationError(self.error_messages["no_such_day"], "no_such_day") from wrong


class PhoneField(forms.CharField):
    """A number that can be dialled; cleans to digits."""

    default_error_messages = {
        "undialled": _("电话号码不对：手机应为 11 位，座机请带区号，如 0730-8880000。"),
    }

    def __init__(self, *, max_length: int = 30, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: object) -> str:
        """Digits, or what stands for nothing."""
        typed = str(super().to_python(value) or "")
        if not typed or typed == self.empty_value:
            return typed
        try:
            return read_phone(typed)
        except PhoneFault:
            raise ValidationError(self.error_messages["undialled"], "undialled") from None


class IdNumberInput(forms.TextInput):
    """An ID number: spaced digits, nothing remembered by the browser, no spelling help."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
                "maxlength": 24,
                "class": "id-number",
                **(attrs or {}),
            }
        )


class PickMany(forms.CheckboxSelectMultiple):
    """Some of many: tick boxes in a frame that scrolls, narrowed by typing, ticked ones first."""

    is_long = True

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        """As Django asks for them: (group, options, index)."""
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda it: not any(option["selected"] for option in it[1]))


def offer(form: forms.Form, **choices: Iterable[tuple[Any, Any]]) -> None:
    """Gives boxes of a form their choices, which only the page knows."""
    for name, offered in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(offered)


def need_not_say(form: forms.Form, name: str, on_file: str, told: str) -> None:
    """What is on file may be left empty: then it is taken. It is never shown."""
    field = form.fields[name]
    assert isinstance(field, forms.CharField)
    if on_file:
        field.required, field.empty_value, field.help_text = False, on_file, told
