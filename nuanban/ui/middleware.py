from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from nuanban.lib.errors import Refusal
from nuanban.ui.sentences import sentence_of
from nuanban.ui.views import problem_page


class RefusalPages:
    """A refusal that a view lets through becomes a sentence on a page, with the refusal's status.

    htmx gets it as a message at the foot of the page; what stands on the page stays.
    The API answers for itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal) or request.path.startswith("/api/"):
            return None
        said = sentence_of(error) if _is_for_residents(request) else str(error)
        if request.headers.get("HX-Request") == "true":
            return _toast(request, error, said)
        title = _("这一步没有做成")
        return problem_page(request, error.status, title=title, sentence=said)


def _is_for_residents(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and not getattr(match.func, "login_required", True)


def _toast(request: HttpRequest, refusal: Refusal, said: str) -> HttpResponse:
    answer = render(request, "ui/parts/refusal.html", {"sentence": said}, status=refusal.status)
    answer["HX-Retarget"] = "#toasts"
    answer["HX-Reswap"] = "beforeend"
    return answer


class ChosenLanguage:
    """Chinese unless this device chose otherwise.

    The browser's own wish is not asked: a hall machine with an English system must greet in
    Chinese. One press on the language switch is remembered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = dict(settings.LANGUAGES)
        translation.activate(wanted if wanted in known else settings.LANGUAGE_CODE)
        vars(request)["LANGUAGE_CODE"] = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response
