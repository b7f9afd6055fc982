"""The badge photo of somebody of the team."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.team import actions, perms, queries


@never_cache
@require_safe
@requires(perms.may_see_team)
def photo(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """As residents see it on the day of a visit."""
    member = queries.member_by_id(member_id)
    content = queries.photo_of(member) if member else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg")


@require_POST
@requires(perms.may_change_team)
def set_photo(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """Another photo takes the place of the one before."""
    member = queries.member_by_id(member_id)
    if member is None:
        raise Http404
    file = request.FILES.get("photo")

    def act() -> str:
        content = file.read() if file else b""
        actions.set_photo(member, content=content, by=request.actor, at=timezone.now())
        messages.success(request, "照片已换好。上门当天，对方在核对页上看得到。")
        return reverse("team:member", args=[member.pk])

    return press(request, act, reverse("team:member", args=[member.pk]))
