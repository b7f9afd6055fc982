"""The OpenAPI document is true: whatever is sent, only what it declares comes back."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nuanban.accounts.enums import DeviceKind
from nuanban.lib.keys import new_key
from tests.cast import Cast

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 30


@pytest.fixture
def document(cast: Cast) -> Iterator[Any]:
    """The document as this process serves it, on the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _calls(document: Any) -> dict[str, Any]:
    return {found.ok().label: found.ok() for found in document.get_all_operations()}


def test_the_document_names_every_call_of_the_contract(document: Any) -> None:
    assert set(_calls(document)) == {
        "POST /api/v1/zone/check-ins",
        "POST /api/v1/zone/windows/{code}/next",
        "POST /api/v1/zone/tickets/{ticket_id}/{move}",
        "GET /api/v1/zone/board",
        "GET /api/v1/zone/board/stream",
        "POST /api/v1/notices/inbound",
        "POST /api/v1/visits/slots",
        "POST /api/v1/visits",
        "POST /api/v1/feeds/{kind}",
        "GET /api/v1/feeds/deliveries/{delivery_id}",
    }


def test_the_document_asks_for_an_operation_key(document: Any) -> None:
    for name, call in _calls(document).items():
        needed = [p for p in call.definition.raw.get("parameters", []) if p["in"] == "header"]
        assert bool(needed) == name.startswith("POST")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_undeclared_comes_back(document: Any, cast: Cast, mode: GenerationMode) -> None:
    for call in _calls(document).values():
        _try(call, cast, mode)


def _try(call: Any, cast: Cast, mode: GenerationMode) -> None:
    @seed(7)
    @examples(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def each(case: Case[Any]) -> None:
        case.headers["Authorization"] = f"Bearer {cast.tokens[_caller(call)]}"
        if case.headers.get("Idempotency-Key", "").startswith("0"):
            case.headers["Idempotency-Key"] = str(new_key())
        _at_our_hall(case, cast)
        with transaction.atomic():
            response = case.call()
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)
        assert response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR

    given(case=call.as_strategy(generation_mode=mode))(each)()


def _caller(call: Any) -> DeviceKind:
    by_feed = "/notices/" in call.label or "/feeds/" in call.label
    return DeviceKind.FEED if by_feed else DeviceKind.WINDOW


def _at_our_hall(case: Case[Any], cast: Cast) -> None:
    """Half of the calls reach our hall; invented halls are refused before anything is done."""
    body = case.body
    if "kind" in (case.path_parameters or {}) and len(str(case.query)) % 2:
        case.path_parameters["kind"] = "civil_affairs_aid"
    if isinstance(body, dict) and len(str(body)) % 2:
        body["site"] = cast.site
    if case.query and len(str(case.query)) % 2:
        case.query["site"] = cast.site


def test_the_tests_use_the_settings_of_the_city() -> None:
    assert settings.CHECK_INS_PER_SECOND >= 100
