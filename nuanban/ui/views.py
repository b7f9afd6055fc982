import json
import logging
import secrets
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from nuanban.ui import care as care_mode
from nuanban.ui import samples
from nuanban.ui.care import CareSettings
from nuanban.ui.origin import from_this_site, safe_return

log = logging.getLogger("nuanban.ui")


@login_not_required
@csrf_exempt
@require_POST
def care(request: HttpRequest) -> HttpResponseBase:
    """Change the care mode. A form sends `change`; a script sends every choice in `now`."""
    if not from_this_site(request):
        return HttpResponseForbidden("只能在本网站的页面上调整显示。")
    change = request.POST.get("change", "")
    if change and change not in care_mode.CHANGES:
        return HttpResponseBadRequest("没有这个按钮。")
    chosen = _current(request)
    if change:
        chosen = care_mode.CHANGES[change](chosen)
    if listener := getattr(settings, "CARE_LISTENER", ""):
        import_string(listener)(request, chosen)
    response: HttpResponseBase
    if "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse(chosen.as_dict())
    else:
        response = HttpResponseRedirect(safe_return(request, request.POST.get("next", "/")))
    if change == "reset":
        response.delete_cookie(care_mode.COOKIE)
    else:
        care_mode.keep(response, chosen, secure=request.is_secure())
    return response


def _current(request: HttpRequest) -> CareSettings:
    try:
        sent = json.loads(request.POST.get("now", ""))
    except ValueError:
        sent = None
    return CareSettings.from_mapping(sent) if isinstance(sent, dict) else care_mode.of(request)


@login_not_required
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Chinese or English; Django's own view does the work."""
    if not from_this_site(request):
        return HttpResponseForbidden("只能在本网站的页面上切换语言。")
    return set_language(request)


@login_not_required
@require_GET
def gallery(request: HttpRequest, face: str = "") -> HttpResponse:
    """Every component with believable content; for those who build and check pages."""
    if not (settings.DEBUG or getattr(request.user, "is_staff_member", False)):
        raise Http404
    make = samples.FACES.get(face)
    if make is None:
        raise Http404
    sample = make()
    if sample.care is not None:
        care_mode.start_with(request, sample.care)
    return render(request, sample.template, sample.context)


def problem_page(
    request: HttpRequest, status: int, *, title: str = "", sentence: str = ""
) -> HttpResponse:
    """A page in plain words with a telephone number and a code to read out to the hotline."""
    code = f"{status:d}-{secrets.token_hex(3).upper()}"
    log.warning("problem page", extra={"code": code, "path": request.path, "status": status})
    context: dict[str, Any] = {"code": code, "title": title, "sentence": sentence}
    return render(request, [f"{status:d}.html", "ui/problem.html"], context, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(request, HTTPStatus.BAD_REQUEST)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(request, HTTPStatus.FORBIDDEN)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_page(
        request,
        HTTPStatus.FORBIDDEN,
        title=_("这一页放得太久了"),
        sentence=_("为了安全，没有替您提交。请回到上一页，重新按一次；您填的内容多半还在。"),
    )


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(request, HTTPStatus.NOT_FOUND)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Must not fail a second time: when even the page cannot be drawn, plain text goes out."""
    try:
        return problem_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    except Exception:
        log.exception("the page for errors failed")
        return HttpResponse(
            "系统出了点问题，请稍后再试，或拨打服务电话。",
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            content_type="text/plain; charset=utf-8",
        )
