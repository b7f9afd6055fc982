"""Lists for power, water, gas and bus companies, and their answers."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.papers import queries as papers
from nuanban.proactive import actions, perms, queries
from nuanban.proactive.periods import period_key
from nuanban.proactive.queries import PartnerList

PARTNERS = {"power": "供电公司", "water": "供水公司", "gas": "燃气公司", "bus": "公交公司"}
LARGEST = 50_000_000


class Answered(forms.Form):
    """The file that came back."""

    file = forms.FileField(label="对方发回的 CSV")

    def clean_file(self) -> bytes:
        """Its bytes; a file that is too large is refused in words."""
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise forms.ValidationError("这个文件太大了，请分几次传。")
        return bytes(found.read())


def find_or_404(list_id: UUID) -> PartnerList:
    """The list, or 404."""
    found = queries.partner_list_by_id(list_id)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_send_lists)
def partners(request: CityRequest) -> HttpResponseBase:
    """Which policies are carried out by somebody outside; a new list of this period."""
    day = city_day(timezone.now())
    carried = {p.id: p for p in eligibility.book_on(day).values() if p.list_for}
    wanted = carried.get(request.POST.get("policy", ""))
    if request.method == "POST" and wanted is None:
        raise Unusable(sentence="没有这项政策的名单可做，请刷新页面后再选。")
    if wanted is not None:
        key = period_key(wanted.period, day)

        def make() -> str:
            made = actions.make_partner_list(
                policy=wanted.id, period_key=key, by=request.user, at=timezone.now()
            )
            return reverse("proactive:partner_list", args=[made.pk])

        try:
            return submit_once(request, make)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("proactive:partners")
    context = {
        "carried": [(p, PARTNERS.get(p.list_for, p.list_for)) for p in carried.values()],
        "lists": queries.partner_lists()[: queries.RECENT],
        "titles": {name: policy.title for name, policy in carried.items()},
    }
    return render(request, "proactive/partners.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_send_lists)
def partner_list(request: CityRequest, list_id: UUID) -> HttpResponseBase:
    """One list: to take away, with its signature; and the answer that came back."""
    found, form, status = find_or_404(list_id), Answered(), 200
    if request.method == "POST":
        form = Answered(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            content = form.cleaned_data["file"]

            def read() -> str:
                actions.read_answer(found, content, by=request.user, at=timezone.now())
                return reverse("proactive:partner_list", args=[found.pk])

            try:
                return submit_once(request, read)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
    policy = eligibility.book_on(city_day(timezone.now())).get(found.policy)
    context = {
        "made": found,
        "policy": policy,
        "counts": queries.rows_of(found),
        "wrong": queries.wrong_rows(found)[: queries.RECENT],
        "form": form,
    }
    return render(request, "proactive/partner_list.html", context, status=status)


@never_cache
@require_safe
@requires(perms.may_send_lists)
def partner_file(request: CityRequest, list_id: UUID, kind: str) -> HttpResponseBase:
    """The list as CSV, or its signature. Taking it away leaves a trace."""
    found = find_or_404(list_id)
    if kind not in ("csv", "p7s"):
        raise Http404
    record("proactive.partner_list_taken", by=request.actor, at=timezone.now(), object_id=found.pk)
    content, signature = papers.list_of(found.pk)
    name = f"{found.policy}-{found.period_key}-{found.turn}.csv"
    is_list = kind == "csv"
    response = HttpResponse(
        content if is_list else signature,
        content_type="text/csv" if is_list else "application/pkcs7-signature",
    )
    shown = name if is_list else f"{name}.p7s"
    response["Content-Disposition"] = f'attachment; filename="{shown}"'
    return response
