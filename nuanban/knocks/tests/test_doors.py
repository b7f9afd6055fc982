"""At the door: one goes, what is found has its consequence, and nothing is lost."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from nuanban.accounts.enums import Role
from nuanban.cases.queries import servings
from nuanban.journal.queries import entries_about
from nuanban.knocks import actions
from nuanban.knocks.enums import CorrectionState, KnockState, Reason, Result, Way
from nuanban.knocks.models import Correction, Knock, KnockResult
from nuanban.knocks.tests.doors import called_wrong, certified, one_knock, very_old
from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Unusable
from nuanban.proactive.models import Entitlement
from nuanban.proactive.tests.city import carried
from nuanban.visits import actions as visits
from nuanban.visits.enums import AskedVia, VisitKind
from tests.cast import Cast, person

HELPER, HEAD = Role.STATION_HELPER, Role.SUPERVISOR


def taken(cast: Cast) -> Knock:
    """A helper goes to somebody whom nobody has met."""
    return actions.take(one_knock(cast), by=cast.user(HELPER), at=cast.at)


def note(cast: Cast, knock: Knock, result: Result, words: str = "", way: Way = Way.DOOR) -> None:
    """The helper says what was found."""
    tomorrow = cast.at.date() + timedelta(days=1)
    noted = actions.Noted(result, way, words, next_try_on=tomorrow)
    actions.note(knock, noted, by=cast.user(HELPER), at=cast.at)
    knock.refresh_from_db()


def test_of_two_who_press_at_once_one_goes(committed: Cast) -> None:
    knock = one_knock(committed)
    ready, won, lost = Barrier(2), [], []

    def press(role: Role) -> None:
        ready.wait()
        try:
            actions.take(knock, by=committed.user(role), at=committed.at)
            won.append(role)
        except actions.KnockTaken:
            lost.append(role)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[role]) for role in (HELPER, HEAD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 1)
    assert Knock.objects.get(pk=knock.pk).taken_by == committed.user(won[0])


def test_done_at_the_door_counts_once_as_a_visit(cast: Cast) -> None:
    certified(cast, cast.wang, 360)
    actions.gather(by=SYSTEM, at=cast.at)
    knock = Knock.objects.get(resident=cast.wang)
    actions.take(knock, by=cast.user(HELPER), at=cast.at)
    note(cast, knock, Result.DONE)
    (serving,) = servings().filter(resident=cast.wang)
    assert (serving.channel, serving.item_id) == ("visits", "SG-RS-01")
    assert knock.state == KnockState.CLOSED
    kinds = {entry.kind for entry in entries_about(cast.wang.pk)}
    assert {"knocks.taken", "knocks.done", "cases.served"} <= kinds


def test_a_telephone_call_is_no_visit(cast: Cast) -> None:
    knock = taken(cast)
    note(cast, knock, Result.DONE, "电话里问过，都好", Way.PHONE)
    assert not servings().filter(resident=knock.resident).exists()
    actions.gather(by=SYSTEM, at=cast.at)
    assert not Knock.objects.filter(resident=knock.resident, state=KnockState.OPEN).exists()


def test_nobody_home_comes_back_on_the_day_that_was_chosen(cast: Cast) -> None:
    knock = taken(cast)
    note(cast, knock, Result.NOBODY_HOME)
    assert (knock.state, knock.tries, knock.taken_by) == (KnockState.OPEN, 1, None)
    assert knock.next_try_on == cast.at.date() + timedelta(days=1)


def test_what_was_seen_is_written_in_words(cast: Cast) -> None:
    knock = taken(cast)
    with pytest.raises(Unusable):
        note(cast, knock, Result.REFUSED)
    assert not KnockResult.objects.exists()


def test_only_whoever_went_says_how_it_was(cast: Cast) -> None:
    knock = taken(cast)
    noted = actions.Noted(Result.DONE, Way.DOOR)
    with pytest.raises(actions.KnockMoved):
        actions.note(knock, noted, by=cast.user(HEAD), at=cast.at)


def test_corrected_data_end_the_knock(cast: Cast) -> None:
    correction, officer = called_wrong(cast), cast.user(Role.DEPARTMENT_OFFICER)
    assert correction.knock.state == KnockState.FOUND
    actions.answer_correction(
        correction, corrected=True, words="户口已迁出", by=officer, at=cast.at
    )
    knock = Knock.objects.get(pk=correction.knock_id)
    assert (knock.state, correction.state) == (KnockState.CLOSED, CorrectionState.CORRECTED)
    with pytest.raises(actions.CorrectionAnswered):
        actions.answer_correction(correction, corrected=False, words="没错", by=officer, at=cast.at)


def test_where_the_data_stay_somebody_goes_again(cast: Cast) -> None:
    correction, officer = called_wrong(cast), cast.user(Role.DEPARTMENT_OFFICER)
    actions.answer_correction(
        correction, corrected=False, words="户口还在这里", by=officer, at=cast.at
    )
    assert Knock.objects.get(pk=correction.knock_id).state == KnockState.OPEN
    assert Correction.objects.get().state == CorrectionState.STAYS


def test_an_offer_that_nobody_wants_is_declined(cast: Cast) -> None:
    old = person("周爱莲", date(1955, 2, 1))[0]
    carried(cast, policies=["elder_card"])
    at = cast.at + timedelta(days=20)
    actions.gather(by=SYSTEM, at=at)
    knock = Knock.objects.get(resident=old, reason=Reason.LINKED)
    actions.take(knock, by=cast.user(HELPER), at=at)
    noted = actions.Noted(Result.NOT_NEEDED, Way.DOOR, "说用不上")
    actions.note(knock, noted, by=cast.user(HELPER), at=at)
    assert Entitlement.objects.get(resident=old).state == "declined"


def test_more_than_a_knock_becomes_a_visit(cast: Cast) -> None:
    knock = taken(cast)
    asked = visits.NewVisit(
        resident=knock.resident,
        kind=VisitKind.KNOCK,
        via=AskedVia.KNOCK,
        items=["SG-RS-01"],
        site=cast.site,
        division="430602",
        latitude=29.4,
        longitude=113.1,
        address="演示路 12 号",
        contact_name=knock.resident.name,
        contact_phone="",
        why=knock.words,
    )
    found = actions.hand_over(knock, asked, way=Way.DOOR, by=cast.user(HELPER), at=cast.at)
    visit = found.knock.visit
    assert visit is not None
    assert (found.knock.state, visit.kind) == (KnockState.HANDED, "knock")
    visits.cancel(visit, why="出院了再说", by=cast.by(), at=cast.at)
    actions.gather(by=SYSTEM, at=cast.at)
    # The result itself was a meeting: nobody has to go again.
    assert Knock.objects.get(pk=knock.pk).state == KnockState.CLOSED


def test_somebody_very_old_is_on_nobodys_list_twice(cast: Cast) -> None:
    very_old()
    actions.gather(by=SYSTEM, at=cast.at)
    actions.gather(by=SYSTEM, at=cast.at)
    assert Knock.objects.count() == 1
