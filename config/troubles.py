"""What goes wrong, told so that people and machines know what to do next.

The API answers with a problem whatever happened and wherever; a database that is away for a
moment is 503, with the advice to ask again with the same key.
"""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse

from nuanban.ui import views as ui

API = "/api/"
PROBLEM = "application/problem+json"
_RETRY_SECONDS = "1"
_TITLES = {
    400: "请求不完整",
    401: "没有登录",
    403: "没有权限",
    404: "没有找到",
    405: "不能这样调用",
    409: "现在不能这样做",
    413: "内容太大",
    422: "内容不对",
    429: "请求太多",
    503: "稍后再试",
}
# Answers that Django or the server gives before or without us: detail and code.
_DETAILS = {
    400: ("请求不完整，没有执行。", "bad_request"),
    401: ("请使用设备令牌，或先登录。", "not_signed_in"),
    403: ("没有权限。", "not_allowed"),
    404: ("没有找到，或者不归您查看。", "not_found"),
    405: ("这个地址不支持这种调用方式。", "method_not_allowed"),
    503: ("系统正在恢复，请过一秒用同一个操作号再试，不会重复办理。", "database_away"),
}
_UNKNOWN = ("系统出了点问题，请用同一个操作号再试，不会重复办理。", "server_error")


def problem(status: int, detail: str, code: str) -> HttpResponse:
    """An answer of type application/problem+json."""
    body = {
        "type": f"urn:nuanban:{code}",
        "title": _TITLES.get(status, "出错了"),
        "detail": detail,
        "code": code,
    }
    return JsonResponse(body, status=status, content_type=PROBLEM)


def plain_problem(status: int) -> HttpResponse:
    """The problem for a status about which nobody said more."""
    return problem(status, *_DETAILS.get(status, _UNKNOWN))


class ApiProblems:
    """Outermost: no call of the API is ever answered with a page or half a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(API) or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        if response.headers.get("Content-Type") == PROBLEM:
            return response
        told = plain_problem(response.status_code)
        # Headers of safety, of the method and of waiting stay as they were.
        for name, value in response.headers.items():
            told.headers.setdefault(name, value)
        told.headers.pop("Content-Length", None)
        return told


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when only the database is away: that passes by itself."""
    response = ui.server_error(request)
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response["Retry-After"] = _RETRY_SECONDS
    return response
