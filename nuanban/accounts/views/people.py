"""The city's accounts, for the system administrator."""

import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from nuanban.accounts import actions, queries
from nuanban.accounts.enums import Role
from nuanban.accounts.forms import ChangeAccount, NewAccount
from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, may_manage_accounts, requires
from nuanban.lib.errors import Refusal

if TYPE_CHECKING:
    from nuanban.accounts.models import User


@never_cache
@requires(may_manage_accounts)
def user_list(request: CityRequest) -> HttpResponseBase:
    """All accounts and a form for a new one; its first password is shown this once."""
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _open(request, form)
    return _page(request, form)


def _page(request: CityRequest, form: NewAccount, **extra: object) -> HttpResponseBase:
    context = {"form": form, "users": queries.users(), **extra}
    return render(request, "accounts/users.html", context)


def _open(request: CityRequest, form: NewAccount) -> HttpResponseBase:
    """One account for one form. Its password is in no answer that is kept, so a repeated form
    leads to the list, where the account stands already."""
    filled, password = form.cleaned_data, secrets.token_urlsafe(9)
    opened: list[User] = []

    def act() -> str:
        user = actions.open_account(
            username=filled["username"],
            name=filled["name"],
            roles=[Role(role) for role in filled["roles"]],
            site=filled["site"] or None,
            department=filled["department"],
            password=password,
            by=request.actor,
            at=timezone.now(),
        )
        opened.append(user)
        return reverse("accounts:users")

    try:
        answer = submit_once(request, act)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form)
    if opened:
        return _page(request, NewAccount(), opened=opened[0], password=password)
    messages.warning(request, f"{filled['name']}的账号刚才已经开通，初始密码只显示一次。")
    return answer


@never_cache
@requires(may_manage_accounts)
def user_page(request: CityRequest, user_id: UUID) -> HttpResponseBase:
    """Roles of one account, or out of use."""
    user = queries.user_named(user_id)
    if user is None:
        raise Http404
    start = {"roles": user.roles, "is_active": user.is_active}
    form = ChangeAccount(request.POST or None, initial=start)

    def act() -> str:
        actions.change_roles(
            user,
            roles=[Role(role) for role in form.cleaned_data["roles"]],
            is_active=form.cleaned_data["is_active"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"{user.name}的账号已经更新。")
        return reverse("accounts:users")

    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "accounts/user.html", {"form": form, "account": user})
