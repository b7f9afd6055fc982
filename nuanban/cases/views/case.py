"""One case at one address: looked at, and sent back with what is to be done."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import actions, perms
from nuanban.cases.queries import Case
from nuanban.cases.views.deeds import FILLER_MOVES, decide, deliver, finish, move, return_case
from nuanban.cases.views.deeds import withdraw as withdraw_case
from nuanban.cases.views.filling import answer, save_form
from nuanban.cases.views.page import find_or_404, page_context, revision_of, shown_again
from nuanban.cases.views.paperwork import note, upload

# What a form of the page asks for, by its hidden box `deed`.
DEEDS: dict[str, Callable[[CityRequest, Case], HttpResponseBase]] = {
    "form": save_form,
    "answers": answer,
    "papers": note,
    "upload": upload,
    "return": return_case,
    "finish": finish,
    "decide": decide,
    "deliver": deliver,
    "withdraw": withdraw_case,
    **dict.fromkeys(FILLER_MOVES, move),
}


@never_cache
@requires(perms.may_see_cases)
def case(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """The page of one case. Its forms are sent to the same address, so that a refused one comes
    back where it was, and loading the page again is harmless."""
    found = find_or_404(request, case_id)
    if request.method != "POST":
        return render(request, "cases/case.html", page_context(request, found))
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        return shown_again(request, found, "没有看懂要做哪一步，请再按一次。", 422)
    return deed(request, revision_of(request, found))


@never_cache
@require_safe
@requires(perms.may_see_cases)
def presence(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """Who else has this case open, and whether it moved since the page was drawn."""
    found = find_or_404(request, case_id)
    others = actions.mark_viewer(found, user=request.user, at=timezone.now())
    shown = request.GET.get("revision", "")
    has_moved = shown.isdigit() and int(shown) != found.revision
    context = {"others": others, "has_moved": has_moved, "case": found}
    return render(request, "cases/case.html#presence", context)
