import json
import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page

from nuanban.ui import texts

PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

OpenFace = Callable[..., Page]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session", autouse=True)
def _compiled_texts() -> None:
    texts.compile_all()


@pytest.fixture(autouse=True)
def _ui_alone() -> Iterator[None]:
    """The tests of ui see its own pages only, and unhashed static files."""
    with override_settings(ROOT_URLCONF="nuanban.ui.tests.urls", STORAGES=PLAIN_FILES):
        yield


@pytest.fixture
def open_gallery() -> Iterator[None]:
    with override_settings(DEBUG=True):
        yield


@pytest.fixture
def face_site(open_gallery: None) -> Iterator[str]:
    """Address of a small server with the gallery; it never touches the database."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _gallery(face: str) -> str:
    return f"/ui/gallery/{face}/" if face else "/ui/gallery/"


@pytest.fixture
def open_face(browser: Browser, face_site: str) -> Iterator[OpenFace]:
    """open_face("kiosk" or "/path/", care={…}, width=360) → Page; a script or CSP error fails."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(
        face: str = "",
        *,
        care: dict[str, Any] | None = None,
        width: int = 1280,
        script: str = "",
        **options: Any,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        if care is not None:
            value = quote(json.dumps(care), safe="")
            context.add_cookies([{"name": "nb_care", "value": value, "url": face_site}])
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(face_site + (face if face.startswith("/") else _gallery(face)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
