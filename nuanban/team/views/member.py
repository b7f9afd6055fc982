"""One person of the team: skills, shifts, absences."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.team import actions, perms, queries
from nuanban.team.enums import AbsenceKind, MemberKind, Skill
from nuanban.team.forms import (
    AbsenceForm,
    LeaveForm,
    MemberForm,
    PhotoForm,
    ShiftsForm,
    SkillForm,
    first_of,
)
from nuanban.team.queries import Member

SHOWN_SHIFTS = 31


def _found(member_id: UUID) -> Member:
    member = queries.member_by_id(member_id)
    if member is None:
        raise Http404
    return member


@require_safe
@requires(perms.may_see_team)
def member(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """Everything about one person."""
    return _show(request, _found(member_id))


def _show(request: CityRequest, member: Member, **forms_shown: forms.Form) -> HttpResponseBase:
    today = city_day(timezone.now())
    known = {"name": member.name, "kind": member.kind, "division": member.division_id or ""}
    shown = {
        "change_form": MemberForm(offices.places_to_serve(), initial=known),
        "photo_form": PhotoForm(),
        "skill_form": SkillForm(initial={"since": today}),
        "shifts_form": ShiftsForm(initial=first_of(today)),
        "absence_form": AbsenceForm(initial={"from_day": today, "to_day": today}),
        "leave_form": LeaveForm(initial={"on": today}),
    }
    seen: dict[str, Any] = {
        **shown,
        **forms_shown,
        "member": member,
        "skills": queries.skills_held(member),
        "shifts": queries.shifts_of(member, today)[:SHOWN_SHIFTS],
        "absences": queries.absences_of(member)[:SHOWN_SHIFTS],
        "today": today,
        "may_change": perms.may_change_team(request.user) and member.left_on is None,
    }
    return render(request, "team/member.html", seen)


def _press(
    request: CityRequest, member: Member, form: forms.Form, name: str, act: Callable[[], str]
) -> HttpResponseBase:
    """Does it once; what is wrong is said beside what was typed."""
    if form.is_valid():
        try:
            return submit_once(request, lambda: _told(request, member, act()))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _show(request, member, **{name: form})


def _told(request: CityRequest, member: Member, words: str) -> str:
    messages.success(request, words)
    return reverse("team:member", args=[member.pk])


@require_POST
@requires(perms.may_change_team)
def change(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """Name, kind, phone, place."""
    found = _found(member_id)
    form = MemberForm(offices.places_to_serve(), request.POST)

    def act() -> str:
        said = form.cleaned_data
        actions.change_member(
            found,
            name=said["name"],
            kind=MemberKind(said["kind"]),
            division=said["division"] or None,
            phone=said["phone"] or None,
            by=request.actor,
            at=timezone.now(),
        )
        return "已改好。"

    return _press(request, found, form, "change_form", act)


@require_POST
@requires(perms.may_change_team)
def leave(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """The last day."""
    found, form = _found(member_id), LeaveForm(request.POST)

    def act() -> str:
        on = form.cleaned_data["on"]
        actions.let_go(found, on=on, by=request.actor, at=timezone.now())
        return f"已登记，最后一天是 {on:%Y-%m-%d}，之后的班已经撤下。"

    return _press(request, found, form, "leave_form", act)


@require_POST
@requires(perms.may_change_team)
def skill(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """One more skill."""
    found, form = _found(member_id), SkillForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        granted = actions.grant_skill(
            found,
            skill=Skill(said["skill"]),
            since=said["since"],
            expires_on=said["expires_on"],
            evidence=said["evidence"],
            by=request.actor,
            at=timezone.now(),
        )
        return f"已登记：{Skill(granted.skill).label}。"

    return _press(request, found, form, "skill_form", act)


@require_POST
@requires(perms.may_change_team)
def shifts(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """Days of work."""
    found, form = _found(member_id), ShiftsForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        new = actions.plan_shifts(
            found,
            from_day=said["from_day"],
            to_day=said["to_day"],
            weekdays=said["weekdays"],
            hours=(said["starts_at"], said["ends_at"]),
            lunch=form.lunch(),
            by=request.actor,
            at=timezone.now(),
        )
        return f"排了 {new} 天班；原来有班的日子没有动。"

    return _press(request, found, form, "shifts_form", act)


@require_POST
@requires(perms.may_change_team)
def absence(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """Days away."""
    found, form = _found(member_id), AbsenceForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        actions.note_absence(
            found,
            kind=AbsenceKind(said["kind"]),
            from_day=said["from_day"],
            to_day=said["to_day"],
            words=said["words"],
            by=request.actor,
            at=timezone.now(),
        )
        return "已记下。已经答应的上门要另外安排。"

    return _press(request, found, form, "absence_form", act)


class _Chosen(forms.Form):
    """A row of the page."""

    row = forms.UUIDField()


def _drop(
    request: CityRequest, member_id: UUID, act: Callable[[Member, UUID], str]
) -> HttpResponseBase:
    found, form = _found(member_id), _Chosen(request.POST)
    if not form.is_valid():
        messages.error(request, "请在要撤下的那一行上按。")
        return redirect("team:member", member_id=found.pk)
    return submit_once(request, lambda: _told(request, found, act(found, form.cleaned_data["row"])))


@require_POST
@requires(perms.may_change_team)
def drop_skill(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """No longer so."""

    def act(found: Member, row: UUID) -> str:
        for held in queries.skills_held(found).filter(pk=row):
            actions.withdraw_skill(held, by=request.actor, at=timezone.now())
        return "已撤下。"

    return _drop(request, member_id, act)


@require_POST
@requires(perms.may_change_team)
def drop_shift(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """One day off."""

    def act(found: Member, row: UUID) -> str:
        for planned in queries.shifts_of(found, city_day(timezone.now())).filter(pk=row):
            actions.drop_shift(planned, by=request.actor, at=timezone.now())
        return "这一天的班已撤下。"

    return _drop(request, member_id, act)


@require_POST
@requires(perms.may_change_team)
def drop_absence(request: CityRequest, member_id: UUID) -> HttpResponseBase:
    """They come after all."""

    def act(found: Member, row: UUID) -> str:
        for away in queries.absences_of(found).filter(pk=row):
            actions.withdraw_absence(away, by=request.actor, at=timezone.now())
        return "已撤下。"

    return _drop(request, member_id, act)
