"""Doing what a released run says: reserve, check, act, store. In batches, each one transaction.

Whatever dies in between, the batch is whole or was never begun; the unique key of a grant keeps a
second run, a second version or a second worker from giving twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record, write_all, write_new
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.codes import new_code
from nuanban.lib.keys import new_key
from nuanban.notices.actions import NewNotice, tell_many
from nuanban.offices import queries as offices
from nuanban.proactive.actions.counting import count_grants
from nuanban.proactive.actions.ending import end
from nuanban.proactive.actions.overpaying import Ending
from nuanban.proactive.enums import (
    LIVE,
    ChangeKind,
    ChangeState,
    EntitlementState,
    GrantState,
    RunState,
    TaskKind,
)
from nuanban.proactive.households import Taken
from nuanban.proactive.models import Change, Decision, Entitlement, Grant, Run, Task
from nuanban.proactive.periods import begins_on, period_key
from nuanban.proactive.telling import (
    again_words,
    change_words,
    start_words,
    stop_words,
)
from nuanban.residents import queries as residents
from nuanban.residents.queries import Told, notices_of
from nuanban.rulebook.policy import Consent, Policy

BATCH = 1_000
# What stands in a message and opens the person's own page.
CODE_LENGTH = 10
GIVEN = (ChangeKind.START, ChangeKind.RAISE, ChangeKind.GO_ON, ChangeKind.FADE)
_HOLDS = GIVEN[:3]
_PAID = (EntitlementState.ACTIVE, EntitlementState.ENDING, EntitlementState.FADING)
_FADING = EntitlementState.FADING
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
        # Nobody answers, finishes or ends them meanwhile.
        locked = live.order_by("pk").select_for_update()
        self.live = {(e.resident_id, e.policy): e for e in locked}
        self.taken = Taken(changes, self.book, run.day)
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
        write_all(self.begun)
        write_new(grants := self._not_given(grants))
        for change in self.changes:
            if change.kind == ChangeKind.STOP:
                self._stop(change)
            elif change.kind == ChangeKind.ASK:
                self._ask(change)
        write_new(self.tasks)
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
        write_all(list(rows.values()))
        return rows

    def _not_given(self, grants: Sequence[Grant]) -> list[Grant]:
        """What is given once a year stands there in most months."""
        mine = Grant.objects.filter(
            resident_id__in={grant.resident_id for grant in grants},
            policy__in={grant.policy for grant in grants},
            period_key__in={grant.period_key for grant in grants},
        )
        given = set(mine.values_list("resident_id", "policy", "period_key"))
        return [g for g in grants if (g.resident_id, g.policy, g.period_key) not in given]

    def _reasons(self, change: Change) -> list[str]:
        if change.kind in (ChangeKind.STOP, ChangeKind.FADE):
            return list(change.reasons)
        if change.kind == ChangeKind.ASK:
            return [f"还不知道：{name}" for name in change.missing]
        return [c.article for c in self.book[change.policy].conditions]

    def _give(self, change: Change, decisions: dict[UUID, Decision]) -> Grant | None:
        """The grant of this period."""
        policy = self.book[change.policy]
        entitlement = self._theirs(change, policy)
        if entitlement is None:
            return None
        amount = entitlement.amount_fen
        is_now = entitlement.state in _PAID
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

    def _theirs(self, change: Change, policy: Policy) -> Entitlement | None:
        """What this period is given under; None where it is no longer theirs.

        An open question takes nothing away, nor does an end before somebody spoke with the person.
        """
        entitlement = self.live.get((change.resident_id, change.policy))
        if entitlement is None:
            # What ended since the preview does not come back to life; what somebody else of the
            # household has got since is not given twice.
            is_new = change.kind == ChangeKind.START and not self.taken.by_another(change)
            return self._begin(change, policy) if is_new else None
        if change.kind in _HOLDS:
            self._hold(change, policy, entitlement)
            return entitlement
        begun = begins_on(period_key(policy.period, self.day), self.day)
        is_paid = entitlement.state in _PAID or change.kind == ChangeKind.ASK
        until = entitlement.ends_on if entitlement.state == _FADING else change.ends_on
        return entitlement if is_paid and (until is None or until >= begun) else None

    def _hold(self, change: Change, policy: Policy, entitlement: Entitlement) -> None:
        """They are entitled: what was fading stays, what is another amount is told."""
        if entitlement.state == _FADING:
            entitlement.state, entitlement.ends_on = EntitlementState.ACTIVE, None
            entitlement.why_ended = ""
            entitlement.save(update_fields=["state", "ends_on", "why_ended"])
            text = again_words(policy, change.amount_fen, self.phone)
            key = f"again:{self.run.pk}:{entitlement.pk}"
            self._tell(change, key, f"{policy.title}照发", text)
        if change.kind == ChangeKind.RAISE:
            self._raise(change, policy, entitlement)

    def _begin(self, change: Change, policy: Policy) -> Entitlement:
        ends = self.day + timedelta(days=policy.objection_days)
        code = new_code(CODE_LENGTH)
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
        why = "".join(change.reasons)
        if change.facts.get("death_date"):
            self._end_dead(change, why)
            return
        entitlement = self.live.get((change.resident_id, change.policy))
        if entitlement is None or entitlement.state == EntitlementState.ENDING:
            return
        policy, until = self.book[change.policy], change.ends_on or self.day
        if entitlement.state == _FADING:
            last = min(until, entitlement.ends_on or until)
            end(entitlement, Ending(last, why, change.facts, self.run), by=self.by, at=self.at)
            return
        # Nothing is ever stopped before somebody has spoken with the person.
        Entitlement.objects.filter(pk=entitlement.pk).update(
            state=EntitlementState.ENDING, why_ended=why, ends_on=until
        )
        self._open_task(change, TaskKind.CONTACT, f"{policy.title}可能要停发：{why}", entitlement)
        text = stop_words(policy, why, until, self.day, self.phone)
        self._tell(change, f"stop:{self.run.pk}:{entitlement.pk}", f"{policy.title}要停发", text)

    def _end_dead(self, change: Change, why: str) -> None:
        """At once, from the day that is known by now, also where it had ended later."""
        found = self.live.get((change.resident_id, change.policy))
        if found is None:
            ended = Entitlement.objects.filter(
                resident_id=change.resident_id, policy=change.policy, state=EntitlementState.ENDED
            )
            found = ended.order_by("-ends_on").first()
        if found is not None:
            until = change.ends_on or self.day
            ending = Ending(until, why, change.facts, self.run, is_death=True)
            end(found, ending, by=self.by, at=self.at)

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
