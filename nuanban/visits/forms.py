"""Shapes of what is asked and noted about visits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanban.lib.days import CITY_TZ
from nuanban.lib.phones import mask_phone
from nuanban.residents.enums import Need
from nuanban.residents.queries import Contact
from nuanban.team.enums import KitKind, Skill
from nuanban.ui.forms import DayField, PhoneField, PickMany, need_not_say, offer
from nuanban.visits.enums import AskedVia, Outcome, Ride, VisitKind
from nuanban.visits.moving import read_goal

ASKED_KINDS = tuple(k for k in VisitKind if k not in (VisitKind.KNOCK, VisitKind.VILLAGE_DAY))
# Nobody says these: they follow from something else.
UNSAID = (AskedVia.KNOCK, AskedVia.RESULT)
MINUTES = ((0, "按事项估算"), (30, "半小时"), (60, "一小时"), (90, "一个半小时"), (120, "两小时"))


class NewVisitForm(forms.Form):
    """A wish, as somebody tells it."""

    kind = forms.ChoiceField(label="哪一种", choices=[(k.value, k.label) for k in ASKED_KINDS])
    via = forms.ChoiceField(
        label="怎么约的", choices=[(via.value, via.label) for via in AskedVia if via not in UNSAID]
    )
    items = forms.MultipleChoiceField(label="办什么事", required=False, widget=PickMany)
    why = forms.CharField(
        label="为什么去", required=False, max_length=200, help_text="没有合适的事项时写在这里"
    )
    division = forms.ChoiceField(label="乡镇或村")
    address = forms.CharField(label="详细地址", max_length=200)
    access_notes = forms.CharField(
        label="怎么进门", required=False, max_length=200, help_text="门口有狗、几楼、按哪个铃"
    )
    latitude = forms.FloatField(
        label="纬度",
        required=False,
        help_text="不填就用村（社区）的位置",
        min_value=-90,
        max_value=90,
    )
    longitude = forms.FloatField(label="经度", required=False, min_value=-180, max_value=180)
    contact_name = forms.CharField(label="到了找谁", max_length=60)
    contact_phone = PhoneField(label="联系电话", required=False)
    needs = forms.MultipleChoiceField(
        label="需要的帮助",
        required=False,
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.MultipleChoiceField(
        label="要会什么的人去",
        required=False,
        choices=Skill.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    devices = forms.MultipleChoiceField(
        label="要带什么去",
        required=False,
        choices=KitKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    ride = forms.ChoiceField(
        label="要不要接送", required=False, choices=Ride.choices, help_text="接到大厅办，再送回家"
    )
    people = forms.TypedChoiceField(
        label="几个人去",
        choices=[(0, "按事项估算"), (1, "一个人"), (2, "两个人")],
        coerce=int,
    )
    minutes = forms.TypedChoiceField(label="要多久", choices=MINUTES, coerce=int)
    hospital = forms.CharField(label="医院（床边办）", required=False, max_length=80)
    ward = forms.CharField(label="病区、床号", required=False, max_length=80)
    deadline = forms.DateTimeField(
        label="最晚什么时候到（紧急）",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(
        self,
        items: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        contact: Contact,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        masked = mask_phone(contact.phone)
        need_not_say(self, "address", contact.address, "档案里有住址，不填就用它")
        need_not_say(self, "contact_phone", contact.phone, f"不填就打档案里的 {masked}")
        offer(self, items=items, division=places)

    def clean(self) -> dict[str, Any]:
        """Who lies in hospital is not at home."""
        said = super().clean() or {}
        if said.get("hospital") and not str(self.data.get("address", "")).strip():
            self.add_error("address", "床边办请写医院的地址，并选医院所在的乡镇或社区。")
        return said

    def clean_deadline(self) -> datetime | None:
        """In the city's time."""
        said = self.cleaned_data["deadline"]
        return said.replace(tzinfo=CITY_TZ) if isinstance(said, datetime) else None


class ChosenSlot(forms.Form):
    """One of the windows that were offered."""

    slot = forms.CharField(max_length=200)


class ChosenCrew(forms.Form):
    """The crew that was shown."""

    crew = forms.IntegerField(min_value=1)


class Why(forms.Form):
    """Why a visit is called off."""

    words = forms.CharField(label="为什么取消", max_length=200)


class Ending(forms.Form):
    """What came of a visit."""

    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices)
    words = forms.CharField(
        label="看到了什么、下一步怎么办",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Nobody(forms.Form):
    """What was left at the door."""

    words = forms.CharField(
        label="留了什么话", max_length=200, initial="敲门无人，已留卡片和电话。"
    )


class NewCrew(forms.Form):
    """Who goes out together."""

    name = forms.CharField(label="组名", max_length=20)
    members = forms.MultipleChoiceField(label="谁去", widget=forms.CheckboxSelectMultiple)
    vehicle = forms.ChoiceField(label="用车", required=False, help_text="要有一位会驾驶的人一起去")
    kits = forms.MultipleChoiceField(
        label="带什么设备", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        people: Sequence[tuple[str, str]],
        cars: Sequence[tuple[str, str]],
        kits: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, members=people, vehicle=[("", "不用车"), *cars], kits=kits)
        if not kits:
            self.fields["kits"].help_text = "设备这一天都带出去了，或者还没有登记。"


class Placing(forms.Form):
    """Which visit goes where; `stand` is the number of the plan that was looked at."""

    visit = forms.UUIDField()
    place = forms.CharField(max_length=80)
    stand = forms.IntegerField(required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        """Reads the place."""
        said = super().clean() or {}
        goal = read_goal(said.get("place", ""))
        if goal is None:
            raise forms.ValidationError("请选放到哪里。")
        return {**said, "goal": goal}


class FindOwn(forms.Form):
    """What somebody was told: a code, and what only they know."""

    code = forms.CharField(
        label=_("查询码"), max_length=16, help_text=_("短信里或纸条上的八位字母和数字")
    )
    proof = forms.CharField(
        label=_("约的时候留的电话，或出生日期"),
        max_length=20,
        help_text=_("出生日期写八位数字，如 19530601"),
        error_messages={"required": _("请填电话，或八位数字的出生日期。")},
    )


class WaitFor(forms.Form):
    """Until when, and in which half of the day."""

    until = DayField(label=_("最晚哪天"))
    part = forms.ChoiceField(
        label=_("什么时候方便"),
        choices=[("any", _("都可以")), ("morning", _("上午")), ("afternoon", _("下午"))],
        initial="any",
        widget=forms.RadioSelect,
    )
