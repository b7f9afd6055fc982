"""What came in, and what a demo city would have sent."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.notices import perms, queries

PER_PAGE = 25


@never_cache
@require_safe
@requires(perms.may_read_texts)
def inbound_list(request: CityRequest) -> HttpResponseBase:
    """Text messages that came in, the newest first."""
    page = Paginator(queries.inbound(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbound.html", {"page": page})


@never_cache
@require_safe
@requires(perms.may_read_texts)
def demo_box(request: CityRequest) -> HttpResponseBase:
    """演示短信: what people would have read on their phones."""
    page = Paginator(queries.demo_messages(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/demo_box.html", {"page": page})
