"""The public check page: is this document genuine?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.papers import queries
from nuanban.papers.enums import Standing


@never_cache
@require_safe
@login_not_required
def check(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Genuine, revoked or unknown; HTML for people, JSON for machines that ask for it."""
    typed = request.GET.get("code", "")
    if typed:
        return redirect("papers:check", "".join(c for c in typed if c.isalnum())[:24] or "0")
    found = queries.check(code) if code else None
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    if found is not None and wants_json:
        return JsonResponse(_json(code, found))
    status = 404 if found and found.standing == Standing.UNKNOWN else 200
    return render(request, "papers/check.html", {"found": found, "code": code}, status=status)


def _json(code: str, found: queries.Check) -> dict[str, object]:
    document = found.document
    if document is None:
        return {"code": code, "standing": found.standing.value}
    revoked = document.revoked_at
    return {
        "code": document.code,
        "standing": found.standing.value,
        "number": document.number,
        "title": document.title,
        "holder": document.holder_masked,
        "issuer": document.issuer,
        "issued_at": document.issued_at.isoformat(timespec="seconds"),
        "revoked_at": revoked.isoformat(timespec="seconds") if revoked else None,
    }
