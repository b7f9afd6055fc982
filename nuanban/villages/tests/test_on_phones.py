"""A crew that goes to a village day reads on its phones where it goes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.lib.actor import SYSTEM
from nuanban.villages import actions
from nuanban.villages.tests.days import listed, village_day
from nuanban.visits.on_phone import day_of
from nuanban.visits.tests.days import TUESDAY, crew, member
from tests.cast import MONDAY_9, Cast

pytestmark = pytest.mark.django_db
AT = MONDAY_9 + timedelta(days=1)


def test_the_phone_says_where_the_crew_goes_until_the_day_is_called_off(cast: Cast) -> None:
    goes = member(cast, "方志远", user=Role.VISITING_STAFF)
    day = village_day(cast, day=TUESDAY)
    listed(cast, day, cast.wang)
    group = crew(cast, "下乡组", [goes])
    helper = cast.user(Role.VISITING_STAFF)
    assert day_of(helper, AT)["elsewhere"] == []
    actions.send_crew(day, crew=group.pk, by=cast.by(), at=cast.at)
    (card,) = day_of(helper, AT)["elsewhere"]
    assert card["title"] == "今天集中下乡"
    assert card["lines"] == (
        f"09:00–15:00，{day.division.name}",
        "村部一楼会议室",
        "残疾评定、换证，名单 1 人",
    )
    assert card["address"] == reverse("villages:day", args=[day.pk])
    assert day_of(cast.user(Role.SPECIALIST), AT)["elsewhere"] == []
    day.refresh_from_db()
    actions.cancel_day(day, why="大雪封路", by=SYSTEM, at=cast.at)
    assert day_of(helper, AT)["elsewhere"] == []
