"""Two records, one person."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key, read_key
from nuanban.residents import actions, perms, queries
from nuanban.residents.forms import MergeWith
from nuanban.residents.views.person import find_or_404


@never_cache
@requires(perms.may_merge_residents)
def merge(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """Both records side by side; the first one is kept."""
    kept = find_or_404(resident_id)
    other_id = read_key(request.POST.get("other") or request.GET.get("other", ""))
    other = queries.by_id(other_id) if other_id else None
    if other is None:
        raise Http404
    form = MergeWith(request.POST or None, initial={"other": other.pk})

    def act() -> str:
        reason = form.cleaned_data["reason"]
        actions.merge(kept, other, reason=reason, by=request.actor, at=timezone.now())
        return reverse("residents:person", args=[kept.pk])

    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    sides = [(r, queries.identities_of(r), queries.all_statuses_of(r)) for r in (kept, other)]
    context = {"form": form, "kept": kept, "other": other, "sides": sides, "op": new_key()}
    return render(request, "residents/merge.html", context)


@require_POST
@requires(perms.may_merge_residents)
def undo_merge(request: CityRequest, merge_id: UUID) -> HttpResponseBase:
    """Takes a merge apart again."""
    done = queries.merge_by_id(merge_id)
    if done is None:
        raise Http404

    def act() -> str:
        actions.undo_merge(done, by=request.actor, at=timezone.now())
        return reverse("residents:person", args=[done.kept_id])

    return submit_once(request, act)
