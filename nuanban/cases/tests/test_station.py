"""Near home: what is delegated is accepted at the station, for its own people."""

import pytest

from nuanban.accounts.enums import Role
from nuanban.accounts.models import User
from nuanban.cases import actions as cases
from nuanban.cases.queries import Case, servings
from nuanban.cases.subscribers import count_at_station
from nuanban.catalogue import queries as catalogue
from nuanban.catalogue.enums import Level
from nuanban.journal.queries import entries_on
from nuanban.lib.keys import new_key
from tests.cast import Cast, helper_at
from tests.clients import colleague

HOME, ELSEWHERE = "430602001001", "430602001002"
ITEM = "SG-RS-01"


def not_delegated() -> str:
    """An item that no village offers."""
    offered = set(catalogue.items_offered_at(Level.VILLAGE).values_list("code", flat=True))
    return next(item.code for item in catalogue.items() if item.code not in offered)


def test_a_villager_is_helped_in_the_village(cast: Cast) -> None:
    helper = helper_at(cast, HOME)
    case = cases.accept_at_station(ITEM, cast.wang, by=helper, at=cast.at)
    assert (case.site_id, case.opened_by) == (f"{HOME}-1", helper)


def test_people_from_elsewhere_are_told_where_to_go(cast: Cast) -> None:
    helper = helper_at(cast, ELSEWHERE)
    with pytest.raises(cases.NotOurPeople, match="王秀兰不住在村便民服务站管的地方"):
        cases.accept_at_station(ITEM, cast.wang, by=helper, at=cast.at)
    page = colleague(cast, Role.STATION_HELPER).get(f"/desk/station/{cast.wang.pk}/")
    assert "不住在村便民服务站管的地方" in page.content.decode()


def test_what_is_not_delegated_is_refused_in_words(cast: Cast) -> None:
    helper = helper_at(cast, HOME)
    with pytest.raises(cases.NotDelegated, match="没有委托到村便民服务站。请到"):
        cases.accept_at_station(not_delegated(), cast.wang, by=helper, at=cast.at)
    assert not Case.objects.exists()


def test_nobody_accepts_for_a_station_from_the_hall(cast: Cast) -> None:
    with pytest.raises(cases.NotAStation):
        cases.accept_at_station(ITEM, cast.wang, by=cast.user(Role.STATION_HELPER), at=cast.at)
    moved = helper_at(cast, HOME)
    User.objects.filter(pk=moved.pk).update(roles=[Role.GUIDE])
    with pytest.raises(cases.NotAStation):
        cases.accept_at_station(ITEM, cast.wang, by=User.objects.get(pk=moved.pk), at=cast.at)


def test_who_was_helped_at_a_station_is_counted_once(cast: Cast) -> None:
    helper = helper_at(cast, HOME)
    case = cases.accept_at_station(ITEM, cast.wang, by=helper, at=cast.at)
    assert not servings().exists()
    cases.submit(case, by=cast.by(Role.STATION_HELPER), at=cast.at)
    entry = next(e for e in entries_on(case.pk) if e.kind == "cases.submitted")
    count_at_station(entry)
    count_at_station(entry)
    (serving,) = servings()
    assert (serving.site_id, serving.resident, serving.staff) == (f"{HOME}-1", cast.wang, helper)
    assert serving.channel == case.channel


def test_the_helper_sees_the_list_and_opens_a_case(cast: Cast) -> None:
    helper_at(cast, HOME)
    browser = colleague(cast, Role.STATION_HELPER)
    plain = catalogue.items_offered_at(Level.VILLAGE)[0].plain_name
    assert plain in browser.get("/desk/station/").content.decode()
    path = f"/desk/station/{cast.wang.pk}/"
    refused = browser.post(path, {"op": str(new_key()), "item": not_delegated()})
    assert refused.status_code == 422
    assert "没有委托到" in refused.content.decode()
    opened = browser.post(path, {"op": str(new_key()), "item": ITEM})
    assert opened.headers["Location"] == f"/desk/cases/{Case.objects.get().pk}/"
