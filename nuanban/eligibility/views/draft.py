"""One text of a policy: read by everybody at the desk, written by officers while it is a draft."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import actions, perms, queries
from nuanban.eligibility.checking import Checked, check
from nuanban.eligibility.condition_form import ConditionForm
from nuanban.eligibility.enums import OPEN_STATES, VersionState
from nuanban.eligibility.forms import (
    DayForm,
    NumberForm,
    ReleaseForm,
    TextsForm,
    WhyForm,
)
from nuanban.eligibility.places import PlaceNames, place_choices
from nuanban.eligibility.queries import PolicyVersion
from nuanban.eligibility.sheets import sheet_of
from nuanban.eligibility.views.common import editable_or_refuse, today, version_or_404
from nuanban.lib.days import CITY_TZ
from nuanban.lib.errors import Refusal


@never_cache
@require_safe
@requires(perms.may_see_policies)
def version(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """The text in words; for its writers the forms to change it; for others the buttons."""
    return page(request, version_or_404(version_id))


def page(
    request: CityRequest, found: PolicyVersion, *, status: int = 200, **forms: Any
) -> HttpResponseBase:
    """The page, with forms that were filled in wrong shown again."""
    day = max(today(), found.in_force_from or today())
    looked = queries.checked(found, day)
    user = request.user
    may_edit = perms.may_edit(user, found)
    context: dict[str, Any] = {
        "version": found,
        "day": day,
        "writers": queries.writers_of(found),
        "checked": looked,
        "sheet": _sheet(looked, day),
        "may_edit": may_edit,
        "saved": True,
        "is_open": found.state in OPEN_STATES,
        "may_release": found.state == VersionState.PROPOSED and perms.may_release(user, found),
        "may_send_back": found.state == VersionState.PROPOSED and perms.may_release_policies(user),
        "may_withdraw": perms.may_withdraw(user, found),
        "why_not_write": perms.why_not_write(user, found.department),
        "why_not_release": perms.why_not_release(user, found),
        "may_compare": perms.may_write(user, found.department) or perms.may_release_policies(user),
        "propose_form": WhyForm(initial={"why": found.why}),
        "release_form": ReleaseForm(initial={"in_force_from": today() + timedelta(days=1)}),
        "difference_form": DayForm(initial={"day": _first_new_day(looked, day)}),
        **difference_of(found),
        **(_editing(found, looked) if may_edit else {}),
        **forms,
    }
    return render(request, "eligibility/version.html", context, status=status)


def _sheet(looked: Checked, day: date) -> Any:
    if looked.policy is None or looked.book is None:
        return None
    return sheet_of(looked.policy, looked.book, PlaceNames(), day)


def _first_new_day(looked: Checked, day: date) -> date:
    """The day from which new numbers apply, so that a change is seen."""
    if looked.policy is None:
        return day
    days = [v.from_on for n in looked.policy.numbers for v in n.values if v.from_on > day]
    return min(days, default=day)


def _editing(found: PolicyVersion, looked: Checked) -> dict[str, Any]:
    initial = {"revision": found.revision}
    texts = {
        "policy": found.policy_text,
        "numbers": found.numbers_text,
        "examples": found.examples_text,
    }
    next_month = (today().replace(day=1) + timedelta(days=32)).replace(day=1)
    return {
        "texts_form": TextsForm(initial={**texts, **initial}),
        "number_form": number_form(looked, initial={**initial, "from_on": next_month}),
        "condition_form": ConditionForm(places=place_choices(), initial=initial),
    }


def number_form(looked: Checked, *args: Any, **more: Any) -> NumberForm:
    """The form for a new value, with the numbers of this policy."""
    numbers = looked.policy.numbers if looked.policy else ()
    return NumberForm(*args, numbers=numbers, places=place_choices(), **more)


def difference_of(found: PolicyVersion) -> dict[str, Any]:
    """What was reckoned for this text, with names; whether it is of an older revision."""
    names, kept = PlaceNames(), found.difference
    titles = {policy.id: policy.title for policy in queries.book_on(today()).values()}
    return {
        "difference": kept,
        "difference_day": date.fromisoformat(kept["day"]) if kept else None,
        "is_waiting": kept.get("state") == "waiting",
        "is_stale": bool(kept) and kept.get("revision") != found.revision,
        "by_policy": [
            {**r, "title": titles.get(r["name"], "这一项")} for r in kept.get("policies", [])
        ],
        "by_county": [
            {**r, "title": names.get(r["name"], "外地或不清楚")} for r in kept.get("counties", [])
        ],
    }


@require_POST
@requires(perms.may_write_policies)
def save(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """Keeps the texts as they are, right or not."""
    found, form = editable_or_refuse(request, version_id), TextsForm(request.POST)

    def deed() -> str:
        _save(request, found, form)
        messages.success(request, "已保存。")
        return reverse("eligibility:version", args=[found.pk])

    if form.is_valid():
        try:
            return submit_once(request, deed)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return page(request, found, status=422, texts_form=form, opens="texts")


def _save(request: CityRequest, found: PolicyVersion, form: TextsForm) -> PolicyVersion:
    filled = form.cleaned_data
    return actions.save_version(
        found,
        texts=form.texts(),
        revision=filled["revision"],
        by=request.user,
        at=timezone.now(),
    )


@require_POST
@requires(perms.may_write_policies)
def keep(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """Saves by itself while somebody types; the same texts twice are one deed."""
    found, form = editable_or_refuse(request, version_id), TextsForm(request.POST)
    context: dict[str, Any] = {"at": timezone.now().astimezone(CITY_TZ), "trouble": ""}
    try:
        if form.is_valid():
            context |= _as_kept(_save(request, found, form))
        else:
            context["trouble"] = "有的内容太长，或者有不能用的字符。"
    except Refusal as refusal:
        context["trouble"] = str(refusal)
    return render(request, "eligibility/parts/kept.html", context)


def _as_kept(version: PolicyVersion) -> dict[str, Any]:
    """What else on the page follows from the texts: words, examples, and which revision it is."""
    day = today()
    looked = queries.checked(version, day)
    return {
        "version": version,
        "checked": looked,
        "sheet": _sheet(looked, day),
        "may_edit": True,
        "saved": True,
        "revisions": ("texts", "number", "condition"),
    }


@require_POST
@requires(perms.may_write_policies)
def check_texts(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """Faults and examples of what is being typed; keeps nothing."""
    found, form = version_or_404(version_id), TextsForm(request.POST)
    form.is_valid()
    if "policy" not in form.cleaned_data:
        return render(request, "eligibility/parts/checked.html", {"checked": Checked()}, status=422)
    book = queries.book_on(today())
    looked = check(_typed(form), found.policy, book, found.department)
    context = {"checked": looked, "version": found, "saved": False}
    return render(request, "eligibility/parts/checked.html", context)


def _typed(form: TextsForm) -> Any:
    form.cleaned_data = {"policy": "", "numbers": "", "examples": "", **form.cleaned_data}
    return form.texts()
