"""Where guides are written, compared and published."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.catalogue import actions, perms, queries
from nuanban.catalogue.forms import Find, GuideForm, PublishForm, SituationForm
from nuanban.catalogue.guides import write_situation
from nuanban.catalogue.queries import Item, ItemVersion
from nuanban.catalogue.reference import words
from nuanban.catalogue.views.item import item_context
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal


@never_cache
@require_safe
@requires(perms.may_see_drafts)
def drafts(request: CityRequest) -> HttpResponseBase:
    """Every item and where its guide stands."""
    wanted = Find(request.GET).wanted()
    found = queries.search(wanted["q"], department=wanted["department"])
    rows = queries.stands(city_day(timezone.now()), found)
    if request.GET.get("only") == "drafts":
        rows = [row for row in rows if row.draft or row.coming]
    context = {
        "rows": rows,
        "wanted": wanted,
        "only": request.GET.get("only", ""),
        "departments": queries.departments(),
    }
    return render(request, "catalogue/drafts.html", context)


def _item(code: str) -> Item:
    found = queries.item(code)
    if found is None:
        raise Http404
    return found


def _draft(code: str, revision: object) -> ItemVersion:
    """The draft as the page showed it, so that a change since then is noticed."""
    found = queries.draft_of(code)
    if found is None:
        raise actions.DraftGone
    found.revision = int(str(revision))
    return found


def _editable(request: CityRequest, code: str) -> Item:
    found = _item(code)
    if not perms.may_edit(request.user, found):
        raise Http404
    return found


@never_cache
@require_safe
@requires(perms.may_see_drafts)
def guide(request: CityRequest, code: str) -> HttpResponseBase:
    """The guide of one item: what counts today, the draft, every version."""
    return render(request, "catalogue/guide.html", _page(request, _item(code)))


def _page(request: CityRequest, item: Item, **extra: object) -> dict[str, Any]:
    today = city_day(timezone.now())
    draft = queries.draft_of(item.code)
    in_force = queries.version_in_force(item.code, today)
    forms = _forms(draft, today + timedelta(days=1)) if draft else {}
    return {
        "item": item,
        "draft": draft,
        "in_force": in_force,
        "versions": queries.versions_of(item.code),
        "changes": queries.changes(in_force, draft) if draft and in_force else [],
        "may_edit": perms.may_edit(request.user, item),
        "may_publish": perms.may_publish(request.user),
        "today": today,
        **forms,
        **extra,
    }


def _forms(draft: ItemVersion, tomorrow: object) -> dict[str, django_forms.Form]:
    text = write_situation(queries.situation_of(draft), words())
    revision = draft.revision
    return {
        "guide_form": GuideForm.of(draft),
        "situation_form": SituationForm(initial={"text": text, "revision": revision}),
        "publish_form": PublishForm(initial={"publish_on": tomorrow, "revision": revision}),
    }


def _shown_again(
    request: CityRequest, item: Item, name: str, form: django_forms.Form
) -> HttpResponseBase:
    context = _page(request, item, **{name: form})
    return render(request, "catalogue/guide.html", context, status=422)


@require_POST
@requires(perms.may_see_drafts)
def start(request: CityRequest, code: str) -> HttpResponseBase:
    """Begins a draft."""
    item = _editable(request, code)

    def act() -> str:
        actions.start_draft(item, by=request.actor, at=timezone.now())
        return reverse("catalogue:guide", args=[code])

    return submit_once(request, act)


@require_POST
@requires(perms.may_see_drafts)
def save_texts(request: CityRequest, code: str) -> HttpResponseBase:
    """Keeps the texts of a draft."""
    item, form = _editable(request, code), GuideForm(request.POST)

    def act() -> str:
        draft = _draft(code, form.cleaned_data["revision"])
        actions.save_draft(draft, texts=form.texts(), by=request.actor, at=timezone.now())
        messages.success(request, "文字已保存。")
        return reverse("catalogue:guide", args=[code])

    if form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _shown_again(request, item, "guide_form", form)


@require_POST
@requires(perms.may_see_drafts)
def save_papers(request: CityRequest, code: str) -> HttpResponseBase:
    """Keeps the questions and papers of a draft."""
    item, form = _editable(request, code), SituationForm(request.POST)

    def act() -> str:
        draft = _draft(code, form.cleaned_data["revision"])
        text = form.cleaned_data["text"]
        actions.save_situation(draft, text=text, by=request.actor, at=timezone.now())
        messages.success(request, "提问和材料已保存。")
        return reverse("catalogue:guide", args=[code])

    if form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error("text", str(refusal))
    return _shown_again(request, item, "situation_form", form)


@require_POST
@requires(perms.may_publish)
def publish(request: CityRequest, code: str) -> HttpResponseBase:
    """Lets a draft count from a day on."""
    item, form = _item(code), PublishForm(request.POST)

    def act() -> str:
        filled = form.cleaned_data
        draft = _draft(code, filled["revision"])
        day = filled["publish_on"]
        actions.publish_version(draft, publish_on=day, by=request.actor, at=timezone.now())
        messages.success(request, f"已发布，从 {day.month} 月 {day.day} 日开始用。")
        return reverse("catalogue:guide", args=[code])

    if form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _shown_again(request, item, "publish_form", form)


@require_POST
@requires(perms.may_see_drafts)
def discard(request: CityRequest, code: str) -> HttpResponseBase:
    """Throws a draft away."""
    _editable(request, code)

    def act() -> str:
        draft = _draft(code, 0)
        actions.discard_draft(draft, by=request.actor, at=timezone.now())
        messages.success(request, "草稿已删除，正在用的指南没有变。")
        return reverse("catalogue:guide", args=[code])

    return submit_once(request, act)


@require_POST
@requires(perms.may_publish)
def recall(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """Makes a published guide that does not count yet a draft again."""
    version = queries.version_by_id(version_id)
    if version is None:
        raise Http404

    def act() -> str:
        actions.recall_version(version, by=request.actor, at=timezone.now())
        messages.success(request, "已撤回，变回草稿。")
        return reverse("catalogue:guide", args=[version.item_id])

    return submit_once(request, act)


@never_cache
@require_safe
@requires(perms.may_see_drafts)
def preview(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """A version as residents will see it."""
    version = queries.versions_visible_to(request.user).filter(pk=version_id).first()
    if version is None:
        raise Http404
    context = item_context(version, request.GET.dict()) | {"is_preview": True}
    return render(request, "catalogue/item.html", context)
