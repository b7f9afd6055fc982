"""Doing what a released run says: reserve, check, act, store. In batches, each one transaction.

Whatever dies in between, the batch is whole or was never begun; the unique key of a grant keeps a
second run, a second version or a second worker from giving twice.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record, record_many
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.days import city_day
from nuanban.lib.keys import new_key
from nuanban.notices.actions import NewNotice, tell_many
from nuanban.offices import queries as offices
from nuanban.papers.actions import issue_document
from nuanban.proactive.actions.counting import count_grants
from nuanban.proactive.actions.stopping import last_day, stop_reason
from nuanban.proactive.enums import (
    LIVE,
    ChangeKind,
    ChangeState,
    EntitlementState,
    GrantState,
    RunState,
    TaskKind,
)
from nuanban.proactive.letters import certificate_of
from nuanban.proactive.models import Change, Decision, Entitlement, Grant, Run, Task
from nuanban.proactive.periods import period_key
from nuanban.proactive.telling import (
    Told,
    change_words,
    new_code,
    notices_of,
    start_words,
    stop_words,
)
from nuanban.residents import queries as residents
from nuanban.rulebook.policy import Consent, Policy

BATCH = 1_000
GIVEN = (ChangeKind.START, ChangeKind.RAISE, ChangeKind.GO_ON)
_BEGINS = {
    Consent.SILENT: EntitlementState.ACTIVE,
    Consent.NOTICE: EntitlementState.NOTICED,
    Consent.ONE_WORD: EntitlementState.OFFERED,
    Consent.KNOCK: EntitlementState.OFFERED,
}


@transaction.atomic
def carry_out(run: Run, *, at: datetime, size: int = BATCH) -> int:
    """Does the next changes of a released run; 0 when all are done and the run has ended."""
    run = Run.objects.select_related("released_by").get(pk=run.pk)
    if run.state != RunState.RELEASING or run.released_by is None:
        return 0
    waiting = Change.objects.filter(run=run, state=ChangeState.WAITING)
    changes = list(waiting.order_by("id").select_for_update(skip_locked=True)[:size])
    if changes:
        _Batch(run, run.released_by, changes, at).carry()
        Change.objects.filter(pk__in=[c.pk for c in changes]).update(state=ChangeState.DONE)
    elif not waiting.exists():
        _end(run, at)
    return len(changes)


def _end(run: Run, at: datetime) -> None:
    ended = Run.objects.filter(pk=run.pk, state=RunState.RELEASING)
    if ended.update(state=RunState.RELEASED, ended_at=at):
        record("proactive.run_ended", by=SYSTEM, at=at, object_id=run.pk)


class _Batch:
    """One transaction's worth of changes."""

    def __init__(
        self, run: Run, released_by: User, changes: Sequence[Change], at: datetime
    ) -> None:
        self.run, self.user, self.changes, self.at = run, released_by, changes, at
        self.book = eligibility.book_on(run.day)
        self.day = run.day
        city = offices.city()
        self.phone = city.phone if city else "12345"
        ids = [change.resident_id for change in changes]
        live = Entitlement.objects.filter(
            resident_id__in=ids,
            policy__in={c.policy for c in changes},
            state__in=[s.value for s in LIVE],
        )
        self.live = {(e.resident_id, e.policy): e for e in live}
        self.news: list[Told] = []
        self.tasks: list[Task] = []
        self.begun: list[Entitlement] = []
        told = [c.resident_id for c in changes if c.kind != ChangeKind.GO_ON]
        self.contacts = residents.contacts_of(told)

    @property
    def by(self) -> Actor:
        """Whoever released the run."""
        return actor_of(self.user)

    def carry(self) -> None:
        """Decisions first, then what follows from them."""
        decisions = self._decide()
        grants = [g for c in self.changes if (g := self._give(c, decisions)) is not None]
        Entitlement.objects.bulk_create(self.begun)
        Grant.objects.bulk_create(grants, ignore_conflicts=True)
        for change in self.changes:
            if change.kind == ChangeKind.STOP:
                self._stop(change)
            elif change.kind == ChangeKind.ASK:
                self._ask(change)
        Task.objects.bulk_create(self.tasks, ignore_conflicts=True)
        given = [g for g in grants if g.state == GrantState.GRANTED]
        count_grants(given, self.book, by=self.by, at=self.at)
        tell_many(self._notices(), by=self.by, at=self.at)

    def _decide(self) -> dict[UUID, Decision]:
        kinds = (*GIVEN, ChangeKind.STOP, ChangeKind.ASK)
        rows = {
            change.pk: Decision(
                id=new_key(),
                run=self.run,
                resident_id=change.resident_id,
                policy=change.policy,
                version=str(self.run.versions.get(change.policy, "shipped")),
                kind=change.kind,
                amount_fen=change.amount_fen,
                facts=change.facts,
                reasons=self._reasons(change),
                released_by=self.user,
                decided_at=self.at,
            )
            for change in self.changes
            if change.kind in kinds
        }
        Decision.objects.bulk_create(rows.values())
        return rows

    def _reasons(self, change: Change) -> list[str]:
        if change.kind == ChangeKind.STOP:
            change.reasons = [stop_reason(self.run, change)]
            return list(change.reasons)
        if change.kind == ChangeKind.ASK:
            return [f"还不知道：{name}" for name in change.missing]
        return [c.article for c in self.book[change.policy].conditions]

    def _give(self, change: Change, decisions: dict[UUID, Decision]) -> Grant | None:
        """The grant of this period; an open question takes nothing from who has it already."""
        policy = self.book[change.policy]
        entitlement = self.live.get((change.resident_id, change.policy))
        if change.kind not in GIVEN:
            if change.kind != ChangeKind.ASK or entitlement is None:
                return None
        elif entitlement is None:
            entitlement = self._begin(change, policy)
        elif change.kind == ChangeKind.RAISE:
            self._raise(change, policy, entitlement)
        amount = entitlement.amount_fen
        is_now = entitlement.state in (EntitlementState.ACTIVE, EntitlementState.ENDING)
        return Grant(
            id=new_key(),
            resident_id=change.resident_id,
            policy=change.policy,
            period_key=period_key(policy.period, self.day),
            amount_fen=amount,
            state=GrantState.GRANTED if is_now else GrantState.RESERVED,
            entitlement=entitlement,
            decision=decisions[change.pk],
            reserved_at=self.at,
            granted_at=self.at if is_now else None,
        )

    def _begin(self, change: Change, policy: Policy) -> Entitlement:
        ends = self.day + timedelta(days=policy.objection_days)
        code = new_code()
        entitlement = Entitlement(
            id=new_key(),
            code=code,
            resident_id=change.resident_id,
            policy=policy.id,
            state=_BEGINS[policy.consent],
            amount_fen=change.amount_fen,
            since=self.day.replace(day=1),
            objection_until=ends if policy.consent == Consent.NOTICE else None,
            run=self.run,
        )
        self.begun.append(entitlement)
        self.live[change.resident_id, policy.id] = entitlement
        text = start_words(policy, change.amount_fen, entitlement.since, code, self.phone)
        self._tell(change, f"start:{entitlement.pk}", f"您可以享受{policy.title}", text)
        if policy.consent == Consent.KNOCK:
            why = f"符合{policy.title}的条件，请上门核对并问本人是否愿意。"
            self._open_task(change, TaskKind.KNOCK, why, entitlement)
        return entitlement

    def _raise(self, change: Change, policy: Policy, entitlement: Entitlement) -> None:
        Entitlement.objects.filter(pk=entitlement.pk).update(amount_fen=change.amount_fen)
        entitlement.amount_fen = change.amount_fen
        text = change_words(policy, change.before_fen, change.amount_fen, self.phone)
        self._tell(
            change, f"change:{self.run.pk}:{entitlement.pk}", f"{policy.title}金额调整", text
        )

    def _stop(self, change: Change) -> None:
        entitlement = self.live.get((change.resident_id, change.policy))
        if entitlement is None or entitlement.state == EntitlementState.ENDING:
            return
        policy, why = self.book[change.policy], str(change.reasons[0])
        if change.facts.get("death_date"):
            self._end(entitlement, last_day(policy, self.day), why)
            return
        # Nothing is ever stopped before somebody has spoken with the person.
        Entitlement.objects.filter(pk=entitlement.pk).update(
            state=EntitlementState.ENDING, why_ended=why
        )
        self._open_task(change, TaskKind.CONTACT, f"{policy.title}可能要停发：{why}", entitlement)
        ends_on = last_day(policy, self.day)
        text = stop_words(policy, why, ends_on, self.phone)
        self._tell(change, f"stop:{self.run.pk}:{entitlement.pk}", f"{policy.title}要停发", text)

    def _end(self, entitlement: Entitlement, ends_on: date, why: str) -> None:
        Entitlement.objects.filter(pk=entitlement.pk).update(
            state=EntitlementState.ENDED, ends_on=ends_on, why_ended=why
        )

    def _ask(self, change: Change) -> None:
        policy = self.book[change.policy]
        questions = "".join(self.book.vocabulary[n].question for n in change.missing)
        kind = TaskKind.KNOCK if policy.consent == Consent.KNOCK else TaskKind.LOOK_UP
        why = f"{policy.title}还差：{questions}"
        self._open_task(change, kind, why, self.live.get((change.resident_id, change.policy)))

    def _open_task(
        self, change: Change, kind: TaskKind, why: str, entitlement: Entitlement | None
    ) -> None:
        task = Task(
            kind=kind,
            resident_id=change.resident_id,
            policy=change.policy,
            entitlement=entitlement,
            missing=change.missing,
            why=why,
            urgency=urgency_of(kind),
            division=change.county,
            opened_at=self.at,
            due_on=self.day + timedelta(days=15),
        )
        self.tasks.append(task)

    def _tell(self, change: Change, key: str, title: str, text: str) -> None:
        contact = self.contacts.get(change.resident_id)
        if contact is not None:
            purpose = f"proactive.{key.partition(':')[0]}"
            self.news.append(Told(contact, f"proactive:{key}", purpose, title, text))

    def _notices(self) -> list[NewNotice]:
        return [notice for told in self.news for notice in notices_of(told, self.at)]


