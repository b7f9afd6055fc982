"""Is the city there? `/healthz`: this process answers; `/readyz`: the database does too."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


@never_cache
@require_safe
@login_not_required
def healthz(_request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"web": "ok"})


@never_cache
@require_safe
@login_not_required
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"web": "ok", "database": "down"}, status=503)
    return JsonResponse({"web": "ok", "database": "ok"})


@never_cache
@require_safe
@login_not_required
def metrics(_request: HttpRequest) -> HttpResponse:
    """Counters of this process, without personal data."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
