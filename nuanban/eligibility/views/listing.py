"""All policies: what applies since when, what is not confirmed, what is being written."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import perms, queries
from nuanban.eligibility.enums import VersionState
from nuanban.eligibility.views.common import today


@never_cache
@require_safe
@requires(perms.may_see_policies)
def policies(request: CityRequest) -> HttpResponseBase:
    """Every policy of the book, and those that are only drafts."""
    day = today()
    book, drafts = queries.book_on(day), queries.open_versions()
    in_force = {version.policy: version for version in queries.released(day)}
    coming = queries.coming(day)
    rows: list[dict[str, Any]] = [
        {
            "id": policy.id,
            "title": policy.title,
            "department": policy.department,
            "version": in_force.get(policy.id),
            "since": policy.in_force_from,
            "is_over": _is_over(in_force.get(policy.id)),
            "unverified": policy.unverified,
            "draft": drafts.get(policy.id),
            "coming": coming.get(policy.id),
        }
        for policy in book.values()
    ]
    rows.sort(key=lambda row: (row["draft"] is None, row["department"], row["title"]))
    fresh = sorted((set(drafts) | set(coming)) - set(book))
    new = [{"id": n, "draft": drafts.get(n), "coming": coming.get(n)} for n in fresh]
    context = {"rows": rows, "new": new, "may_write": perms.may_write_policies(request.user)}
    return render(request, "eligibility/policies.html", context)


def _is_over(version: queries.PolicyVersion | None) -> bool:
    return version is not None and version.state == VersionState.WITHDRAWN
