"""Helpers see their own villages; a knock is worked through in the browser's way."""

import pytest
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.accounts.models import User
from nuanban.journal.models import Entry
from nuanban.knocks import queries
from nuanban.knocks.enums import KnockState
from nuanban.knocks.models import Correction, Knock
from nuanban.knocks.tests.doors import called_wrong, one_knock
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.residents import actions as residents
from tests.cast import Cast, helper_at
from tests.clients import colleague


@pytest.fixture
def knock(cast: Cast) -> Knock:
    """Somebody whom nobody has met, with an address."""
    found = one_knock(cast)
    division = found.division_id
    residents.set_address(
        found.resident, address="演示路 12 号", division=division, by=SYSTEM, at=cast.at
    )
    return found


@pytest.fixture
def helper(cast: Cast) -> Client:
    """The helper's browser."""
    return colleague(cast, Role.STATION_HELPER)


def press(client: Client, path: str, **said: object) -> str:
    """One form; gives where it leads."""
    answer = client.post(path, {"op": str(new_key()), **said})
    return str(answer.headers.get("Location", answer.status_code))


def test_helpers_see_their_own_village_only(cast: Cast, knock: Knock) -> None:
    assert knock.division_id == "430602001001"
    own, other = "430602001001", "430602001002"
    assert queries.knocks_visible_to(helper_at(cast, own)).exists()
    stranger = helper_at(cast, other)
    assert not queries.knocks_visible_to(stranger).exists()
    assert colleague(cast, Role.STATION_HELPER).get(f"/desk/knocks/{knock.pk}/").status_code == 404


def test_the_list_says_why_and_where(helper: Client, knock: Knock) -> None:
    page = helper.get("/desk/knocks/").content.decode()
    assert "邹桂英" in page
    assert "半年多没有人见过、也没有打过电话；83 岁" in page
    assert "演示路" not in page
    assert "邹桂英" not in helper.get("/desk/knocks/?reason=expiring").content.decode()


def test_address_and_phone_are_for_whoever_goes(cast: Cast, helper: Client, knock: Knock) -> None:
    path = f"/desk/knocks/{knock.pk}/"
    assert "13900002201" not in helper.get(path).content.decode()
    press(helper, path + "take/")
    page = helper.get(path).content.decode()
    assert "tel:13900002201" in page
    assert "演示路 12 号" in page
    assert "13900002201" not in colleague(cast, Role.SUPERVISOR).get(path).content.decode()


def test_a_knock_is_worked_through(helper: Client, knock: Knock) -> None:
    path = f"/desk/knocks/{knock.pk}/"
    press(helper, path + "take/")
    again = press(helper, path + "note/", result="refused", way="door", words="")
    assert again == "422"
    assert press(helper, path + "note/", result="done", way="door") == "/desk/knocks/"
    knock.refresh_from_db()
    assert knock.state == KnockState.CLOSED


def test_a_knock_becomes_a_visit_with_what_is_known(helper: Client, knock: Knock) -> None:
    path = f"/desk/knocks/{knock.pk}/"
    press(helper, path + "take/")
    where = press(helper, path + "visit/", contact_name=knock.resident.name)
    assert where.startswith("/desk/visits/")
    knock.refresh_from_db()
    assert knock.visit is not None
    assert (knock.visit.asked_via, knock.visit.contact_masked[-4:]) == ("knock", "2201")


def test_printing_is_written_down(helper: Client, knock: Knock) -> None:
    assert "演示路 12 号" in helper.get("/desk/knocks/sheet/").content.decode()
    assert Entry.objects.filter(kind="knocks.printed").count() == 1


def test_the_department_answers(cast: Cast) -> None:
    correction = called_wrong(cast)
    officer = colleague(cast, Role.DEPARTMENT_OFFICER)
    assert "搬到长沙" in officer.get("/desk/knocks/corrections/").content.decode()
    path = f"/desk/knocks/corrections/{correction.pk}/"
    press(officer, path, stands="corrected", words="户口已迁出")
    assert Correction.objects.get().state == "corrected"
    User.objects.filter(roles=["department_officer"]).update(department="民政")
    assert officer.post(path, {"op": str(new_key())}).status_code == 404


def test_dispatchers_have_the_list_made_anew(cast: Cast) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    head = colleague(cast, Role.SUPERVISOR)
    assert press(head, "/desk/knocks/gather/") == "/desk/knocks/"
    assert press(head, "/desk/knocks/gather/") == "/desk/knocks/"
    assert ProcrastinateJob.objects.filter(task_name="knocks.gather").count() == 1
