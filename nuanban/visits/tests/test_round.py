"""Helpers note things without signal; the city hears of each once, and overwrites nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanban.accounts.enums import Role
from nuanban.cases.models import Serving
from nuanban.lib.keys import new_key
from nuanban.notices.models import Notice
from nuanban.team.enums import Skill
from nuanban.visits import actions
from nuanban.visits.enums import DeedAnswer, DeedKind, Kept, Outcome, SignedBy, VisitState
from nuanban.visits.models import Deed, Visit, VisitConflict
from nuanban.visits.queries import overdue, signatures_of
from nuanban.visits.tests.days import crew, member, promised, slots, wish
from tests.cast import MONDAY_9, Cast

NOON = MONDAY_9 + timedelta(days=1, hours=3)
HELPERS = (Role.SPECIALIST, Role.VISITING_STAFF)
K, A = DeedKind, DeedAnswer


def waits(cast: Cast) -> Visit:
    """Promised to a crew of two, each with a phone."""
    pair = [member(cast, f"组员{n}", Skill.RECEPTION, user=role) for n, role in enumerate(HELPERS)]
    crew(cast, "一组", pair)
    visit = wish(cast)
    return promised(cast, visit, slots(visit)[0])


@dataclass(frozen=True)
class Noted:
    """What somebody noted, how long before noon, on a phone whose clock is wrong by so much."""

    kind: DeedKind
    helper: Role = Role.SPECIALIST
    ago: int = 0
    skew: int = 0
    outcome: Outcome = Outcome.SETTLED
    words: str = "看过了"


def sent(visit: Visit, noted: Noted) -> actions.SentDeed:
    """As it lies in the outbox."""
    clock = NOON + timedelta(seconds=noted.skew)
    return actions.SentDeed(
        key=new_key(),
        visit=visit.pk,
        kind=noted.kind,
        promise=actions.promise_of(visit),
        believed=VisitState(visit.state),
        phone_at=clock - timedelta(minutes=noted.ago),
        sent_at=clock,
        words=noted.words,
        outcome=noted.outcome if noted.kind == K.FINISH else None,
    )


def take(cast: Cast, visit: Visit, *notes: Noted) -> list[DeedAnswer]:
    """All of it in this order; each answer."""
    return [actions.take_deed(sent(visit, it), by=cast.by(it.helper), at=NOON) for it in notes]


def notes() -> st.SearchStrategy[Noted]:
    """Anything that one of two helpers may note."""
    return st.builds(
        Noted,
        kind=st.sampled_from(K),
        helper=st.sampled_from(HELPERS),
        ago=st.integers(0, 300),
        skew=st.sampled_from([0, 60, -90, 3_600, -86_400]),
        outcome=st.sampled_from([Outcome.SETTLED, Outcome.REFUSED]),
        words=st.sampled_from(["看过了", "改天再来"]),
    )


def test_whatever_two_phones_send_nothing_is_lost_and_nothing_twice(cast: Cast) -> None:
    visit = waits(cast)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(noted=st.lists(notes(), min_size=1, max_size=7), chance=st.randoms())
    def holds(noted: Sequence[Noted], chance: object) -> None:
        with transaction.atomic():
            _send_in_disorder(cast, visit, noted, chance)
            transaction.set_rollback(True)

    holds()


def _send_in_disorder(cast: Cast, visit: Visit, noted: Sequence[Noted], chance: object) -> None:
    assert hasattr(chance, "shuffle")
    waiting = [(it, sent(visit, it)) for it in noted] * 2
    chance.shuffle(waiting)
    answers: dict[object, set[DeedAnswer]] = {}
    for it, deed in waiting:
        answer = actions.take_deed(deed, by=cast.by(it.helper), at=NOON)
        answers.setdefault(deed.key, set()).add(answer)
    deeds = {deed.key: deed for deed in Deed.objects.all()}
    assert {key: {A(deed.answer)} for key, deed in deeds.items()} == answers
    for it, sent_deed in waiting:
        kept = deeds[sent_deed.key]
        assert kept.clock_skewed == (abs(it.skew) > 120)
        assert kept.happened_at <= kept.received_at == NOON
    _one_state(visit)


def _one_state(visit: Visit) -> None:
    """The visit is as its first ending says; every other version waits for somebody."""
    visit = Visit.objects.get(pk=visit.pk)
    endings = Deed.objects.filter(kind__in=[K.FINISH, K.FIND_NOBODY])
    first = endings.filter(answer=A.DONE)
    assert first.count() == (visit.state in (VisitState.DONE, VisitState.NOBODY_HOME))
    for ending in first:
        assert (ending.outcome, ending.words) == (visit.outcome, visit.words)
    counted = Serving.objects.filter(origin_id=visit.pk, undone_at=None).count()
    assert counted == (visit.outcome == Outcome.SETTLED)
    disputed = VisitConflict.objects.filter(settled_at=None).values_list("deed", flat=True)
    assert set(disputed) == set(Deed.objects.filter(answer=A.CONFLICT).values_list("pk", flat=True))
    assert (
        visit.set_out_at is None
        or visit.arrived_at is None
        or visit.set_out_at <= (visit.arrived_at)
    )


def test_two_helpers_note_the_same_and_it_is_one(cast: Cast) -> None:
    visit = waits(cast)
    both = [Noted(K.ARRIVE, ago=40), Noted(K.ARRIVE, HELPERS[1], ago=39), Noted(K.FINISH)]
    assert take(cast, visit, *both, Noted(K.FINISH, HELPERS[1])) == [
        *(A.DONE, A.ALREADY, A.DONE, A.ALREADY)
    ]
    visit.refresh_from_db()
    assert visit.arrived_at == NOON - timedelta(minutes=40)
    assert (visit.tries, Serving.objects.count()) == (1, 1)


def test_a_visit_that_was_given_to_others_meanwhile_waits_for_the_dispatcher(cast: Cast) -> None:
    visit = waits(cast)
    assert visit.crew is not None
    actions.stop_crew(visit.crew, by=cast.by(), at=NOON)
    late = [Noted(K.ARRIVE, ago=60), Noted(K.FINISH, ago=20)]
    assert take(cast, visit, *late) == [A.CONFLICT, A.CONFLICT]
    assert Visit.objects.get().state == VisitState.WANTED
    for conflict in VisitConflict.objects.all():
        actions.settle_conflict(conflict, kept=Kept.SENT, by=cast.by(Role.SUPERVISOR), at=NOON)
    visit.refresh_from_db()
    assert (visit.state, visit.arrived_at) == (VisitState.DONE, NOON - timedelta(minutes=60))
    assert Serving.objects.get().origin_id == visit.pk


def test_of_two_results_the_dispatcher_keeps_one_and_the_count_follows(cast: Cast) -> None:
    visit = waits(cast)
    refused = Noted(K.FINISH, HELPERS[1], outcome=Outcome.REFUSED, words="说不用")
    assert take(cast, visit, Noted(K.FINISH), refused) == [A.DONE, A.CONFLICT]
    conflict = VisitConflict.objects.get()
    assert conflict.standing["outcome"] == Outcome.SETTLED
    later = NOON + timedelta(hours=5)
    actions.settle_conflict(conflict, kept=Kept.SENT, by=cast.by(Role.SUPERVISOR), at=later)
    visit.refresh_from_db()
    assert (visit.outcome, visit.words) == (Outcome.REFUSED, "说不用")
    assert Serving.objects.get().undone_at == later


def test_who_set_out_hours_ago_is_not_announced_any_more(cast: Cast) -> None:
    visit = waits(cast)
    take(cast, visit, Noted(K.SET_OUT, ago=90))
    assert not Notice.objects.filter(purpose="visits.way").exists()


def test_a_drawn_name_is_sealed_and_drawn_again(cast: Cast) -> None:
    visit = waits(cast)
    drawn = actions.Signature(SignedBy.DRAWN, "王秀兰", strokes=[[(10, 20), (30, 40)]])
    deed = sent(visit, Noted(K.FINISH))
    signed = actions.SentDeed(**{**vars(deed), "signature": drawn})
    actions.take_deed(signed, by=cast.by(), at=NOON)
    (signature, path), *_ = signatures_of(visit)
    assert (signature.name, path) == ("王秀兰", "M10,20 L30,40")


def test_whoever_stays_inside_too_long_stands_in_red(cast: Cast) -> None:
    visit = waits(cast)
    take(cast, visit, Noted(K.ARRIVE))
    seen = Visit.objects.all()
    planned = timedelta(seconds=visit.seconds)
    assert overdue(seen, NOON + planned + timedelta(minutes=44)) == []
    assert overdue(seen, NOON + planned + timedelta(minutes=46)) == [visit]
