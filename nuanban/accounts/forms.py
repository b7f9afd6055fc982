"""Shapes of what people type about accounts."""

from django import forms

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.offices import queries as offices


def _sites() -> list[tuple[str, str]]:
    return [(site.code, f"{site.name}　{site.code}") for site in offices.sites()]


class SignIn(forms.Form):
    """First factor."""

    username = forms.CharField(
        label="登录名",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class Code(forms.Form):
    """Second factor: six digits of an authenticator, or eight characters of the code card."""

    code = forms.CharField(
        label="验证码",
        max_length=16,
        help_text="手机验证器上的 6 位数字，或代码卡上还没用过的一组。",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


class FirstCode(forms.Form):
    """The first code of a new authenticator. Its box waits: the drawing is looked at first."""

    code = forms.CharField(
        label="验证器上现在显示的 6 位数字",
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class Unlock(forms.Form):
    """Password again, on a locked screen."""

    password = forms.CharField(
        label="密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class NewPassword(forms.Form):
    """A new password, typed once and shown on demand: no memory test, no repetition."""

    old = forms.CharField(
        label="现在的密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        help_text="至少 10 个字符，不要只用数字，可以用一句自己记得住的话。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewAccount(forms.Form):
    """An account for a colleague."""

    username = forms.CharField(label="登录名", max_length=64)
    name = forms.CharField(label="姓名", max_length=100)
    roles = forms.MultipleChoiceField(
        label="岗位", choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    site = forms.ChoiceField(
        label="在哪里上班",
        choices=lambda: [("", "不属于哪个场所"), *_sites()],
        required=False,
    )
    department = forms.CharField(
        label="部门", max_length=60, required=False, help_text="部门审批人员要写，例如：人社"
    )


class ChangeAccount(forms.Form):
    """Other roles, or out of use."""

    roles = forms.MultipleChoiceField(
        label="岗位", choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(label="可以登录", required=False)


class NewDevice(forms.Form):
    """A machine of a place."""

    kind = forms.ChoiceField(label="是什么", choices=DeviceKind.choices)
    site = forms.ChoiceField(label="放在哪里", choices=_sites)
    name = forms.CharField(label="名称", max_length=60, help_text="例如：一楼取号机 1")


class Pair(forms.Form):
    """The token that a machine was given."""

    token = forms.CharField(label="设备令牌", max_length=100)
