"""Machines of the halls: registering, pairing a browser, taking out of use."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nuanban.accounts import actions, queries
from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.forms import NewDevice, Pair
from nuanban.accounts.middleware import DEVICE_COOKIE
from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, may_manage_devices, requires
from nuanban.lib.errors import Refusal

YEAR = 365 * 24 * 3600
FIRST_PAGE = {
    DeviceKind.KIOSK: "zone:kiosk",
    DeviceKind.WINDOW: "ratings:device",
    DeviceKind.BOARD: "zone:board",
}


@never_cache
@requires(may_manage_devices)
def device_list(request: CityRequest) -> HttpResponseBase:
    """All machines, and a form for a new one; its token is shown this once."""
    form = NewDevice(request.POST or None, initial={"site": request.user.site_id})
    if request.method == "POST" and form.is_valid():
        return _add(request, form)
    return _page(request, form)


def _page(request: CityRequest, form: NewDevice, **extra: object) -> HttpResponseBase:
    context = {"form": form, "devices": queries.devices(), **extra}
    return render(request, "accounts/devices.html", context)


def _add(request: CityRequest, form: NewDevice) -> HttpResponseBase:
    """One machine for one form. Its token is in no answer that is kept, so a repeated form
    leads to the list, where the machine stands already."""
    filled, made = form.cleaned_data, []

    def act() -> str:
        added = actions.add_device(
            kind=DeviceKind(filled["kind"]),
            site=filled["site"],
            name=filled["name"],
            by=request.actor,
            at=timezone.now(),
        )
        made.append(added)
        return reverse("accounts:devices")

    try:
        answer = submit_once(request, act)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form)
    if made:
        return _page(request, NewDevice(initial={"site": filled["site"]}), made=made[0])
    messages.warning(
        request, f"{filled['name']}刚才已经登记，令牌只显示一次。没有抄下，请停用后再登记。"
    )
    return answer


@require_POST
@requires(may_manage_devices)
def revoke(request: CityRequest, device_id: UUID) -> HttpResponseBase:
    """Takes a machine out of use at once."""
    device = queries.devices().filter(pk=device_id).first()
    if device is None:
        raise Http404

    def act() -> str:
        actions.revoke_device(device, by=request.actor, at=timezone.now())
        messages.success(request, f"{device.name}已停用。")
        return reverse("accounts:devices")

    return submit_once(request, act)


@never_cache
@login_not_required
def pair(request: HttpRequest) -> HttpResponseBase:
    """Makes this browser the machine whose token is typed here."""
    form = Pair(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = queries.device_by_token(form.cleaned_data["token"].strip())
        if device is not None and device.kind in FIRST_PAGE:
            response = redirect(FIRST_PAGE[DeviceKind(device.kind)])
            token = form.cleaned_data["token"].strip()
            response.set_cookie(
                DEVICE_COOKIE,
                token,
                max_age=YEAR,
                httponly=True,
                samesite="Strict",
                secure=request.is_secure(),
            )
            return response
        form.add_error("token", "没有这个令牌，或设备已停用。请向安全管理员要新的。")
    return render(request, "accounts/pair.html", {"form": form})
