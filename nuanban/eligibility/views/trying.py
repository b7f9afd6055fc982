"""Try somebody: some facts, the verdict and its reasons. Nobody real is named, nothing is kept."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import perms, queries
from nuanban.eligibility.forms import TryForm
from nuanban.eligibility.places import place_choices
from nuanban.eligibility.queries import PolicyVersion
from nuanban.eligibility.views.common import city_code, today, version_or_404
from nuanban.eligibility.views.policy import policy_or_404
from nuanban.eligibility.wording import EACH, fact_words
from nuanban.rulebook.book import Book
from nuanban.rulebook.faults import FactFault
from nuanban.rulebook.judge import Judge, Judged
from nuanban.rulebook.people import person_from
from nuanban.rulebook.policy import Policy


def try_form(policy: Policy, *args: Any) -> TryForm:
    """The facts this policy asks for, in its order."""
    facts = policy.facts().values()
    return TryForm(*args, facts=facts, places=place_choices(), initial={"day": today()})


def judged_of(book: Book, policy: str, form: TryForm) -> Judged:
    """What the book says; raises FactFault for what cannot be."""
    day = form.cleaned_data["day"]
    facts = person_from(form.found(), book.vocabulary, day)
    judged = Judge(book.only([policy]), day, city_code()).judge(facts)
    return next(one for one in judged if one.policy == policy)


@never_cache
@require_safe
@requires(perms.may_see_policies)
def try_policy(request: CityRequest, policy: str) -> HttpResponseBase:
    """Beside the book that applies on the chosen day."""
    found = policy_or_404(policy, today())
    asked = try_form(found, request.GET)
    day = asked.cleaned_data.get("day") if "day_year" in request.GET and asked.is_valid() else None
    book = queries.book_on(day or today())
    return _page(request, book, book.get(policy, found), None)


@never_cache
@require_safe
@requires(perms.may_see_policies)
def try_version(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """Beside the text of a version."""
    found = version_or_404(version_id)
    looked = queries.checked(found, max(today(), found.in_force_from or today()))
    if looked.policy is None or looked.book is None:
        context = {"version": found, "checked": looked}
        return render(request, "eligibility/try.html", context)
    return _page(request, looked.book, looked.policy, found)


def _page(
    request: CityRequest, book: Book, policy: Policy, version: PolicyVersion | None
) -> HttpResponseBase:
    is_asked = "day_year" in request.GET
    form = try_form(policy, request.GET) if is_asked else try_form(policy)
    may_keep = version is not None and perms.may_edit(request.user, version)
    context: dict[str, Any] = {"policy": policy, "version": version, "form": form}
    if is_asked and form.is_valid():
        try:
            context["judged"] = judged_of(book, policy.id, form)
        except FactFault as fault:
            form.add_error(None, str(fault))
        else:
            context["each"] = EACH[policy.period]
            context["missing"] = [book.vocabulary[n].title for n in context["judged"].missing]
            context["facts"] = _said(form)
            context["asked"] = QueryDict(request.META.get("QUERY_STRING", "")).urlencode()
            context["may_keep"] = may_keep
    return render(request, "eligibility/try.html", context)


def _said(form: TryForm) -> list[tuple[str, str]]:
    places = dict(place_choices())
    found = form.found()
    return [
        (f.title, places.get(str(found[f.name])) or fact_words(f, found[f.name]))
        for f in form.facts
        if f.name in found
    ]
