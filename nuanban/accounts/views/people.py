"""The city's accounts, for the system administrator."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from nuanban.accounts import actions, queries
from nuanban.accounts.enums import Role
from nuanban.accounts.forms import ChangeAccount, NewAccount
from nuanban.accounts.perms import CityRequest, may_manage_accounts, requires
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices


@never_cache
@requires(may_manage_accounts)
def user_list(request: CityRequest) -> HttpResponseBase:
    """All accounts and a form for a new one; its first password is shown this once."""
    form = NewAccount(request.POST or None)
    context: dict[str, object] = {"form": form, "users": queries.users(), "sites": offices.sites()}
    if request.method == "POST" and form.is_valid():
        password = secrets.token_urlsafe(9)
        filled = form.cleaned_data
        try:
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
            context |= {"opened": user, "password": password, "form": NewAccount()}
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "accounts/users.html", context)


@never_cache
@requires(may_manage_accounts)
def user_page(request: CityRequest, user_id: UUID) -> HttpResponseBase:
    """Roles of one account, or out of use."""
    user = queries.user_named(user_id)
    if user is None:
        raise Http404
    start = {"roles": user.roles, "is_active": user.is_active}
    form = ChangeAccount(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(
                user,
                roles=[Role(role) for role in form.cleaned_data["roles"]],
                is_active=form.cleaned_data["is_active"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"{user.name}的账号已经更新。")
            return redirect("accounts:users")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "accounts/user.html", {"form": form, "account": user})
