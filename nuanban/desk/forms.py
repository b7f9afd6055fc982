"""Shapes of what is typed about places."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms

from nuanban.offices.enums import Datum, SiteKind
from nuanban.offices.queries import OpeningHours

DAYS = "一二三四五六日"


class SiteForm(forms.Form):
    """How a place is called and found."""

    name = forms.CharField(label="名称", max_length=100)
    address = forms.CharField(label="地址", max_length=200, required=False)
    phone = forms.CharField(label="电话", max_length=30, required=False)
    way_in = forms.CharField(label="怎么走（坡道、电梯、公交）", max_length=300, required=False)


class NewSiteForm(forms.Form):
    """A hall, a township centre or a village station."""

    division = forms.RegexField(
        label="所在区划代码",
        regex=r"^(\d{6}|\d{9}|\d{12})$",
        help_text="乡镇 9 位、村 12 位，例如 430602001001",
    )
    kind = forms.ChoiceField(label="是什么", choices=SiteKind.choices)
    name = forms.CharField(label="名称", max_length=100)
    address = forms.CharField(label="地址", max_length=200, required=False)
    phone = forms.CharField(label="电话", max_length=30, required=False)


class WindowForm(forms.Form):
    """A window and what it takes."""

    code = forms.RegexField(
        label="窗口号", regex=r"^[A-Z]\d{1,3}$", help_text="大写字母加数字，例如 W3"
    )
    name = forms.CharField(label="名称", max_length=40, help_text="大屏上这样显示，例如 3 号窗口")
    area = forms.CharField(label="区域", max_length=40, help_text="例如 一楼爱心专区")
    skills = forms.CharField(
        label="受理部门代码",
        required=False,
        max_length=200,
        help_text="用空格分开；空着表示都受理",
    )
    is_zone = forms.BooleanField(label="爱心专窗", required=False)
    is_open = forms.BooleanField(label="开放叫号", required=False, initial=True)

    def change(self) -> dict[str, Any]:
        """Arguments of the action."""
        filled = self.cleaned_data
        return {**filled, "skills": filled["skills"].split()}


class HoursForm(forms.Form):
    """Opening hours of a week: two spans a day."""

    def __init__(self, *args: Any, hours: Iterable[OpeningHours] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_day: dict[int, list[OpeningHours]] = {}
        for span in hours:
            by_day.setdefault(span.weekday, []).append(span)
        for number, day in enumerate(DAYS):
            kept = by_day.get(number, [])
            self.fields[f"day{number}"] = forms.CharField(
                label=f"周{day}",
                required=False,
                initial=" ".join(f"{s.opens_at:%H:%M}-{s.closes_at:%H:%M}" for s in kept),
            )

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        for name in list(filled):
            try:
                filled[name] = [_span(text) for text in (filled[name] or "").split()]
            except ValueError:
                self.add_error(name, "请写成 08:30-12:00 这样，几段之间空一格。")
        return filled

    def spans(self) -> list[tuple[int, time, time]]:
        """(weekday, opens, closes)."""
        filled = self.cleaned_data
        return [(n, *span) for n in range(7) for span in filled.get(f"day{n}", [])]


def _span(text: str) -> tuple[time, time]:
    begins, _, ends = text.partition("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


class CalendarDayForm(forms.Form):
    """A holiday, a make-up day, or an ordinary day again."""

    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    is_working = forms.ChoiceField(
        label="这一天", choices=[("no", "放假"), ("yes", "上班"), ("", "按星期几")], required=False
    )
    name = forms.CharField(label="名称", max_length=40, required=False)

    def change(self) -> dict[str, Any]:
        """Arguments of the action."""
        filled = self.cleaned_data
        works = {"yes": True, "no": False}.get(filled["is_working"])
        return {
            "day": filled["day"],
            "is_working": works,
            "name": filled["name"] or ("上班" if works else "放假"),
            "source": "本市编辑",
        }


class OutlineFileForm(forms.Form):
    """A file of outlines and what its coordinates mean."""

    file = forms.FileField(
        label="文件", help_text="GeoJSON（UTF-8），每个区划写明 code 或 name，20 MB 以内"
    )
    datum = forms.ChoiceField(
        label="坐标系",
        choices=Datum.choices,
        initial=Datum.WGS84,
        widget=forms.RadioSelect,
        help_text="问给文件的部门。选错了，轮廓会偏几百米。百度（BD-09）的请先换算。",
    )
