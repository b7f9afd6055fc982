"""Shapes of filters and of the list of past servings."""

from django import forms

from nuanban.cases.enums import Channel
from nuanban.reports.figures import Filter
from nuanban.residents.enums import Group


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FigureFilter(forms.Form):
    """Which servings count."""

    begins_on = forms.DateField(label="从", required=False, widget=_day())
    ends_on = forms.DateField(label="到", required=False, widget=_day())
    channel = forms.ChoiceField(
        label="服务方式", choices=[("", "全部"), *Channel.choices], required=False
    )
    group = forms.ChoiceField(label="人群", choices=[("", "全部"), *Group.choices], required=False)
    item = forms.CharField(label="事项代码", max_length=16, required=False)
    site = forms.CharField(label="场所代码", max_length=16, required=False)

    def wanted(self) -> Filter:
        """The filter; parts that cannot be read are left open."""
        self.full_clean()
        return Filter(**{k: v for k, v in self.cleaned_data.items() if v})


class PastTable(forms.Form):
    """A table of past servings."""

    table = forms.FileField(label="CSV 或 XLSX 文件")
