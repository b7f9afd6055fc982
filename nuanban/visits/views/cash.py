"""Cash taken at doors: who has how much, what was handed in, who holds which receipt book."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts import queries as accounts
from nuanban.accounts.once import press, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.accounts.queries import User
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.money import yuan
from nuanban.visits import actions, door_queries, perms
from nuanban.visits.forms_cash import GiveBook, HandedIn, VoidReceipt
from nuanban.visits.receipts import receipt_at
from nuanban.visits.views.listing import day_of


def _site(request: CityRequest) -> str:
    return request.user.site_id or ""


def _helpers(site: str) -> dict[str, User]:
    return {str(user.pk): user for user in accounts.staff_at(site, *perms.OUT)}


def _choices(helpers: dict[str, User]) -> list[tuple[str, str]]:
    return [(key, user.name) for key, user in helpers.items()]


@never_cache
@require_safe
@requires(perms.may_plan)
def cash(request: CityRequest) -> HttpResponseBase:
    """The cash of a day, by helper; earlier days that are still open."""
    return _show(request, GiveBook(_choices(_helpers(_site(request)))))


def _show(request: CityRequest, form: GiveBook) -> HttpResponseBase:
    day, site, today = day_of(request), _site(request), city_day(timezone.now())
    rows = door_queries.cash_on(site, day)
    seen = {
        "day": day,
        "today": today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "rows": rows,
        "total": sum(row.taken_fen for row in rows),
        "owed": [one for one in door_queries.days_owed(site, today) if one[0] != day],
        "books": door_queries.books_of(site),
        "form": form,
    }
    return render(request, "visits/cash.html", seen)


@require_POST
@requires(perms.may_plan)
def hand_in(request: CityRequest) -> HttpResponseBase:
    """The cash of one helper and day lies on the table, counted."""
    form = HandedIn(request.POST)
    helper = accounts.user_named(form.cleaned_data["user"]) if form.is_valid() else None
    if helper is None:
        messages.error(request, "请在要收的那一行上按。")
        return redirect("visits:cash")
    said, to = form.cleaned_data, f"{reverse('visits:cash')}?day={form.cleaned_data['day']}"

    def act() -> str:
        given = actions.hand_in(
            user=helper,
            site=_site(request),
            day=said["day"],
            amount_fen=said["fen"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"已收齐：{helper.name} {yuan(given.amount_fen)}。")
        return to

    return press(request, act, to)


@require_POST
@requires(perms.may_plan)
def void_receipt(request: CityRequest, receipt_id: UUID) -> HttpResponseBase:
    """Noted wrongly: it stays, but nobody owes it."""
    receipt = receipt_at(_site(request), receipt_id)
    if receipt is None:
        raise Http404
    form, to = VoidReceipt(request.POST), f"{reverse('visits:cash')}?day={receipt.day}"
    if not form.is_valid():
        messages.error(request, "".join(map(str, form.errors["why"])))
        return redirect(to)

    def act() -> str:
        why = form.cleaned_data["why"]
        actions.void_receipt(receipt, why=why, by=request.actor, at=timezone.now())
        messages.success(request, f"收据 {receipt.number} 已作废，这个号不再用。")
        return to

    return press(request, act, to)


@require_POST
@requires(perms.may_plan)
def give_book(request: CityRequest) -> HttpResponseBase:
    """A book into the hands of a helper."""
    helpers = _helpers(_site(request))
    form = GiveBook(_choices(helpers), request.POST)

    def act() -> str:
        said = form.cleaned_data
        holder = helpers[said["holder"]]
        actions.give_book(
            holder=holder,
            site=_site(request),
            first=said["first"],
            last=said["last"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"收据本 {said['first']}–{said['last']} 已发给{holder.name}。")
        return reverse("visits:cash")

    if form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _show(request, form)


@require_POST
@requires(perms.may_plan)
def take_book_back(request: CityRequest, book_id: UUID) -> HttpResponseBase:
    """A book comes back."""
    book = door_queries.book_at(_site(request), book_id)
    if book is None:
        raise Http404

    def act() -> str:
        actions.take_book_back(book, by=request.actor, at=timezone.now())
        messages.success(request, f"收据本 {book.first}–{book.last} 已交回。")
        return reverse("visits:cash")

    return submit_once(request, act)
