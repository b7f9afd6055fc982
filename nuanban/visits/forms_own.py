"""What somebody is asked who wants a visit and has nobody at the other end of a line."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanban.lib.id_numbers import IdNumber, IdNumberFault, read_id_number
from nuanban.lib.names import name_fault
from nuanban.residents.enums import Need
from nuanban.ui.forms import IdNumberInput, PhoneField, offer

SELF, FAMILY = "self", "family"
# What helps at home, in the words of who needs it.
NEEDS = (
    (Need.BEDSIDE, _("躺在床上，起不来")),
    (Need.WHEELCHAIR, _("坐轮椅")),
    (Need.SIGN_LANGUAGE, _("用手语")),
    (Need.DIALECT, _("只会说本地话")),
    (Need.LARGE_PRINT, _("字要大")),
    (Need.BRAILLE, _("用盲文")),
)


def _said(sentence: Any) -> dict[str, Any]:
    return {"required": sentence, "invalid_choice": sentence}


class OwnWish(forms.Form):
    """Who, where, what for; nothing else has to be said."""

    # Our own sentences say what is missing, in the language of the page.
    use_required_attribute = False

    whom = forms.ChoiceField(
        label=_("给谁约"),
        choices=[(SELF, _("我自己")), (FAMILY, _("家里人"))],
        initial=SELF,
        widget=forms.RadioSelect,
        error_messages=_said(_("请选是给自己约，还是给家里人约。")),
    )
    own_name = forms.CharField(
        label=_("您的姓名"),
        max_length=60,
        help_text=_("给家里人约的才填：到了先找您。"),
        error_messages=_said(_("请写您自己的姓名，我们到了先找您。")),
    )
    name = forms.CharField(
        label=_("需要上门的人，姓名"),
        max_length=60,
        error_messages=_said(_("请写需要上门的人的姓名，和身份证上一样。")),
    )
    id_number = forms.CharField(
        label=_("这个人的身份证号"),
        max_length=40,
        widget=IdNumberInput(),
        help_text=_("只用来找到这个人的资料，不给别人看。"),
        error_messages=_said(_("请写身份证号。不方便写的，打电话也能约。")),
    )
    phone = PhoneField(
        label=_("联系电话"),
        help_text=_("手机、座机、家里人的都行，我们打这个电话。"),
        error_messages=_said(_("请留一个电话，不然我们找不到您。")),
    )
    division = forms.ChoiceField(
        label=_("住在哪个乡镇、街道"),
        # Names of places stay as they are on the English page; a voice has to know.
        widget=forms.Select(attrs={"lang": "zh-Hans"}),
        error_messages=_said(_("请选乡镇或街道。不知道的，选县区就行。")),
    )
    address = forms.CharField(
        label=_("详细地址"),
        max_length=200,
        help_text=_("哪个村、几组，或者哪个小区、几栋几号"),
        error_messages=_said(_("请写详细地址，我们好找到门。")),
    )
    item = forms.ChoiceField(
        label=_("想办什么事"),
        error_messages=_said(_("请选一件事，或在下面用自己的话写一句。")),
    )
    words = forms.CharField(
        label=_("上面没有的，用自己的话说"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needs = forms.MultipleChoiceField(
        label=_("我们要准备什么"),
        required=False,
        choices=[(need.value, label) for need, label in NEEDS],
        widget=forms.CheckboxSelectMultiple,
    )
    access_notes = forms.CharField(
        label=_("怎么进门"),
        required=False,
        max_length=200,
        help_text=_("几楼、有没有电梯、门口有没有狗"),
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        first = ("", _("请选一件"))
        offer(self, item=[first, *items], division=[("", _("请选一个")), *places])
        if self.is_bound:
            self.fields["own_name"].required = self.data.get("whom") == FAMILY
            self.fields["item"].required = not self.data.get("words", "").strip()

    def clean_name(self) -> str:
        """A name that can be written down."""
        return _name(self.cleaned_data["name"])

    def clean_own_name(self) -> str:
        """Of who asks for somebody else; else empty."""
        typed = str(self.cleaned_data["own_name"])
        return _name(typed) if self.cleaned_data.get("whom") == FAMILY else ""

    def clean_id_number(self) -> IdNumber:
        """As on the card; what does not fit its last sign was copied wrongly."""
        try:
            number = read_id_number(self.cleaned_data["id_number"], today=self.today)
        except IdNumberFault:
            said = _("身份证号没有看懂：应为 18 位，最后一位可以是 X。请对照证件再写一次。")
            raise forms.ValidationError(said) from None
        if number.warning:
            said = _("身份证号可能抄错了一位，请对照证件再看。证件上就是这样的，请打电话给我们。")
            raise forms.ValidationError(said)
        return number


def _name(typed: str) -> str:
    if name_fault(typed):
        raise forms.ValidationError(_("姓名里有看不见的字符，请重新写一次。"))
    return typed
