"""Questions about runs, entitlements, grants and tasks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, When

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.eligibility import queries as eligibility
from nuanban.lib.days import city_day
from nuanban.lib.keys import read_key
from nuanban.proactive.enums import (
    LIVE,
    ChangeKind,
    ChangeState,
    EntitlementState,
    OverpaymentState,
    RowState,
    RunState,
    TaskKind,
    TaskState,
)
from nuanban.proactive.models import (
    Answer,
    Change,
    Decision,
    Entitlement,
    Grant,
    Instalment,
    OverpaidGrant,
    Overpayment,
    PartnerList,
    PartnerRow,
    Run,
    Task,
)
from nuanban.proactive.running_out import RunningOut, due_policies, running_out
from nuanban.residents.queries import Resident
from nuanban.rulebook.dated_numbers import trimmed
from nuanban.rulebook.policy import Consent

__all__ = [
    "Change",
    "Decision",
    "Entitlement",
    "Grant",
    "Overpayment",
    "PartnerList",
    "Run",
    "RunningOut",
    "Task",
    "running_out",
]
RECENT = 30
LONGEST_POSTING = 30
WAITING = (OverpaymentState.FOUND, OverpaymentState.OBJECTED)
_OUT = (RunState.RELEASING, RunState.RELEASED)


@dataclass(frozen=True)
class PolicyLine:
    """One policy in a preview: heads and fen, beside the last time, and by county."""

    policy: str
    title: str
    is_verified: bool
    kinds: dict[str, int]
    heads: int
    fen: int
    heads_before: int
    fen_before: int
    counties: list[tuple[str, int, int]]


def runs() -> QuerySet[Run]:
    """The last runs, newest first."""
    return Run.objects.select_related("prepared_by", "released_by").order_by("-prepared_at")


def run_by_id(run_id: UUID) -> Run | None:
    """One run."""
    return runs().filter(pk=run_id).first()


def preview(run: Run, before: dict[str, Any], county_names: dict[str, str]) -> list[PolicyLine]:
    """The figures of a run, policy by policy."""
    book = eligibility.book_on(run.day)
    return [
        _line(book[name], run.figures.get(name, {}), before.get(name, {}), county_names)
        for name in run.policies
        if name in book
    ]


def _line(
    policy: Any, now: dict[str, Any], old: dict[str, Any], names: dict[str, str]
) -> PolicyLine:
    whole, earlier = now.get("all", {}), old.get("all", {})
    kinds = {k.partition(":")[2]: v["heads"] for k, v in now.items() if k.startswith("kind:")}
    counties = [
        (names.get(code, code or "不明"), part["heads"], part["fen"])
        for code, part in sorted(now.items())
        if code != "all" and not code.startswith("kind:")
    ]
    return PolicyLine(
        policy=policy.id,
        title=policy.title,
        is_verified=not policy.unverified,
        kinds=kinds,
        heads=whole.get("heads", 0),
        fen=whole.get("fen", 0),
        heads_before=earlier.get("heads", 0),
        fen_before=earlier.get("fen", 0),
        counties=counties,
    )


def changes_of(run: Run, *, policy: str = "", kind: str = "") -> QuerySet[Change]:
    """What a run means for people, with their names."""
    found = Change.objects.filter(run=run).select_related("resident")
    if policy:
        found = found.filter(policy=policy)
    if kind in ChangeKind.values:
        found = found.filter(kind=kind)
    return found.order_by("policy", "kind", "id")


def progress(run: Run) -> tuple[int, int]:
    """Changes done, and all of them."""
    waiting = Change.objects.filter(run=run, state=ChangeState.WAITING).count()
    return run.changes - waiting, run.changes


def entitlements_of(resident: Resident) -> QuerySet[Entitlement]:
    """What a person has and had, newest first."""
    return Entitlement.objects.filter(resident=resident).order_by("-since", "policy")


def entitlement_by_code(code: str) -> Entitlement | None:
    """The entitlement a message told of."""
    found = Entitlement.objects.select_related("resident")
    return found.filter(code=code.strip().upper()).first()


def entitlement_by_id(entitlement_id: UUID) -> Entitlement | None:
    """One entitlement."""
    return Entitlement.objects.select_related("resident").filter(pk=entitlement_id).first()


def grants_of(entitlement: Entitlement) -> QuerySet[Grant]:
    """What was given under it, newest first."""
    return Grant.objects.filter(entitlement=entitlement).order_by("-period_key")


def decision_of(entitlement: Entitlement) -> Decision | None:
    """The last decision about it."""
    found = Decision.objects.filter(resident=entitlement.resident_id, policy=entitlement.policy)
    return found.select_related("released_by").order_by("-decided_at").first()


def answers_to(entitlement: Entitlement) -> QuerySet[Answer]:
    """What the person said, newest first."""
    return Answer.objects.filter(entitlement=entitlement).order_by("-answered_at")


def is_answered(entitlement: Entitlement, at: datetime) -> bool:
    """Whether the answer of this moment was taken down already."""
    return Answer.objects.filter(entitlement=entitlement, answered_at=at).exists()


def last_offered(person_id: UUID, key: str) -> Entitlement | None:
    """The live entitlement that a notice told of."""
    parts = key.split(":")
    live = Entitlement.objects.filter(resident_id=person_id, state__in=[s.value for s in LIVE])
    named = [e for e in live if str(e.pk) in parts]
    return named[0] if named else live.order_by("-since").first()


def overpayments(state: str = "") -> QuerySet[Overpayment]:
    """What was given beyond the last day; what waits for a decision first."""
    found = Overpayment.objects.select_related("resident")
    if state:
        found = found.filter(state=state)
    waits = Case(When(state__in=WAITING, then=0), default=1, output_field=IntegerField())
    return found.order_by(waits, "-found_at")


def waiting_overpayments() -> int:
    """How many wait for a decision."""
    return Overpayment.objects.filter(state__in=WAITING).count()


def overpayment_by_id(overpayment_id: UUID) -> Overpayment | None:
    """One of them."""
    found = Overpayment.objects.select_related("resident", "entitlement", "decided_by", "run")
    return found.filter(pk=overpayment_id).first()


def overpayments_of(entitlement: Entitlement) -> QuerySet[Overpayment]:
    """Those of one entitlement, newest first."""
    return Overpayment.objects.filter(entitlement=entitlement)


def claim_on(entitlement: Entitlement) -> Overpayment | None:
    """The last one the person was told of."""
    told = Overpayment.objects.filter(entitlement=entitlement, decided_at__isnull=False)
    return told.order_by("-decided_at").first()


def claim_told_by(receiver_key: str) -> Overpayment | None:
    """The claim that a notice told of."""
    keys = [key for part in receiver_key.split(":") if (key := read_key(part))]
    return Overpayment.objects.filter(pk__in=keys).first()


def overpaid_grants(overpayment: Overpayment) -> QuerySet[Grant]:
    """The grants that were not theirs, in order."""
    rows = OverpaidGrant.objects.filter(overpayment=overpayment)
    return Grant.objects.filter(pk__in=rows.values("grant_id")).order_by("period_key")


def paid_back(overpayment: Overpayment) -> int:
    """Fen that came back so far."""
    found = Instalment.objects.filter(overpayment=overpayment)
    return int(found.aggregate(fen=Sum("amount_fen"))["fen"] or 0)


def instalments_of(overpayment: Overpayment) -> QuerySet[Instalment]:
    """What came back, newest first."""
    found = Instalment.objects.filter(overpayment=overpayment).select_related("taken_by")
    return found.order_by("-noted_at")


def tasks_visible_to(user: User) -> QuerySet[Task]:
    """Open tasks; helpers of a station see their own county's."""
    found = Task.objects.filter(state=TaskState.OPEN).select_related("resident", "entitlement")
    if user.has_role(Role.STATION_HELPER) and user.site is not None:
        found = found.filter(division__startswith=trimmed(user.site.division_id)[:6])
    return found


