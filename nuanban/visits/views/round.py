"""The helper's phone: a page that works without signal for a whole day."""

from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.errors import Refusal
from nuanban.visits import actions, on_phone, perms, queries
from nuanban.visits.door_queries import decision_sent_as
from nuanban.visits.enums import GRADES, Handover, NoteKind, Outcome, SignedBy, Slip
from nuanban.visits.reading import (
    Unreadable,
    read_deed,
    read_moment,
    read_operation,
    read_outbox,
    read_words,
)
from nuanban.visits.reading_notes import is_note, read_note

MOST_SYNCED, LARGEST_SYNC = 50, 2_000_000
LONGEST_CODE = 60
_WORKER = Path(__file__).parents[1] / "static" / "visits" / "round-sw.js"


@never_cache
@require_safe
@requires(perms.may_go_out)
def round_page(request: CityRequest) -> HttpResponseBase:
    """The empty page, the same for everybody: the phone keeps it, and fills it from its store."""
    with translation.override("zh-hans"):
        seen = {
            "outcomes": Outcome.choices,
            "served": ",".join(actions.SERVED),
            "ways": SignedBy.choices,
            "handovers": Handover.choices,
            "grades": GRADES,
            "slips": Slip.choices,
        }
        return render(request, "visits/round.html", seen)


@never_cache
@require_safe
@requires(perms.may_go_out)
def round_worker(request: CityRequest) -> HttpResponseBase:
    """The service worker, served inside /round/ so that its scope is this page alone."""
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@never_cache
@require_safe
@requires(perms.may_go_out)
def round_day(request: CityRequest) -> HttpResponseBase:
    """Today of this helper, with a fresh token to send with."""
    told = on_phone.day_of(request.user, timezone.now())
    return JsonResponse({**told, "token": get_token(request)})


@never_cache
@require_POST
@requires(perms.may_go_out)
def round_sync(request: CityRequest) -> HttpResponseBase:
    """Takes deeds in, in the order sent; answers for each what became of it."""
    if len(request.body) > LARGEST_SYNC:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        rows, sent_at = read_outbox(request.body)
    except Unreadable:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    answers = [_answer(request, row, sent_at) for row in rows[:MOST_SYNCED]]
    return JsonResponse({"answers": [one for one in answers if one]})


def _answer(request: CityRequest, row: Any, sent_at: Any) -> dict[str, Any] | None:
    """done, already, conflict with both versions, or refused with the reason; None: ask again."""
    op = row.get("op") if isinstance(row, dict) else ""
    try:
        if is_note(row):
            take = read_note(row, sent_at, request.user)
            answer = take(request.actor, timezone.now())
            return {"op": op, "answer": answer.value, **_undecided(row)}
        deed = read_deed(row, sent_at, request.user)
        answer = actions.take_deed(deed, by=request.actor, at=timezone.now())
    except actions.OperationRunning:
        return None
    except Refusal as refusal:
        return {"op": op if isinstance(op, str) else "", "answer": "refused", "why": str(refusal)}
    told: dict[str, Any] = {"op": op, "answer": answer.value}
    conflict = queries.conflict_of_deed(deed.key)
    if conflict is not None:
        told["ours"] = conflict.standing
        told["theirs"] = {"kind": deed.kind, "outcome": deed.outcome or "", "words": deed.words}
    return told


def _paper(request: CityRequest) -> tuple[str, str, datetime | None]:
    """Which paper of which item, and the phone's clock, where the phone says so."""
    item, material = (read_words(request.POST.get(it), LONGEST_CODE) for it in ("item", "paper"))
    clock = request.POST.get("sent_at")
    both = (item, material) if item and material else ("", "")
    return *both, read_moment(clock) if clock else None


def _undecided(row: Any) -> dict[str, str]:
    """Why something that was ended at home is not ended in the city."""
    if row["deed"] != NoteKind.DECIDE:
        return {}
    made = decision_sent_as(read_operation(row["op"]))
    return {"why": made.why} if made and made.why else {}


@never_cache
@require_POST
@requires(perms.may_go_out)
def round_photo(request: CityRequest) -> HttpResponseBase:
    """Takes one photo in; the phone keeps it until this answer."""
    try:
        key = read_operation(request.POST.get("op", ""))
        taken_at = read_moment(request.POST.get("taken_at"))
        handout = on_phone.read_handout(request.POST.get("handout", ""), request.user)
        visit = queries.visit_by_id(handout[0]) if handout else None
        file = request.FILES.get("photo")
        if visit is None or file is None:
            raise Unreadable
        sent = actions.SentPhoto(key, file.read(), taken_at, *_paper(request))
        actions.take_photo(visit, sent, by=request.actor, at=timezone.now())
    except actions.OperationRunning:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    except Refusal as refusal:
        return JsonResponse({"why": str(refusal)}, status=refusal.status)
    return JsonResponse({"op": str(key)}, status=HTTPStatus.CREATED)
