"""Papers of a case: how each was shown, uploads, the list of what is missing, the result."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import actions, perms, queries
from nuanban.cases.enums import Shown
from nuanban.cases.forms import NoteMaterial, UploadMaterial
from nuanban.cases.queries import Case
from nuanban.cases.views.page import act_once, find_or_404, page_context, shown_again
from nuanban.papers import actions as papers
from nuanban.papers import queries as paper_queries
from nuanban.papers.cleaning import LARGEST_BYTES, UploadTooLarge

# A file from people never runs: it may only be looked at or saved.
_SANDBOX = "default-src 'none'; sandbox"


def note(request: CityRequest, case: Case) -> HttpResponseBase:
    """Original seen, known to the city, waived, or missing."""
    form = NoteMaterial(request.POST)
    if not perms.may_fill(request.user, case):
        raise Http404
    if not form.is_valid():
        return shown_again(request, case, "请选择这份材料是怎么核对的。", 422)

    def deed() -> None:
        actions.note_material(
            case,
            code=form.cleaned_data["code"],
            shown=Shown(form.cleaned_data["shown"]),
            by=request.actor,
            at=timezone.now(),
        )

    return act_once(request, case, deed)


def upload(request: CityRequest, case: Case) -> HttpResponseBase:
    """Photos or a scan, cleaned before they are kept; several photos become one PDF."""
    form = UploadMaterial(request.POST, request.FILES)
    if not perms.may_fill(request.user, case):
        raise Http404
    if not form.is_valid():
        return shown_again(request, case, "请先拍照或选择文件。", 422)

    def deed() -> None:
        at = timezone.now()
        files = form.cleaned_data["photos"]
        if sum(file.size for file in files) > LARGEST_BYTES:
            raise UploadTooLarge
        kept = papers.take_in(
            [file.read() for file in files],
            name=files[0].name,
            subject_id=case.resident_id,
            by=request.actor,
            at=at,
        )
        actions.note_material(
            case,
            code=form.cleaned_data["code"],
            shown=Shown.PHOTO,
            upload_id=kept.pk,
            by=request.actor,
            at=at,
        )

    return act_once(request, case, deed)


@never_cache
@require_safe
@requires(perms.may_see_cases)
def show_upload(request: CityRequest, case_id: UUID, upload_id: UUID) -> HttpResponseBase:
    """A paper of the case."""
    case = find_or_404(request, case_id)
    mine = queries.materials_of(case).filter(upload_id=upload_id).exists()
    kept = paper_queries.upload_by_id(upload_id) if mine else None
    if kept is None:
        raise Http404
    response = HttpResponse(paper_queries.content_of(kept), content_type=kept.media_type)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = _SANDBOX
    return response


@never_cache
@require_safe
@requires(perms.may_see_cases)
def missing_list(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """What is still missing, on one page to take home."""
    case = find_or_404(request, case_id)
    return render(request, "cases/missing_list.html", page_context(request, case))


@never_cache
@require_safe
@requires(perms.may_see_cases)
def result(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """The signed result as PDF; opening it leaves a trace."""
    case = find_or_404(request, case_id)
    document = paper_queries.document_by_id(case.document_id) if case.document_id else None
    if document is None:
        raise Http404
    papers.note_reading(document, by=request.actor, at=timezone.now())
    pdf = paper_queries.pdf_of(document)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}.pdf"'
    return response
