"""Shapes of what is typed about items and guides."""

from typing import Any

from django import forms

from nuanban.catalogue.actions import GuideTexts
from nuanban.catalogue.enums import Channel, Group
from nuanban.catalogue.models import ItemVersion
from nuanban.ui.forms import DayField

LONGEST_LINE = 300


class Find(forms.Form):
    """What someone looks for in the list. Anything unknown in the address is ignored."""

    q = forms.CharField(required=False, max_length=40)
    group = forms.ChoiceField(required=False, choices=Group.choices)
    channel = forms.ChoiceField(required=False, choices=Channel.choices)
    department = forms.SlugField(required=False, max_length=4)

    def wanted(self) -> dict[str, str]:
        """The valid parts."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")) for name in self.fields}


class Lines(forms.CharField):
    """Several sentences, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.Textarea(attrs={"rows": 5})
        super().__init__(widget=box, required=False, max_length=4_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(f"每一句最多 {LONGEST_LINE} 个字，请分成几句。")
        return lines


class DeskForm(forms.Form):
    """Several forms stand on one page: each has its own prefix for the ids of its boxes."""

    id_prefix = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.id_prefix}_%s", **kwargs})


def _words(label: str, hint: str = "", *, rows: int = 2, required: bool = True) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=hint, widget=box, max_length=1_000, required=required
    )


class GuideForm(DeskForm):
    """The texts of a guide."""

    id_prefix = "texts"

    answer = _words("一句话回答", "老人打开这一页，第一眼要看到的话：要不要申请、要跑几趟、多久。")
    about = _words("这是什么事", "像跟邻居解释一样，一两句。")
    who = _words("谁可以办")
    cost = _words("要不要钱", "没有依据的数字不写，写“以当地为准”。")
    visits = forms.IntegerField(
        label="最多要跑几趟", min_value=0, max_value=3, help_text="能上门、能电话办的写 0。"
    )
    steps = Lines(label="怎么办", help_text="一行一步，三步以内最好。")
    tips = Lines(label="提醒", help_text="一行一条。")
    legal_days = forms.IntegerField(label="规定最多多少个工作日", min_value=0, max_value=365)
    promised_days = forms.IntegerField(
        label="我们承诺多少个工作日", min_value=0, max_value=365, help_text="当场办好的写 0。"
    )
    result = _words("办好了拿到什么", rows=1)
    source = _words("依据和来源", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        promised, legal = filled.get("promised_days"), filled.get("legal_days")
        if promised is not None and legal is not None and promised > legal:
            self.add_error("promised_days", "承诺的天数不能比规定的天数长。")
        return filled

    def texts(self) -> GuideTexts:
        """The texts as checked."""
        names = GuideTexts.__dataclass_fields__
        return GuideTexts(**{name: self.cleaned_data[name] for name in names})

    @classmethod
    def of(cls, version: ItemVersion) -> "GuideForm":
        """The form filled from a draft."""
        names = (*GuideTexts.__dataclass_fields__, "revision")
        return cls(initial={name: getattr(version, name) for name in names})


class SituationForm(DeskForm):
    """Questions and papers, as TOML."""

    id_prefix = "papers"

    text = forms.CharField(
        label="提问和材料",
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(DeskForm):
    """From which day a guide counts."""

    id_prefix = "publish"

    publish_on = DayField(label="从哪天开始用")
    revision = forms.IntegerField(widget=forms.HiddenInput)
