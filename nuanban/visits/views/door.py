"""Who stands at the door, and which of two versions holds."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import perms as cases_perms
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.papers import queries as papers
from nuanban.team import queries as team
from nuanban.visits import actions, door_queries, perms, queries
from nuanban.visits.enums import Kept, VisitKind
from nuanban.visits.spoken import spoken_code

# As residents say it.
KINDS = {
    VisitKind.APPOINTMENT: gettext_noop("您约的上门"),
    VisitKind.HOME: gettext_noop("在家里办"),
    VisitKind.VILLAGE_DAY: gettext_noop("到村里办"),
    VisitKind.KNOCK: gettext_noop("上门看望"),
    VisitKind.URGENT: gettext_noop("紧急上门"),
}
PICTURE_HEADERS = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@never_cache
@require_safe
@login_not_required
def door(request: HttpRequest, code: str) -> HttpResponseBase:
    """Faces and names of the crew and the word they say, on the day itself; otherwise a warning."""
    visit = queries.visit_at_door(code, city_day(timezone.now()))
    seen = {
        "visit": visit,
        "members": queries.members_of(visit.crew) if visit and visit.crew else [],
        "kind": gettext(KINDS[VisitKind(visit.kind)]) if visit else "",
        "spoken": spoken_code(visit) if visit else "",
    }
    return render(request, "visits/door.html", seen)


@never_cache
@require_safe
@login_not_required
def door_photo(request: HttpRequest, code: str, turn: int) -> HttpResponseBase:
    """The face of one of those who come, on the day itself."""
    visit = queries.visit_at_door(code, city_day(timezone.now()))
    members = queries.members_of(visit.crew) if visit and visit.crew else []
    content = team.photo_of(members[turn]) if turn < len(members) else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers=PICTURE_HEADERS)


@never_cache
@require_safe
@requires(cases_perms.may_open_cases)
def photo(request: CityRequest, visit_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """A paper or thumb print photographed at home."""
    visit = get_object_or_404(queries.visits_visible_to(request.user), pk=visit_id)
    found = door_queries.photo_by_id(visit, photo_id)
    if found is None or found.upload.removed_at is not None:
        raise Http404
    content = papers.content_of(found.upload)
    return HttpResponse(content, content_type=found.upload.media_type, headers=PICTURE_HEADERS)


@require_POST
@requires(perms.may_plan)
def settle(request: CityRequest, visit_id: UUID, conflict_id: UUID) -> HttpResponseBase:
    """A dispatcher says which version holds."""
    visit = get_object_or_404(queries.visits_visible_to(request.user), pk=visit_id)
    conflict = queries.VisitConflict.objects.filter(pk=conflict_id, visit=visit).first()
    kept = request.POST.get("kept", "")
    if conflict is None:
        raise Http404

    def act() -> str:
        if kept not in Kept.values:
            raise Unusable(sentence="请选按哪一边。")
        which = Kept(kept)
        actions.settle_conflict(conflict, kept=which, by=request.actor, at=timezone.now())
        messages.success(request, f"已定：按{which.label}。")
        return reverse("visits:visit", args=[visit.pk])

    return press(request, act, reverse("visits:visit", args=[visit.pk]))