def task_visible_to(user: User, task_id: UUID) -> Task | None:
    """One task, done ones too."""
    if (
        user.has_role(Role.STATION_HELPER)
        and not tasks_visible_to(user).filter(pk=task_id).exists()
    ):
        return None
    found = Task.objects.select_related("resident", "entitlement", "done_by")
    return found.filter(pk=task_id).first()


def task_by_id(task_id: UUID) -> Task | None:
    """One task."""
    return Task.objects.select_related("entitlement").filter(pk=task_id).first()


def tasks_to_knock_for(day: date) -> QuerySet[Task]:
    """Open tasks for which somebody has to knock, without those that only remind of a day."""
    knocks = Task.objects.filter(state=TaskState.OPEN, kind=TaskKind.KNOCK)
    return knocks.exclude(policy__in=due_policies(eligibility.book_on(day)))


def offer_of(person_id: UUID, policy: str) -> Entitlement | None:
    """What a person was offered under a policy and has not answered."""
    offered = Entitlement.objects.filter(state=EntitlementState.OFFERED, policy=policy)
    return offered.filter(resident_id=person_id).first()


def unanswered_offers(until: date) -> QuerySet[Entitlement]:
    """What was offered up to this day and never answered; offers that wait for a knock have a
    task of their own.
    """
    book = eligibility.book_on(until)
    asked = [policy.id for policy in book.values() if policy.consent == Consent.ONE_WORD]
    offered = Entitlement.objects.filter(state=EntitlementState.OFFERED, policy__in=asked)
    return offered.filter(run__released_at__date__lte=until)


