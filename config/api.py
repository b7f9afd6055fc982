"""The API of terminals and departments: one OpenAPI document, problems in Chinese."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from config.troubles import PROBLEM, plain_problem, problem
from nuanban.accounts.bearer import API_AUTH
from nuanban.feeds.api import router as feeds
from nuanban.lib.errors import Refusal
from nuanban.notices.api import router as notices
from nuanban.visits.api import router as visits
from nuanban.zone.api import router as zone

_UNSAFE = ("post", "put", "patch", "delete")
_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "操作号（UUID）。同一个号重复提交得到第一次的应答，不会重复办理。",
    "schema": {"type": "string", "format": "uuid"},
}
# May answer any call: too fast, something broke, the database is away for a moment.
_ALWAYS = {429: "请求太多", 500: "系统出了问题", 503: "系统正在恢复"}


class CityApi(NinjaAPI):
    """Writes down what every call has in common, which no single function says."""

    def get_openapi_schema(self, *words: Any, **named: Any) -> OpenAPISchema:
        """The document, with operation keys and problems."""
        schema = super().get_openapi_schema(*words, **named)
        for calls in schema["paths"].values():
            for method, call in calls.items():
                if method in _UNSAFE:
                    call.setdefault("parameters", []).append(_KEY)
                _describe_problems(call["responses"])
        return schema


def _describe_problems(responses: dict[Any, Any]) -> None:
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for status, words in _ALWAYS.items():
        responses.setdefault(status, {"description": words})
    for status, answer in responses.items():
        if int(status) >= HTTPStatus.BAD_REQUEST:
            answer["content"] = {PROBLEM: shape}


api = CityApi(
    title="暖办",
    version="1",
    description="终端与部门接口。每个写操作都要带 Idempotency-Key（UUID）。",
    urls_namespace="api",
    auth=API_AUTH,
    docs_url=None,
)
api.add_router("/zone", zone)
api.add_router("/notices", notices)
api.add_router("/feeds", feeds)
api.add_router("/visits", visits)


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
    return plain_problem(fault.status_code)
