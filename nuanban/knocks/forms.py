"""Shapes of what is noted at doors and answered by departments."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from nuanban.eligibility.enums import Department
from nuanban.knocks.actions import Noted
from nuanban.knocks.enums import Result, Way
from nuanban.lib.phones import mask_phone
from nuanban.residents.queries import Contact
from nuanban.ui.forms import PhoneField, PickMany, need_not_say, offer

# A visit has a form of its own.
NOTED = tuple(r for r in Result if r != Result.WANTS_VISIT)
AGAIN = ((1, "明天"), (3, "三天后"), (7, "一周后"), (14, "两周后"))
USUAL = 3


class ResultForm(forms.Form):
    """What was found at the door or heard on the telephone."""

    result = forms.ChoiceField(
        label="怎么样",
        choices=[(r.value, r.label) for r in NOTED],
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(label="怎么联系上的", choices=Way.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="看到了什么、听到了什么",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    again = forms.ChoiceField(label="没人在家的，哪天再去", choices=AGAIN, required=False)
    department = forms.ChoiceField(
        label="资料不对、搬走、去世的，请哪个部门核对",
        choices=[d for d in Department.choices if d[0] != Department.COUNTER],
        required=False,
    )

    def noted(self, day: date) -> Noted:
        """As the action takes it."""
        said = self.cleaned_data
        return Noted(
            result=Result(said["result"]),
            way=Way(said["way"]),
            words=said["words"],
            next_try_on=day + timedelta(days=int(said["again"] or USUAL)),
            department=Department(said["department"] or Department.POLICE),
        )


class VisitForm(forms.Form):
    """What a visit needs besides what the knock knows already."""

    items = forms.MultipleChoiceField(label="办什么", required=False, widget=PickMany)
    address = forms.CharField(label="详细地址", max_length=200)
    access_notes = forms.CharField(
        label="怎么进门", required=False, max_length=200, help_text="门口有狗、几楼、按哪个铃"
    )
    contact_name = forms.CharField(label="到了找谁", max_length=60)
    contact_phone = PhoneField(label="联系电话", required=False)

    def __init__(
        self, items: Sequence[tuple[str, str]], contact: Contact, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        masked = mask_phone(contact.phone)
        need_not_say(self, "address", contact.address, "档案里有住址，不填就用它")
        need_not_say(self, "contact_phone", contact.phone, f"不填就打档案里的 {masked}")
        offer(self, items=items)


class CorrectionForm(forms.Form):
    """What the department found."""

    words = forms.CharField(
        label="怎么核对的、改了什么", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    stands = forms.ChoiceField(choices=[("corrected", "已改正"), ("stays", "没有错")])
