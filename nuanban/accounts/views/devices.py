"""Machines of the halls: registering, pairing a browser, taking out of use."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nuanban.accounts import actions, queries
from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.forms import NewDevice, Pair
from nuanban.accounts.middleware import DEVICE_COOKIE
from nuanban.accounts.perms import CityRequest, may_manage_devices, requires
from nuanban.offices import queries as offices

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
    context: dict[str, object] = {"form": form, "devices": queries.devices()}
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        if offices.site(filled["site"]) is None:
            form.add_error("site", "没有这个场所代码，例如 430600-1。")
        else:
            context["made"] = actions.add_device(
                kind=DeviceKind(filled["kind"]),
                site=filled["site"],
                name=filled["name"],
                by=request.actor,
                at=timezone.now(),
            )
    return render(request, "accounts/devices.html", context)


@require_POST
@requires(may_manage_devices)
def revoke(request: CityRequest, device_id: UUID) -> HttpResponseBase:
    """Takes a machine out of use at once."""
    device = queries.devices().filter(pk=device_id).first()
    if device is None:
        raise Http404
    actions.revoke_device(device, by=request.actor, at=timezone.now())
    messages.success(request, f"{device.name}已停用。")
    return redirect("accounts:devices")


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
