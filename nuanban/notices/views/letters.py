"""Letters to print and to post, one PDF each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.notices import actions, perms, queries
from nuanban.notices.enums import Kind
from nuanban.notices.views.finding import find_or_404
from nuanban.papers import actions as papers
from nuanban.papers import queries as paper_queries

MOST_SHOWN = 50


@never_cache
@require_safe
@requires(perms.may_post_letters)
def letter_list(request: CityRequest) -> HttpResponseBase:
    """What waits to be printed or posted, the oldest first."""
    waiting = queries.letters_to_post()
    context = {
        "letters": waiting[:MOST_SHOWN],
        "count": waiting.count(),
        "outlook": queries.outlook(),
        "can_write_braille": queries.can_write_braille(),
    }
    return render(request, "notices/letters.html", context)


@require_POST
@requires(perms.may_post_letters)
def print_letter(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """Makes the letter and opens it."""
    found = find_or_404(notice_id, Kind.LETTER)

    def act() -> str:
        actions.print_letter(found, by=request.actor, at=timezone.now())
        return reverse("notices:letter_pdf", args=[found.pk])

    return press(request, act, reverse("notices:letters"))


@never_cache
@require_safe
@requires(perms.may_post_letters)
def letter_pdf(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """The letter as it was made; opening it leaves a trace."""
    document = find_or_404(notice_id, Kind.LETTER).document
    if document is None:
        raise Http404
    papers.note_reading(document, by=request.actor, at=timezone.now())
    response = HttpResponse(paper_queries.pdf_of(document), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{document.code}.pdf"'
    return response


@never_cache
@require_safe
@requires(perms.may_post_letters)
def letter_braille(_request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """The letter for a braille printer."""
    found = find_or_404(notice_id, Kind.LETTER)
    text = queries.letter_in_braille(found) if found.is_braille else ""
    if not text:
        raise Http404
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="braille-{found.pk.hex[-8:]}.txt"'
    return response


@require_POST
@requires(perms.may_post_letters)
def posted(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """The letter is in the post."""
    found = find_or_404(notice_id, Kind.LETTER)

    def act() -> str:
        actions.note_posted(found, by=request.actor, at=timezone.now())
        messages.success(request, f"{found.addressee}的信已记为寄出。")
        return reverse("notices:letters")

    return press(request, act, reverse("notices:letters"))
