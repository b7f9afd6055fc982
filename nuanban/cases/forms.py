"""Shapes of what is typed on a case."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms

from nuanban.cases.enums import HandedBy, Shown
from nuanban.cases.form import FIELDS, Value
from nuanban.catalogue.queries import Item


class CaseForm(forms.Form):
    """The form of a case, filled from what is known; every value may be changed."""

    def __init__(self, *args: Any, values: Mapping[str, Value], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in FIELDS:
            if field.is_fixed:
                continue
            widget = forms.Textarea(attrs={"rows": 3}) if field.is_long else forms.TextInput()
            self.fields[field.name] = forms.CharField(
                label=field.label,
                required=False,
                max_length=2_000,
                widget=widget,
                initial=values.get(field.name, Value("", "")).text,
            )


class NoteMaterial(forms.Form):
    """How one paper was shown."""

    code = forms.CharField(max_length=60)
    shown = forms.ChoiceField(choices=[c for c in Shown.choices if c[0] != Shown.PHOTO])


class StationForm(forms.Form):
    """One of the items that are delegated; what is not is refused by the action, in words."""

    item = forms.CharField(label="办什么", max_length=40, widget=forms.Select)

    def __init__(self, items: Sequence[Item], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_department = groupby(items, lambda item: item.department.name)
        widget = self.fields["item"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = [("", "选一项"), *((n, _pairs(found)) for n, found in by_department)]


def _pairs(items: Iterable[Item]) -> list[tuple[str, str]]:
    return [(item.code, item.plain_name) for item in items]


class ManyFiles(forms.ClearableFileInput):
    """Several photos at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        files = value if isinstance(value, list | tuple) else [value]
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class UploadMaterial(forms.Form):
    """Photos or a scan of one paper; several photos become one PDF."""

    code = forms.CharField(max_length=60)
    photos = ManyFilesField(
        label="拍照或选文件",
        widget=ManyFiles(attrs={"accept": "image/*,application/pdf", "capture": "environment"}),
    )


class Words(forms.Form):
    """A reason in words."""

    words = forms.CharField(label="说明", max_length=1_000, required=False)


class Decide(forms.Form):
    """A decision with its reason, and the remedy when it is against."""

    outcome = forms.ChoiceField(choices=[("grant", "同意"), ("refuse", "不同意")])
    reason = forms.CharField(label="理由", max_length=1_000, required=False)
    remedy = forms.CharField(label="不服怎么办", max_length=1_000, required=False)


class Deliver(forms.Form):
    """Who received the result, and how."""

    handed_by = forms.ChoiceField(label="怎样送达", choices=HandedBy.choices)
    received_by = forms.CharField(label="签收人", max_length=100)