@dataclass(frozen=True)
class Posting:
    """A list that the law wants posted: policy, until when, how many."""

    policy: str
    title: str
    run: Run
    until: date
    heads: int


def postings(day: date) -> list[Posting]:
    """Lists of new entitlements that hang out on `day`, the newest first."""
    found = []
    since = day - timedelta(days=LONGEST_POSTING)
    for run in runs().filter(released_at__date__gte=since, state__in=_OUT):
        book = eligibility.book_on(run.day)
        begun = city_day(run.released_at) if run.released_at else run.day
        for name in run.policies:
            policy = book.get(name)
            heads = run.figures.get(name, {}).get("kind:start", {}).get("heads", 0)
            if policy is None or not policy.posting_days or not heads:
                continue
            until = begun + timedelta(days=policy.posting_days)
            if day <= until:
                found.append(Posting(name, policy.title, run, until, heads))
    return found


def posted_people(posting: Posting) -> QuerySet[Change]:
    """Whom a posted list names, by township and name."""
    found = Change.objects.filter(run=posting.run, policy=posting.policy, kind=ChangeKind.START)
    found = found.select_related("resident", "resident__registered_division__parent")
    return found.order_by("resident__registered_division_id", "resident__name")


def partner_lists() -> QuerySet[PartnerList]:
    """Lists that went to somebody outside, newest first."""
    return PartnerList.objects.select_related("made_by").order_by("-made_at")


def partner_list_by_id(list_id: UUID) -> PartnerList | None:
    """One list."""
    return PartnerList.objects.select_related("made_by").filter(pk=list_id).first()


def rows_of(made: PartnerList) -> dict[str, int]:
    """Rows of a list by what the receiver said."""
    rows = PartnerRow.objects.filter(partner_list=made).values_list("state")
    return dict(rows.annotate(n=Count("pk")).order_by())


def wrong_rows(made: PartnerList) -> QuerySet[PartnerRow]:
    """Rows that did not match, with their people."""
    rows = PartnerRow.objects.filter(partner_list=made, state=RowState.MISMATCHED)
    return rows.select_related("grant__resident").order_by("grant__resident__name")


def given_in(period: str) -> list[dict[str, Any]]:
    """Heads and fen by policy of one period."""
    found = Grant.objects.filter(period_key=period, granted_at__isnull=False)
    rows = found.values("policy").annotate(heads=Count("id"), fen=Sum("amount_fen"))
    return [dict(row) for row in rows.order_by("policy")]


def broken_grants() -> list[str]:
    """Grants that break what no constraint can hold: one person in grant, right and decision."""
    wrong = Grant.objects.exclude(
        resident=F("entitlement__resident"), policy=F("entitlement__policy")
    ) | Grant.objects.exclude(resident=F("decision__resident"), policy=F("decision__policy"))
    return [str(grant.pk) for grant in wrong[:20]]