def urgency_of(kind: TaskKind) -> int:
    """3 is the most urgent: money may stop."""
    return {TaskKind.CONTACT: 3, TaskKind.OBJECTION: 3, TaskKind.KNOCK: 2}.get(kind, 1)


@transaction.atomic
def settle(*, at: datetime, size: int = BATCH) -> int:
    """Notices whose time to object is over become active; their reserved grants are given."""
    over = Entitlement.objects.filter(
        state=EntitlementState.NOTICED, objection_until__lt=city_day(at)
    )
    found = list(over.select_for_update(skip_locked=True)[:size])
    if found:
        _activate_many(found, at)
    return len(found)


def _activate_many(found: Sequence[Entitlement], at: datetime) -> None:
    keys = [entitlement.pk for entitlement in found]
    Entitlement.objects.filter(pk__in=keys).update(state=EntitlementState.ACTIVE)
    _give_reserved(keys, SYSTEM, at)
    people = [entitlement.resident_id for entitlement in found]
    record_many("proactive.entitlements_active", by=SYSTEM, at=at, subjects=people)


def _give_reserved(entitlements: Sequence[UUID], by: Actor, at: datetime) -> None:
    mine = Grant.objects.filter(entitlement_id__in=entitlements, state=GrantState.RESERVED)
    reserved = list(mine)
    mine.update(state=GrantState.GRANTED, granted_at=at)
    count_grants(reserved, eligibility.book_on(city_day(at)), by=by, at=at)


