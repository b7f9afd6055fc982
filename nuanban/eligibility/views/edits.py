"""Changing a draft by forms: values, conditions, examples. Each edit saves the draft once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import actions, builder, editing, perms, queries
from nuanban.eligibility.checking import Checked, PolicyTexts
from nuanban.eligibility.condition_form import ConditionForm
from nuanban.eligibility.places import place_choices
from nuanban.eligibility.queries import PolicyVersion
from nuanban.eligibility.toml_blocks import Unfit
from nuanban.eligibility.views.common import city_code, editable_or_refuse, today
from nuanban.eligibility.views.draft import number_form, page
from nuanban.eligibility.views.trying import judged_of, try_form
from nuanban.lib.errors import Refusal

Change = Callable[[], PolicyTexts]


@require_POST
@requires(perms.may_write_policies)
def edit(request: CityRequest, version_id: UUID, deed: str) -> HttpResponseBase:
    """One change by a form."""
    found = editable_or_refuse(request, version_id)
    looked = queries.checked(found, today())
    if deed == "number":
        return _add_number(request, found, looked)
    if deed == "condition":
        return _add_condition(request, found, looked)
    change = _SMALL.get(deed)
    if change is None:
        raise Http404
    try:
        return _kept(request, found, lambda: change(request, found, looked), _PLACES[deed])
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("eligibility:version", found.pk)


def _kept(
    request: CityRequest, found: PolicyVersion, change: Change, where: str
) -> HttpResponseBase:
    """Applies a change of the texts and saves them as a new revision."""

    def deed() -> str:
        before = queries.texts_of(found)
        try:
            texts = editing.still_reads(before, change())
        except Unfit:
            raise editing.ByHand from None
        actions.save_version(
            found,
            texts=texts,
            revision=_number(request, "revision"),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "已改好，存在草稿里。")
        return f"{reverse('eligibility:version', args=[found.pk])}#{where}"

    return submit_once(request, deed)


def _number(request: CityRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not text.isdecimal() or len(text) > 8:
        raise Http404
    return int(text)


def _add_number(request: CityRequest, found: PolicyVersion, looked: Checked) -> HttpResponseBase:
    form = number_form(looked, request.POST)
    if form.is_valid():
        filled = form.cleaned_data
        try:
            return _kept(
                request,
                found,
                lambda: editing.with_value(
                    queries.texts_of(found),
                    filled["number"],
                    value=filled["exact"],
                    place=filled["place"],
                    from_on=filled["from_on"],
                    source=filled["source"],
                    is_verified=filled["is_verified"],
                ),
                "numbers",
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return page(request, found, status=422, number_form=form, opens="number")


def _add_condition(request: CityRequest, found: PolicyVersion, looked: Checked) -> HttpResponseBase:
    form = ConditionForm(request.POST, places=place_choices())
    if form.is_valid():
        filled = form.cleaned_data
        taken = {c.article for c in looked.policy.conditions} if looked.policy else set()
        try:
            return _kept(
                request,
                found,
                lambda: editing.with_condition(
                    queries.texts_of(found),
                    article=builder.article_for(form.groups(), taken),
                    when=filled["when"],
                    says=filled["says"],
                    fails=filled["fails"],
                ),
                "conditions",
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return page(request, found, status=422, condition_form=form, opens="condition")


def _drop_number(request: CityRequest, found: PolicyVersion, _looked: Checked) -> PolicyTexts:
    name, turn = request.POST.get("name", ""), _number(request, "turn")
    return editing.without_value(queries.texts_of(found), name, turn)


def _verify(request: CityRequest, found: PolicyVersion, _looked: Checked) -> PolicyTexts:
    name, turn = request.POST.get("name", ""), _number(request, "turn")
    return editing.with_verified(queries.texts_of(found), name, turn)


def _drop_condition(request: CityRequest, found: PolicyVersion, _looked: Checked) -> PolicyTexts:
    return editing.without_condition(queries.texts_of(found), _number(request, "turn"))


def _accept(request: CityRequest, found: PolicyVersion, looked: Checked) -> PolicyTexts:
    turn = _number(request, "turn")
    for tried in looked.examples:
        if tried.turn == turn:
            return editing.accepted(queries.texts_of(found), turn, tried.judged)
    raise Http404


def _drop_example(request: CityRequest, found: PolicyVersion, _looked: Checked) -> PolicyTexts:
    return editing.without_example(queries.texts_of(found), _number(request, "turn"))


def _keep_example(request: CityRequest, found: PolicyVersion, looked: Checked) -> PolicyTexts:
    if looked.policy is None or looked.book is None:
        raise editing.ByHand
    form = try_form(looked.policy, QueryDict(request.POST.get("asked", "")))
    name = request.POST.get("name", "").strip()[:60]
    if not form.is_valid() or not name:
        raise Http404
    day: Any = form.cleaned_data["day"]
    judged = judged_of(looked.book, looked.policy.id, form)
    return editing.with_example(
        queries.texts_of(found),
        name=name,
        day=day,
        place=city_code(),
        facts=form.found(),
        judged=judged,
    )


_SMALL = {
    "drop-number": _drop_number,
    "verify": _verify,
    "drop-condition": _drop_condition,
    "accept": _accept,
    "drop-example": _drop_example,
    "keep-example": _keep_example,
}
_PLACES = {
    "drop-number": "numbers",
    "verify": "numbers",
    "drop-condition": "conditions",
    "accept": "checked",
    "drop-example": "checked",
    "keep-example": "checked",
}
