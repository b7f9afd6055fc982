"""Operation keys over HTTP: `Idempotency-Key` of the API, the hidden `op` of forms."""

import json
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect

from nuanban.accounts.perms import CityRequest
from nuanban.journal.actions import Answer, Contradiction, Operation, fingerprint_of, run_once
from nuanban.lib.errors import Refusal, residents_read
from nuanban.lib.keys import read_key


class OperationKeyMissing(Refusal):
    """请求缺少 Idempotency-Key（UUID），为防止重复办理，没有执行。"""

    status = HTTPStatus.BAD_REQUEST


@residents_read
class FormKeyMissing(Refusal):
    """页面已经过期，请刷新后再提交一次；您填写的内容还在。"""

    status = HTTPStatus.BAD_REQUEST


def _canonical(request: HttpRequest) -> bytes:
    """The body as compared: JSON with sorted keys, anything else as it came."""
    try:
        return json.dumps(json.loads(request.body), sort_keys=True).encode()
    except ValueError:
        return request.body


def _scope(request: CityRequest) -> str:
    return f"{request.actor.kind}:{request.actor.id}"


def operation_of(request: CityRequest) -> Operation:
    """The operation that a call of the API names."""
    return _operation(request, _canonical)


def operation_with_file(request: CityRequest, digest: bytes) -> Operation:
    """The same for a call whose body is a file that was read already: its digest stands for it."""
    return _operation(request, lambda _: digest)


def operation_key_of(request: CityRequest) -> UUID:
    """The key of a call, before its body is read."""
    key = read_key(request.headers.get("Idempotency-Key", ""))
    if key is None:
        raise OperationKeyMissing
    return key


def _operation(request: CityRequest, body: Callable[[CityRequest], bytes]) -> Operation:
    key = operation_key_of(request)
    fingerprint = fingerprint_of(request.method or "", request.path, body(request))
    return Operation(key, _scope(request), fingerprint)


def answer_api(request: CityRequest, deed: Callable[[], Answer]) -> HttpResponse:
    """Runs an API deed once and answers in JSON."""
    operation = operation_of(request)
    return answer_in_json(lambda: run_once(operation, deed))


def answer_in_json(run: Callable[[], Answer]) -> HttpResponse:
    """The answer of an operation as JSON."""
    try:
        answer = run()
    except Contradiction:
        # Somebody was faster, in the same moment. Now the deed sees what they did.
        answer = run()
    if answer.status == HTTPStatus.NO_CONTENT:
        return HttpResponse(status=answer.status)
    # The database keeps JSON in an order of its own: sorted, every answer has the same bytes.
    in_order = {"sort_keys": True}
    found = JsonResponse(answer.body, status=answer.status, safe=False, json_dumps_params=in_order)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        found.headers["Content-Type"] = "application/problem+json"
    return found


def submit_once(request: CityRequest, deed: Callable[[], str]) -> HttpResponse:
    """Runs the deed of a form once; `deed` returns the address to go to.

    A form sent twice (double click, back button, lost answer) leads to the first answer.
    """
    key = read_key(request.POST.get("op", ""))
    if key is None:
        raise FormKeyMissing
    fields = sorted((k, v) for k in request.POST for v in request.POST.getlist(k))
    sent = json.dumps([f for f in fields if f[0] != "csrfmiddlewaretoken"])
    operation = Operation(key, _scope(request), fingerprint_of(request.path, sent))
    answer = run_once(operation, lambda: Answer(HTTPStatus.SEE_OTHER, deed()))
    target = str(answer.body)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Location": target})
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def press(request: CityRequest, act: Callable[[], str], back: str) -> HttpResponseBase:
    """`act` gives the next address; a refusal is told on the page `back`."""
    try:
        return submit_once(request, act)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)


def press_on(
    request: CityRequest, act: Callable[[], str], page: str, then: str = ""
) -> HttpResponseBase:
    """`act` gives the words of success, told on `then`, or on the page where one pressed."""

    def once() -> str:
        messages.success(request, act())
        return then or page

    return press(request, once, page)
