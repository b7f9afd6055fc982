"""Shapes of what is typed about the team."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from nuanban.accounts.queries import User
from nuanban.team.enums import AbsenceKind, KitKind, MemberKind, Skill
from nuanban.ui.forms import PhoneField, offer

_DAY = {"type": "date"}
_TIME = {"type": "time"}
WEEKDAYS = tuple(enumerate(("周一", "周二", "周三", "周四", "周五", "周六", "周日")))


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), **more
    )


def _time(label: str, **more: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs=_TIME, format="%H:%M"), **more)


class MemberForm(forms.Form):
    """Somebody of the team."""

    name = forms.CharField(label="姓名", max_length=60)
    kind = forms.ChoiceField(label="身份", choices=MemberKind.choices)
    phone = PhoneField(label="电话", required=False, help_text="已有的不动就留空")
    division = forms.ChoiceField(label="服务哪里", required=False)

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, division=[("", "全市"), *places])


class NewMember(MemberForm):
    """Somebody who joins, with an account or without."""

    account = forms.ChoiceField(label="账号", required=False, help_text="医生、志愿者可以没有账号")
    joined_on = _day("从哪天起")

    def __init__(
        self, places: Sequence[tuple[str, str]], users: Sequence[User], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(places, *args, **kwargs)
        named = ((str(user.pk), f"{user.name}（{user.role_names}）") for user in users)
        offer(self, account=[("", "没有账号"), *named])
        self.order_fields(["account", "name", "kind", "phone", "division", "joined_on"])


class PhotoForm(forms.Form):
    """The face that residents see on the day of a visit."""

    photo = forms.FileField(label="正面照片", widget=forms.FileInput(attrs={"accept": "image/*"}))


class SkillForm(forms.Form):
    """A skill with its proof."""

    skill = forms.ChoiceField(label="技能", choices=Skill.choices)
    since = _day("从哪天起")
    expires_on = _day("到期", required=False, help_text="长期有效就留空")
    evidence = forms.CharField(
        label="凭什么", max_length=120, help_text="例如：评残医师证、培训合格"
    )


class ShiftsForm(forms.Form):
    """Several days of work at once."""

    from_day = _day("从")
    to_day = _day("到")
    weekdays = forms.TypedMultipleChoiceField(
        label="星期几", choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts_at = _time("上班")
    ends_at = _time("下班")
    break_minutes = forms.IntegerField(label="午休分钟", min_value=0, max_value=180)
    break_from = _time("午休最早", required=False)
    break_to = _time("午休最晚", required=False)

    def clean(self) -> dict[str, Any]:
        """A break needs its hours."""
        found = super().clean() or {}
        if found.get("break_minutes") and not (found.get("break_from") and found.get("break_to")):
            self.add_error("break_from", "有午休就写明最早和最晚。")
        return found

    def lunch(self) -> tuple[Any, Any, int] | None:
        """As the action takes it."""
        said = self.cleaned_data
        if not said["break_minutes"]:
            return None
        return said["break_from"], said["break_to"], int(said["break_minutes"])


class AbsenceForm(forms.Form):
    """Days away."""

    kind = forms.ChoiceField(label="原因", choices=AbsenceKind.choices)
    from_day = _day("从")
    to_day = _day("到")
    words = forms.CharField(label="说明", max_length=120, required=False)


class LeaveForm(forms.Form):
    """The last day."""

    on = _day("最后一天")


class VehicleForm(forms.Form):
    """A car."""

    plate = forms.CharField(label="车牌", max_length=12)
    name = forms.CharField(label="名称", max_length=40)
    seats = forms.IntegerField(label="座位", min_value=1, max_value=60)
    wheelchair_places = forms.IntegerField(label="轮椅位", min_value=0, max_value=10)
    is_in_use = forms.BooleanField(label="在用", required=False, initial=True)


class KitForm(forms.Form):
    """A device."""

    code = forms.CharField(label="编号", max_length=20)
    kind = forms.ChoiceField(label="种类", choices=KitKind.choices)
    is_in_use = forms.BooleanField(label="在用", required=False, initial=True)


def first_of(day: date) -> dict[str, Any]:
    """What a plan of shifts usually is."""
    return {
        "from_day": day,
        "weekdays": [0, 1, 2, 3, 4],
        "starts_at": "08:30",
        "ends_at": "17:30",
        "break_minutes": 45,
        "break_from": "11:30",
        "break_to": "13:30",
    }
