"""The team at a glance, and somebody new."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from nuanban.accounts import queries as accounts
from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.team import actions, perms, queries
from nuanban.team.enums import MemberKind
from nuanban.team.forms import NewMember

PAGE = 50


@require_safe
@requires(perms.may_see_team)
def member_list(request: CityRequest) -> HttpResponseBase:
    """Who is in the team, who is there today, what runs out."""
    today = city_day(timezone.now())
    there = queries.on_duty(today)
    kind = request.GET.get("kind", "")
    found = queries.members(today).select_related("division")
    if kind in MemberKind.values:
        found = found.filter(kind=kind)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    skills = queries.skills_of([member.pk for member in page], today)
    return render(
        request,
        "team/list.html",
        {
            "page": page,
            "rows": [(m, sorted(s.label for s in skills.get(m.pk, ()))) for m in page],
            "kinds": MemberKind.choices,
            "kind": kind,
            "there": len(there),
            "there_ids": {one.member.pk for one in there},
            "running_out": queries.skills_running_out(today)[:20],
            "today": today,
            "may_change": perms.may_change_team(request.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_change_team)
def new_member(request: CityRequest) -> HttpResponseBase:
    """Somebody joins."""
    free = accounts.users().filter(is_active=True).exclude(pk__in=queries.accounts_taken())
    free = free.exclude(roles__overlap=["resident", "proxy"]).order_by("name")
    initial = {"joined_on": city_day(timezone.now())}
    form = NewMember(offices.places_to_serve(), list(free), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, lambda: _add(request, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "team/new.html", {"form": form})


def _add(request: CityRequest, form: NewMember) -> str:
    said = form.cleaned_data
    user = accounts.user_named(UUID(said["account"])) if said["account"] else None
    member = actions.add_member(
        name=said["name"],
        kind=MemberKind(said["kind"]),
        phone=said["phone"],
        joined_on=said["joined_on"],
        user=user,
        division=said["division"] or None,
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"{member.name}已加入队伍。下一步：登记技能，排班。")
    return reverse("team:member", args=[member.pk])
