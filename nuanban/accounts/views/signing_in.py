"""Signing in with two factors, locking and unlocking the screen."""

from base64 import b32encode
from typing import Any

import django_otp
import segno
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from nuanban.accounts import actions, queries
from nuanban.accounts.forms import Code, FirstCode, SignIn, Unlock
from nuanban.accounts.middleware import LOCKED, SEEN, address_of
from nuanban.accounts.models import User
from nuanban.accounts.perms import CityRequest
from nuanban.journal.actions import record
from nuanban.offices import queries as offices


def _next_of(request: HttpRequest, default: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe and wanted.startswith("/") else default


@never_cache
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """First factor."""
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            login(request, user)
            request.session[SEEN] = 0
            by = queries.actor_of(user, address_of(request))
            record("accounts.signed_in", by=by, at=timezone.now(), object_id=user.pk)
            return redirect(_next_of(request, reverse("desk:home")))
        form.add_error(None, "登录名或密码不对。请再试一次；连续输错多次会暂停 15 分钟。")
    context = {"form": form, "next": _next_of(request, "")}
    return render(request, "accounts/sign_in.html", context)


@login_not_required
def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Too many wrong tries from one place for one account."""
    context = {"form": SignIn(), "is_locked_out": True}
    return render(request, "accounts/sign_in.html", context, status=429)


@never_cache
def second(request: CityRequest) -> HttpResponseBase:
    """Second factor."""
    user = request.user
    if not any(django_otp.devices_for_user(user)):
        return _first_second(request)
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = django_otp.match_token(user, form.cleaned_data["code"].strip().lower())
        if device is not None:
            django_otp.login(request, device)
            return redirect(_next_of(request, reverse("desk:home")))
        form.add_error("code", "验证码不对，或已经用过。请换一组再试。")
    context = {"form": form, "next": _next_of(request, ""), "demo_code": _demo_code(user)}
    return render(request, "accounts/second.html", context)


def _first_second(request: CityRequest) -> HttpResponseBase:
    """Who has no second factor yet puts one in force: an authenticator, or a printed card."""
    user, at = request.user, timezone.now()
    by = queries.actor_of(user, address_of(request))
    if request.POST.get("means") == "card":
        codes = actions.print_code_card(user, by=by, at=at)
        return render(request, "accounts/code_card.html", {"codes": codes, "is_first": True})
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    device = device or actions.begin_totp(user, by=by, at=at)
    form = FirstCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.confirm_totp(device, code=form.cleaned_data["code"].strip(), by=by, at=at):
            django_otp.login(request, device)
            return redirect(_next_of(request, reverse("desk:home")))
        form.add_error("code", "验证码不对。请看验证器上现在显示的 6 位数字。")
    qr = mark_safe(segno.make(device.config_url, error="m").svg_inline(scale=5, border=2))
    context = {"form": form, "next": _next_of(request, ""), "qr": qr}
    key = b32encode(device.bin_key).decode()
    context["secret"] = " ".join(key[n : n + 4] for n in range(0, len(key), 4))
    return render(request, "accounts/first_second.html", context)


def _demo_code(user: User) -> str:
    """In the demo city the page shows the code, so that a newcomer can look around."""
    city = offices.city()
    device = TOTPDevice.objects.filter(user=user, confirmed=True, name="demo").first()
    if city is None or not city.is_demo or device is None:
        return ""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = timezone.now().timestamp()
    return f"{clock.token():06d}"


@never_cache
def lock(request: CityRequest) -> HttpResponseBase:
    """One key hides the screen; only the password brings it back."""
    if request.method == "POST" and "password" not in request.POST:
        request.session[LOCKED] = True
        return redirect(f"{reverse('accounts:lock')}?next={_next_of(request, '/desk/')}")
    request.session[LOCKED] = True
    context = {"form": Unlock(), "next": _next_of(request, "/desk/"), "who": request.user.name}
    return render(request, "accounts/lock.html", context)


@never_cache
@require_POST
def unlock(request: CityRequest) -> HttpResponseBase:
    """Back to where the screen was locked, with nothing lost."""
    form = Unlock(request.POST)
    target = _next_of(request, "/desk/")
    if form.is_valid() and request.user.check_password(form.cleaned_data["password"]):
        request.session[LOCKED] = False
        request.session[SEEN] = 0
        return HttpResponseRedirect(target)
    form.add_error(None, "密码不对，请再试一次。")
    context = {"form": form, "next": target, "who": request.user.name}
    return render(request, "accounts/lock.html", context, status=422)


@require_POST
def sign_out(request: CityRequest) -> HttpResponseBase:
    """Ends the session."""
    record("accounts.signed_out", by=request.actor, at=timezone.now(), object_id=request.user.pk)
    logout(request)
    return redirect("accounts:sign_in")