def activate(entitlement: Entitlement, *, by: Actor, at: datetime) -> None:
    """From now on it is given; what was reserved is given at once."""
    Entitlement.objects.filter(pk=entitlement.pk).update(state=EntitlementState.ACTIVE)
    _give_reserved([entitlement.pk], by, at)
    record(
        "proactive.entitlement_active",
        by=by,
        at=at,
        subject_id=entitlement.resident_id,
        object_id=entitlement.pk,
        payload={"policy": entitlement.policy},
    )


@transaction.atomic
def certify(entitlement: Entitlement, *, by: Actor, at: datetime) -> Entitlement:
    """Issues the certificate: numbered, signed, checkable. Once for each entitlement."""
    entitlement = Entitlement.objects.select_for_update(of=("self",)).get(pk=entitlement.pk)
    if entitlement.document_id is None:
        document = issue_document(certificate_of(entitlement, city_day(at)), by=by, at=at)
        entitlement.document_id = document.pk
        entitlement.save(update_fields=["document_id"])
    return entitlement


def certify_some(*, at: datetime, most: int) -> int:
    """Issues certificates that nobody has asked for yet, a few at a time; how many there were."""
    lacking = Entitlement.objects.filter(state=EntitlementState.ACTIVE, document_id=None)
    found = list(lacking.order_by("since", "id")[:most])
    for entitlement in found:
        certify(entitlement, by=SYSTEM, at=at)
    return len(found)
