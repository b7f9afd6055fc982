"""One thing in a life: several items, one visit, every paper once."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from nuanban.catalogue import queries
from nuanban.catalogue.enums import PaperSource
from nuanban.catalogue.queries import Bundle, ItemVersion, MaterialNeed
from nuanban.catalogue.views.answers import answer_links, choice_links
from nuanban.catalogue.views.item import large_print
from nuanban.lib.days import city_day


@require_safe
@login_not_required
def bundle(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a bundle."""
    page, context = "catalogue/bundle.html", _context(_find(code), request)
    if request.headers.get("HX-Target") == "papers":
        page, context["is_part"] = f"{page}#papers", True
    return render(request, page, context)


@require_safe
@login_not_required
def bundle_print(request: HttpRequest, code: str) -> HttpResponse:
    """The same on paper, in large print."""
    large_print(request)
    return render(request, "catalogue/bundle_print.html", _context(_find(code), request))


def _find(code: str) -> Bundle:
    found = queries.bundle(code)
    if found is None:
        raise Http404
    return found


def _context(found: Bundle, request: HttpRequest) -> dict[str, Any]:
    entries = list(queries.items_of_bundle(found.code))
    in_force = queries.versions_in_force(
        [entry.item_id for entry in entries], city_day(timezone.now())
    )
    versions = [in_force[entry.item_id] for entry in entries if entry.item_id in in_force]
    return {"bundle": found, "entries": entries, **_papers(found, versions, request.GET.dict())}


def _papers(found: Bundle, versions: list[ItemVersion], asked: dict[str, str]) -> dict[str, Any]:
    told = {fact: value for fact, value in asked.items() if fact not in found.settled}
    answered = [
        entry
        for entry in queries.bundle_answers(versions, {**told, **found.settled})
        if entry.question.fact not in found.settled
    ]
    given = {entry.question.fact: entry.choice.value for entry in answered}
    whole = {**given, **found.settled}
    still_open = queries.bundle_questions(versions, whole)
    shared = queries.materials_for_bundle(versions, whole, found.made_here)
    question = still_open[0] if still_open else None
    certain = [entry for entry in shared if entry.need.is_certain]
    return {
        "question": question,
        "choices": choice_links(question, given) if question else [],
        "answers": answer_links(answered, given),
        "step": len(answered) + 1,
        "steps": len(answered) + len(still_open),
        "query": urlencode(given),
        "to_bring": [s for s in certain if s.need.source is PaperSource.BROUGHT],
        "maybe": [s.need for s in shared if _may_be_brought(s.need)],
        "known": [s for s in certain if s.need.source is PaperSource.KNOWN],
        "waived": [s for s in certain if s.need.source is PaperSource.WAIVED],
        "spared": sum(len(s.items) for s in shared) - len(shared),
    }


def _may_be_brought(need: MaterialNeed) -> bool:
    return need.source is PaperSource.BROUGHT and not need.is_certain
