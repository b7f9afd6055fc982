"""A call becomes a promise that the plan can keep."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from nuanban.cases.enums import Channel
from nuanban.cases.models import Serving
from nuanban.journal.models import Entry
from nuanban.lib.errors import Unusable
from nuanban.notices.enums import Kind
from nuanban.notices.models import Notice
from nuanban.residents.models import Resident
from nuanban.team.enums import Skill
from nuanban.visits import actions
from nuanban.visits.clock import moment
from nuanban.visits.enums import Outcome, VisitKind, VisitState
from nuanban.visits.models import Stop, Visit
from nuanban.visits.queries import crews_out, read_slot, sending
from nuanban.visits.tests.days import (
    FAR,
    MONDAY,
    NEAR,
    TUESDAY,
    crew,
    member,
    neighbour,
    one_crew,
    promised,
    seen_by_one_of,
    slots,
    wish,
)
from tests.cast import MONDAY_9, Cast


def test_a_call_becomes_a_promised_visit_that_is_made_and_counted(cast: Cast) -> None:
    one_crew(cast)
    visit = wish(cast)
    offered = slots(visit)
    assert len(offered) >= 3
    visit = promised(cast, visit, offered[1])
    assert visit.state == VisitState.PROMISED
    stop = Stop.objects.get(visit=visit)
    assert offered[1].window_from <= stop.start <= offered[1].window_to
    told = Notice.objects.get(purpose="visits.promise")
    assert visit.code in told.text
    begun = offered[1].starts_at
    actions.set_out(visit, by=cast.by(), at=begun)
    visit = actions.arrive(visit, by=cast.by(), at=begun + timedelta(minutes=20))
    later = begun + timedelta(hours=1)
    actions.finish(visit, outcome=Outcome.SETTLED, words="", by=cast.by(), at=later)
    serving = Serving.objects.get()
    assert (serving.channel, serving.origin_id) == (Channel.VISITS, visit.pk)
    kinds = [k for k in Entry.objects.values_list("kind", flat=True) if k.startswith("visits.")]
    wanted = ["asked", "held", "promised", "set_out", "arrived", "done"]
    assert sorted(kinds) == sorted(["visits.crew_formed", *(f"visits.{one}" for one in wanted)])


def test_of_two_people_after_one_slot_one_wins_and_the_other_gets_others(cast: Cast) -> None:
    one_crew(cast)
    first, second = wish(cast), wish(cast, cast.liu, point=FAR)
    slot = slots(first)[0]
    actions.hold(first, slot, by=cast.by(), at=MONDAY_9)
    with pytest.raises(actions.SlotTaken):
        actions.hold(second, slot, by=cast.by(), at=MONDAY_9)
    second.refresh_from_db()
    assert (second.state, second.crew_id) == (VisitState.WANTED, None)
    others = slots(second)
    assert slot.window_from not in [one.window_from for one in others]
    assert len(others) >= 3


def test_ways_are_reckoned_in_until_the_day_is_full(cast: Cast) -> None:
    one_crew(cast)
    made = 0
    for number in range(30):
        visit = wish(cast, neighbour(number), point=FAR if number % 2 else NEAR, minutes=60)
        offered = slots(visit)
        if not offered:
            break
        promised(cast, visit, offered[0])
        made += 1
    assert 4 <= made <= 8
    stops = list(Stop.objects.order_by("turn"))
    assert sum(stop.visit_id is None for stop in stops) == 1
    for before, after in itertools.pairwise(stops):
        assert before.leave <= after.arrive
    for stop in stops:
        if stop.visit is not None:
            first, last = stop.visit.window_from, stop.visit.window_to
            assert first is not None
            assert last is not None
            assert first <= stop.start <= last


def test_a_slot_that_was_not_confirmed_in_ten_minutes_is_free_again(cast: Cast) -> None:
    one_crew(cast)
    first, second = wish(cast), wish(cast, cast.liu)
    slot = slots(first)[0]
    actions.hold(first, slot, by=cast.by(), at=MONDAY_9)
    late = MONDAY_9 + timedelta(minutes=11)
    with pytest.raises(actions.SlotUnknown):
        actions.confirm(first, by=cast.by(), at=late)
    promised(cast, second, slot, at=late)
    first.refresh_from_db()
    assert first.state == VisitState.WANTED
    assert actions.free_lapsed(at=late) == 0
    assert Stop.objects.filter(visit=first).count() == 0


def test_a_cancelled_visit_gives_its_time_back(cast: Cast) -> None:
    one_crew(cast)
    visit = wish(cast)
    slot = slots(visit)[0]
    visit = promised(cast, visit, slot)
    actions.cancel(visit, why="女儿回来了", by=cast.by(), at=MONDAY_9)
    assert Stop.objects.count() == 0
    assert slots(wish(cast, cast.liu))[0].window_from == slot.window_from
    assert Notice.objects.filter(purpose="visits.cancel").count() == 1
    with pytest.raises(actions.VisitMoved):
        actions.cancel(visit, why="", by=cast.by(), at=MONDAY_9)


def test_only_crews_that_can_and_may_come_are_offered(cast: Cast) -> None:
    lifter = member(cast, "段立新", Skill.RECEPTION, Skill.LIFTING)
    signer = member(cast, "周洁", Skill.RECEPTION, Skill.SIGN_LANGUAGE)
    crew(cast, "一组", [lifter])
    second = crew(cast, "二组", [signer])
    visit = wish(cast, skills=[Skill.SIGN_LANGUAGE])
    assert {slot.crew for slot in slots(visit)} == {second.pk}
    actions.note_unwilling(cast.wang, signer, words="态度不好", by=cast.by(), at=MONDAY_9)
    assert slots(visit) == []
    assert slots(wish(cast, cast.liu, people=2)) == []


def test_a_crew_that_breaks_down_sets_its_visits_free(cast: Cast) -> None:
    group = one_crew(cast)
    visit = wish(cast)
    promised(cast, visit, slots(visit)[0])
    freed = actions.stop_crew(group, by=cast.by(), at=MONDAY_9)
    assert [one.pk for one in freed] == [visit.pk]
    assert slots(visit) == []
    assert Visit.objects.get().state == VisitState.WANTED


def test_nobody_home_means_another_try(cast: Cast) -> None:
    one_crew(cast, MONDAY)
    visit = wish(cast)
    visit = promised(cast, visit, slots(visit, MONDAY)[0])
    visit = actions.arrive(visit, by=cast.by(), at=MONDAY_9)
    words = "敲门无人，留了卡片"
    visit = actions.find_nobody(visit, words=words, by=cast.by(), at=MONDAY_9)
    assert (visit.state, visit.tries, visit.crew) == (VisitState.NOBODY_HOME, 1, None)
    assert Serving.objects.count() == 0
    crew(cast, "二组", [member(cast, "葛晓琳", Skill.RECEPTION)])
    visit = promised(cast, visit, slots(visit, TUESDAY)[0])
    assert visit.state == VisitState.PROMISED


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"address": " "}, "详细地址"),
        ({"point": (31.9, 121.0)}, "不在本市"),
        ({"items": []}, "要办的事项"),
        ({"items": ["没有"]}, "没有编号为"),
        ({"division": "990000"}, "乡镇或村"),
        ({"kind": VisitKind.URGENT}, "最晚什么时候"),
        ({"deadline_at": MONDAY_9}, "已经过了"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_in_words(
    cast: Cast, said: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Unusable, match=sentence):
        wish(cast, **said)


def test_nobody_makes_up_a_slot(cast: Cast) -> None:
    one_crew(cast)
    slot = slots(wish(cast))[0]
    assert read_slot(slot.key) == slot.__class__(
        slot.crew, "", TUESDAY, slot.window_from, slot.window_to
    )
    assert read_slot(slot.key[:-2] + "xx") is None
    assert read_slot("") is None


def test_addresses_and_phones_are_sealed(cast: Cast) -> None:
    visit = Visit.objects.get(pk=wish(cast, access_notes="门口有狗").pk)
    for sealed in (visit.address_sealed, visit.access_sealed, visit.contact_sealed):
        assert not any(
            word.encode() in bytes(sealed or b"") for word in ("演示路", "狗", "13900002209")
        )
    assert visit.contact_masked == "139****2209"


def test_an_urgent_bedside_visit_goes_into_the_running_day_and_promises_hold(cast: Cast) -> None:
    group = one_crew(cast, MONDAY)
    first = wish(cast)
    first = promised(cast, first, slots(first, MONDAY)[0])
    second = wish(cast, cast.liu, point=FAR)
    second = promised(cast, second, slots(second, MONDAY)[-1])
    at = MONDAY_9 + timedelta(minutes=10)
    urgent = wish(
        cast,
        neighbour(1),
        kind=VisitKind.URGENT,
        deadline_at=MONDAY_9 + timedelta(hours=4),
        hospital="市人民医院",
        ward="3 病区 12 床",
    )
    found = sending(urgent, crews_out(cast.site, at), at)
    assert found.crew is not None
    with pytest.raises(actions.OtherCrew):
        actions.send_now(urgent, crew_id=group.pk + 1, by=cast.by(), at=at)
    urgent = actions.send_now(urgent, crew_id=group.pk, by=cast.by(), at=at)
    assert urgent.state == VisitState.PROMISED
    stops = {stop.visit_id: stop for stop in Stop.objects.filter(visit__isnull=False)}
    assert len(stops) == 3
    for visit in (first, second, urgent):
        visit.refresh_from_db()
        assert visit.window_from is not None
        assert visit.window_to is not None
        assert visit.window_from <= stops[visit.pk].start <= visit.window_to
    late = MONDAY_9 + timedelta(hours=10)
    other = wish(cast, neighbour(2), kind=VisitKind.URGENT, deadline_at=late + timedelta(hours=1))
    with pytest.raises(actions.NobodyCanCome):
        actions.send_now(other, crew_id=group.pk, by=cast.by(), at=late)


def test_a_crew_that_has_finished_one_visit_can_be_booked_for_later(cast: Cast) -> None:
    one_crew(cast, MONDAY)
    visit = wish(cast)
    visit = promised(cast, visit, slots(visit, MONDAY)[0])
    visit = actions.arrive(visit, by=cast.by(), at=MONDAY_9 + timedelta(minutes=90))
    done = MONDAY_9 + timedelta(hours=2)
    actions.finish(visit, outcome=Outcome.SETTLED, words="", by=cast.by(), at=done)
    later = wish(cast, cast.liu, point=FAR)
    offered = slots(later, MONDAY, done)
    assert offered
    promised(cast, later, offered[0], done)
    urgent = wish(
        cast, neighbour(1), kind=VisitKind.URGENT, deadline_at=MONDAY_9 + timedelta(hours=8)
    )
    assert sending(urgent, crews_out(cast.site, done), done).crew is not None


def test_somebody_who_was_faster_leaves_no_stop_behind(cast: Cast) -> None:
    one_crew(cast)
    visit = wish(cast)
    stale = Visit.objects.get(pk=visit.pk)
    actions.hold(visit, slots(visit)[0], by=cast.by(), at=MONDAY_9)
    actions.cancel(stale, why="不用了", by=cast.by(), at=MONDAY_9)
    assert Stop.objects.count() == 0
    assert slots(wish(cast, cast.liu))


def test_who_waited_past_the_deadline_is_told_so(cast: Cast) -> None:
    one_crew(cast, MONDAY)
    soon = MONDAY_9 + timedelta(minutes=30)
    urgent = wish(cast, kind=VisitKind.URGENT, deadline_at=soon)
    late = MONDAY_9 + timedelta(hours=2)
    found = sending(urgent, crews_out(cast.site, late), late)
    assert found.crew is None
    assert "已经过了" in found.reason


def test_a_crew_that_runs_late_takes_nobody_new_and_drops_nobody(cast: Cast) -> None:
    one_crew(cast, MONDAY)
    waiting = promised(cast, wish(cast), slots(wish(cast), MONDAY)[0])
    assert waiting.window_to is not None
    late = moment(MONDAY, waiting.window_to + 60)
    urgent = wish(cast, neighbour(1), kind=VisitKind.URGENT, deadline_at=late + timedelta(hours=3))
    found = sending(urgent, crews_out(cast.site, late), late)
    assert found.crew is None
    assert "已经晚了" in found.reason
    assert Stop.objects.filter(visit=waiting).exists()


def test_whoever_loses_their_crew_is_told_and_waits_for_another(cast: Cast) -> None:
    group = one_crew(cast)
    visit = promised(cast, wish(cast), slots(wish(cast))[0])
    actions.stop_crew(group, by=cast.by(), at=MONDAY_9)
    visit.refresh_from_db()
    assert visit.state == VisitState.WANTED
    assert Stop.objects.count() == 0
    told = Notice.objects.filter(person_id=visit.resident_id, purpose="visits.put_off")
    assert told.count() == 1


def test_who_has_no_phone_gets_a_letter(cast: Cast) -> None:
    one_crew(cast)
    resident = neighbour(3)
    Resident.objects.filter(pk=resident.pk).update(phone_sealed=None)
    visit = promised(cast, wish(cast, resident, phone=""), slots(wish(cast))[0])
    told = Notice.objects.get(person_id=visit.resident_id, purpose="visits.promise")
    assert told.kind == Kind.LETTER


def test_whoever_was_there_before_is_offered_first_for_a_little_more_road(cast: Cast) -> None:
    first, second = seen_by_one_of(cast)
    mine, theirs = slots(wish(cast)), slots(wish(cast, cast.liu))
    assert {one.crew for one in mine} == {second.pk}
    assert all(one.is_familiar for one in mine)
    assert {one.crew for one in theirs} == {first.pk}
    assert not any(one.is_familiar for one in theirs)
