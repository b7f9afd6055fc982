"""The API of terminals and departments: one OpenAPI document, problems in Chinese."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from config.troubles import problem
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
