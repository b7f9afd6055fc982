"""One item in plain words: the answer first, then what this person has to bring."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanban.catalogue import queries, wording
from nuanban.catalogue.enums import Level, PaperSource
from nuanban.catalogue.queries import ItemVersion
from nuanban.catalogue.views.answers import answer_links, choice_links
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices
from nuanban.ui import care

HALLS_SHOWN = 3


def version_or_404(code: str) -> ItemVersion:
    """The guide people read today, or 404."""
    found = queries.version_in_force(code, city_day(timezone.now()))
    if found is None:
        raise Http404
    return found


@require_safe
@login_not_required
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an item; the same address with answers shortens the list of papers."""
    context = item_context(version_or_404(code), request.GET.dict())
    page = "catalogue/item.html"
    if request.headers.get("HX-Target") == "papers":
        page, context["is_part"] = f"{page}#papers", True
    return render(request, page, context)


@require_safe
@login_not_required
def item_print(request: HttpRequest, code: str) -> HttpResponse:
    """The same on paper, in large print."""
    large_print(request)
    context = item_context(version_or_404(code), request.GET.dict())
    return render(request, "catalogue/item_print.html", context)


def large_print(request: HttpRequest) -> None:
    """Paper is for eyes that cannot zoom: at least the second size, whatever the device keeps."""
    kept = care.of(request)
    size = max(kept.size, 2) if kept.on else 2
    care.show_as(request, care.CareSettings.from_mapping({**kept.as_dict(), "on": 1, "size": size}))


def item_context(version: ItemVersion, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page of an item shows."""
    code = version.item_id
    channels, levels = queries.channels_of(code), queries.levels_of(code)
    papers = papers_context(version, asked)
    return {
        "item": version.item,
        "version": version,
        "groups": queries.groups_of(code),
        "channels": channels,
        "ways": wording.ways(channels, levels),
        "is_near": {Level.TOWNSHIP, Level.VILLAGE} & set(levels),
        "halls": _halls(),
        "bundles": queries.bundles_with(code),
        "facts": [
            (_("要带什么"), papers["in_one_line"]),
            (_("多久办好"), wording.how_long(version, channels)),
            (_("要跑几趟"), wording.how_often(version)),
            (_("要不要钱"), version.cost),
        ],
        **papers,
    }


def _halls() -> list[offices.Site]:
    return list(offices.sites().filter(kind="hall")[:HALLS_SHOWN])


def papers_context(version: ItemVersion, asked: Mapping[str, str]) -> dict[str, Any]:
    """The next question, the answers so far and the papers they lead to."""
    given = queries.readable_answers(version, asked)
    answered = queries.answered_questions(version, given)
    given = {entry.question.fact: entry.choice.value for entry in answered}
    still_open = queries.open_questions(version, given)
    needs = queries.materials_for(version, given)
    question = still_open[0] if still_open else None
    certain = [need for need in needs if need.is_certain]
    maybe = [n for n in needs if not n.is_certain and n.source is PaperSource.BROUGHT]
    return {
        "question": question,
        "choices": choice_links(question, given) if question else [],
        "answers": answer_links(answered, given),
        "step": len(answered) + 1,
        "steps": len(answered) + queries.questions_left(version, given),
        "query": urlencode(given),
        "to_bring": [need for need in certain if need.source is PaperSource.BROUGHT],
        "maybe": maybe,
        "known": [need for need in certain if need.source is PaperSource.KNOWN],
        "waived": [need for need in certain if need.source is PaperSource.WAIVED],
        "in_one_line": wording.how_much_to_bring(needs, has_open_questions=bool(still_open)),
    }
