"""One's own account: password, authenticator, code card."""

from typing import TYPE_CHECKING

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp import devices_for_user
from django_otp.plugins.otp_totp.models import TOTPDevice

from nuanban.accounts import actions
from nuanban.accounts.forms import Code, NewPassword
from nuanban.accounts.perms import CityRequest, may_use_desk, requires
from nuanban.lib.errors import Refusal

if TYPE_CHECKING:
    from nuanban.accounts.models import User


def _qr(device: TOTPDevice) -> str:
    drawn = segno.make(device.config_url, error="m").svg_inline(scale=5, border=2)
    return mark_safe(drawn)


def _page(request: CityRequest, status: int = 200, **extra: object) -> HttpResponseBase:
    user = request.user
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    context = {
        "password_form": NewPassword(),
        "code_form": Code(),
        "totp": TOTPDevice.objects.filter(user=user, confirmed=True).first(),
        "has_second": any(devices_for_user(user)),
        "waiting": waiting,
        "qr": _qr(waiting) if waiting else "",
        **extra,
    }
    return render(request, "accounts/me.html", context, status=status)


@never_cache
@requires(may_use_desk)
def me(request: CityRequest) -> HttpResponseBase:
    """Password, second factor, code card."""
    if request.method == "POST":
        actions.begin_totp(request.user, by=request.actor, at=timezone.now())
        return redirect("accounts:me")
    return _page(request)


@require_POST
@requires(may_use_desk)
def confirm_totp(request: CityRequest) -> HttpResponseBase:
    """The first code of a new authenticator."""
    form = Code(request.POST)
    device = TOTPDevice.objects.filter(user=request.user, confirmed=False).first()
    if form.is_valid() and device is not None:
        code = form.cleaned_data["code"]
        if actions.confirm_totp(device, code=code, by=request.actor, at=timezone.now()):
            messages.success(request, "验证器已经启用。")
            return redirect("accounts:me")
    form.add_error("code", "验证码不对。请看验证器上现在显示的 6 位数字。")
    return _page(request, 422, code_form=form)


@require_POST
@requires(may_use_desk)
def change_password(request: CityRequest) -> HttpResponseBase:
    """A new password; other sessions of the account end."""
    form = NewPassword(request.POST)
    user: User = request.user
    if form.is_valid() and not user.check_password(form.cleaned_data["old"]):
        form.add_error("old", "现在的密码不对。")
    if form.is_valid():
        try:
            new = form.cleaned_data["new"]
            actions.change_password(user, password=new, by=request.actor, at=timezone.now())
            update_session_auth_hash(request, user)
            messages.success(request, "密码已经改好。")
            return redirect("accounts:me")
        except Refusal as refusal:
            form.add_error("new", str(refusal))
    return _page(request, 422, password_form=form)


@never_cache
@require_POST
@requires(may_use_desk)
def code_card(request: CityRequest) -> HttpResponseBase:
    """A printed card of one-time codes, for staff without a phone. Shown this once."""
    codes = actions.print_code_card(request.user, by=request.actor, at=timezone.now())
    return render(request, "accounts/code_card.html", {"codes": codes})
