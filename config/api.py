"""The API of terminals and departments: one OpenAPI document, problems in Chinese."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from nuanban.accounts.bearer import API_AUTH
from nuanban.lib.errors import Refusal
from nuanban.zone.api import router as zone

api = NinjaAPI(
    title="暖办",
    version="1",
    description="终端与部门接口。每个写操作都要带 Idempotency-Key（UUID）。",
    urls_namespace="api",
    auth=API_AUTH,
    docs_url=None,
)
api.add_router("/zone", zone)

_TITLES = {
    400: "请求不完整",
    401: "没有登录",
    403: "没有权限",
    404: "没有找到",
    409: "现在不能这样做",
    422: "内容不对",
    429: "请求太多",
}


def problem(status: int, detail: str, code: str) -> HttpResponse:
    """An answer of type application/problem+json."""
    body = {
        "type": f"urn:nuanban:{code}",
        "title": _TITLES.get(status, "出错了"),
        "detail": detail,
        "code": code,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


@api.exception_handler(Refusal)
def _refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(refusal.status, str(refusal), refusal.code)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    places = sorted({_place(error) for error in fault.errors})
    return problem(422, f"请检查这些内容：{'、'.join(places)}。", "invalid_body")


def _place(error: dict[str, Any]) -> str:
    where = [str(part) for part in error["loc"] if part not in ("body", "query", "path")]
    return ".".join(where[1:] or where) or "正文"


@api.exception_handler(AuthenticationError)
def _stranger(_request: HttpRequest, _fault: AuthenticationError) -> HttpResponse:
    return problem(401, "请使用设备令牌，或先登录。", "not_signed_in")


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _fault: Http404) -> HttpResponse:
    return problem(404, "没有找到，或者不归您查看。", "not_found")


@api.exception_handler(HttpError)
def _http(_request: HttpRequest, fault: HttpError) -> HttpResponse:
    status = HTTPStatus(fault.status_code)
    return problem(status, str(fault), status.name.lower())
