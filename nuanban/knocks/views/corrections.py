"""Data that were called wrong at doors, for the department that knows them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.knocks import actions, perms, queries
from nuanban.knocks.forms import CorrectionForm

PER_PAGE = 20


@never_cache
@require_safe
@requires(perms.may_answer_corrections)
def corrections(request: CityRequest) -> HttpResponseBase:
    """What waits for the department's answer."""
    found = queries.corrections_visible_to(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "knocks/corrections.html", {"page": page})


@require_POST
@requires(perms.may_answer_corrections)
def answer(request: CityRequest, correction_id: UUID) -> HttpResponseBase:
    """Corrected, or right as it is."""
    found = queries.corrections_visible_to(request.user).filter(pk=correction_id).first()
    if found is None:
        raise Http404
    form = CorrectionForm(request.POST)

    def act() -> str:
        corrected = form.cleaned_data["stands"] == "corrected"
        words = form.cleaned_data["words"]
        actions.answer_correction(
            found, corrected=corrected, words=words, by=request.user, at=timezone.now()
        )
        messages.success(request, "已答复。" + ("" if corrected else "请人再去一次。"))
        return reverse("knocks:corrections")

    if not form.is_valid():
        messages.error(request, "请写明怎么核对的、改了什么，再按一次。")
        return redirect("knocks:corrections")
    return press(request, act, reverse("knocks:corrections"))
