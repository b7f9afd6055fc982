"""Shapes of what is asked about cash and receipt books."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nuanban.ui.forms import offer

LARGEST_NUMBER = 2**31 - 1


class GiveBook(forms.Form):
    """A book of receipts for a helper."""

    holder = forms.ChoiceField(label="发给谁")
    first = forms.IntegerField(label="从几号", min_value=1, max_value=LARGEST_NUMBER)
    last = forms.IntegerField(label="到几号", min_value=1, max_value=LARGEST_NUMBER)

    def __init__(self, helpers: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, holder=helpers)


class VoidReceipt(forms.Form):
    """Why a receipt is void."""

    why = forms.CharField(
        label="为什么作废",
        max_length=200,
        error_messages={
            "required": "请写明为什么作废。",
            "max_length": "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个，请写短些。",
        },
    )


class HandedIn(forms.Form):
    """Whose cash of which day, as counted."""

    user = forms.UUIDField()
    day = forms.DateField()
    fen = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
