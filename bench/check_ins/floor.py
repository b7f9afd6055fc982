"""The bare floor: a Django project with one view that writes a numbered row in one statement."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

TABLES = """
CREATE TABLE IF NOT EXISTS bench_counter (queue text PRIMARY KEY, last integer NOT NULL);
CREATE TABLE IF NOT EXISTS bench_ticket (
  queue text NOT NULL, number integer NOT NULL, at timestamptz DEFAULT now(), UNIQUE (queue, number)
)
"""
_WRITE = """
WITH counted AS (
  INSERT INTO bench_counter VALUES (%s, 1)
  ON CONFLICT (queue) DO UPDATE SET last = bench_counter.last + 1 RETURNING queue, last
) INSERT INTO bench_ticket (queue, number) SELECT queue, last FROM counted RETURNING number
"""


def write(_request: HttpRequest) -> HttpResponse:
    """A number, written."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, ["hall"])
        row = cursor.fetchone()
    response = JsonResponse({"number": row[0] if row else 0}, status=201)
    response["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [path("write", write)]


def configure() -> None:
    """Settings of the bare project: nothing but a pool."""
    place = {key: os.environ[f"FLOOR_{key}"] for key in ("HOST", "USER", "PASSWORD", "NAME")}
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[],
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                **place,
                "PORT": "5432",
                "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
            }
        },
    )
    django.setup()


if "FLOOR_HOST" in os.environ:
    configure()
    application = get_wsgi_application()
