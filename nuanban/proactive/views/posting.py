"""公示: who is newly given what the law wants posted, masked, for some days."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.lib.days import city_day
from nuanban.proactive import queries

PER_PAGE = 50


@never_cache
@login_not_required
@require_safe
def postings(request: HttpRequest) -> HttpResponseBase:
    """The lists that hang out today."""
    found = queries.postings(city_day(timezone.now()))
    return render(request, "proactive/postings.html", {"postings": found})


@never_cache
@login_not_required
@require_safe
def posting(request: HttpRequest, run_id: UUID, policy: str) -> HttpResponseBase:
    """One list: masked name, township, amount. Printable for the board at the village hall."""
    hanging = queries.postings(city_day(timezone.now()))
    found = next((p for p in hanging if p.run.pk == run_id and p.policy == policy), None)
    if found is None:
        raise Http404
    page = Paginator(queries.posted_people(found), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "proactive/posting.html", {"posting": found, "page": page})
