"""The desk's pages: what is typed is checked and kept; who may do what."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.eligibility import queries
from nuanban.eligibility.queries import PolicyVersion
from nuanban.eligibility.tests.desk import OLD_AGE, draft, proposed, saved, version_now
from nuanban.lib.keys import new_key
from tests.cast import Cast
from tests.clients import colleague

DESK = "/desk/policies/"


@pytest.fixture
def officer(cast: Cast) -> Client:
    """The officer's browser."""
    return colleague(cast, Role.DEPARTMENT_OFFICER)


def texts(version: PolicyVersion, **changed: str) -> dict[str, Any]:
    """What the text form sends."""
    return {
        "policy": version.policy_text,
        "numbers": version.numbers_text,
        "examples": version.examples_text,
        "revision": version.revision,
        "op": new_key(),
        **changed,
    }


def post(client: Client, version: PolicyVersion, page: str, **fields: Any) -> HttpResponse:
    """One form of the version's page."""
    sent = {"revision": version.revision, "op": new_key(), **fields}
    found: Any = client.post(f"{DESK}versions/{version.pk}/{page}/", sent)
    assert isinstance(found, HttpResponse)
    return found


def words(response: Any) -> str:
    """What the page says."""
    return str(response.content.decode())


def test_a_check_points_at_line_and_column_and_keeps_nothing(cast: Cast, officer: Client) -> None:
    version = draft(cast)
    wrong = version.policy_text.replace("age(birth_date) >= first_age", "age(birth_date) >= frist")
    page = words(post(officer, version, "check", **texts(version, policy=wrong)))
    line = wrong[: wrong.index(">= frist")].count("\n") + 1
    assert f"第 {line} 行第 28 列" in page
    assert "不认识“frist”" in page
    assert version_now(version).policy_text == version.policy_text


@pytest.mark.parametrize(
    "text", ["", "id = ", "[[amount]]\n", "stop = 1\n", "\x00", "condition = 3"]
)
def test_a_check_has_words_for_everything(cast: Cast, officer: Client, text: str) -> None:
    version = draft(cast)
    for name in ("policy", "numbers", "examples"):
        response = post(officer, version, "check", **texts(version, **{name: text}))
        assert response.status_code in (200, 422)


def test_what_is_typed_is_kept_by_itself_once(cast: Cast, officer: Client) -> None:
    version = draft(cast)
    sent = texts(version, numbers=version.numbers_text + "# 再看\n")
    assert "已自动保存" in words(post(officer, version, "keep", **sent))
    assert version_now(version).revision == version.revision + 1
    assert "没有自动保存" in words(post(officer, version, "keep", **texts(version, numbers="x")))


def test_an_edit_that_breaks_the_policy_is_refused(cast: Cast, officer: Client) -> None:
    version = draft(cast)
    page = post(officer, version, "edit/drop-number", name="first_age", turn=0)
    assert page.status_code == 302
    assert version_now(version).numbers_text == version.numbers_text
    seen = words(officer.get(f"{DESK}versions/{version.pk}/"))
    assert "政策就读不通了" in seen


def test_a_value_twice_for_one_day_and_place_is_refused(cast: Cast, officer: Client) -> None:
    version = draft(cast)
    fields = {
        "number": "over_eighty_fen",
        "value": "60.5",
        "place": "4306",
        "from_on_year": 2026,
        "from_on_month": 4,
        "from_on_day": 1,
        "source": "通知",
    }
    assert post(officer, version, "edit/number", **fields).status_code == 303
    version = version_now(version)
    assert "value = 6050" in version.numbers_text
    again = post(officer, version, "edit/number", **fields)
    assert again.status_code == 422
    assert "写了两个值" in words(again)


def test_a_number_is_confirmed_by_a_button(cast: Cast, officer: Client) -> None:
    version = draft(cast)
    assert "over_ninety_fen" in version.numbers_text
    post(officer, version, "edit/verify", name="over_ninety_fen", turn=0)
    found = queries.checked(version_now(version), cast.at.date()).policy
    assert found is not None
    assert "90—99 岁每月" not in found.unverified


def test_an_officer_does_not_release_and_a_lead_officer_does_not_write(
    cast: Cast, officer: Client
) -> None:
    version = proposed(cast, saved(cast, draft(cast)))
    day = {"in_force_from_year": 2099, "in_force_from_month": 1, "in_force_from_day": 1}
    assert post(officer, version, "move/release", **day).status_code == 403
    lead = colleague(cast, Role.LEAD_OFFICER)
    assert post(lead, version, "save", **texts(version)).status_code == 404
    assert post(lead, version, "move/propose", why="x").status_code == 403
    assert post(lead, version, "move/release", **day).status_code == 303
    assert version_now(version).state == "released"


def test_a_policy_is_printed_in_words_with_what_is_not_confirmed(
    cast: Cast, officer: Client
) -> None:
    page = words(officer.get(f"{DESK}{OLD_AGE}/"))
    for said in ("已满八十周岁", "湖南省", "50 元", "待确认", "告知后 7 天内", "只领金额高的一项"):
        assert said in page
    assert "随系统带来" in page


def test_an_officer_writes_for_their_department_and_reads_why_not_elsewhere(
    cast: Cast, officer: Client
) -> None:
    user = cast.user(Role.DEPARTMENT_OFFICER)
    version = draft(cast)
    user.department = "交通"
    user.save(update_fields=["department"])
    for address in (f"{DESK}{OLD_AGE}/", f"{DESK}versions/{version.pk}/"):
        page = words(officer.get(address))
        assert "这项政策归民政管，您是交通的" in page
        assert "直接改原文" not in page
    refused = post(officer, version, "save", **texts(version, numbers=""))
    assert refused.status_code == 403
    assert "归民政管" in words(refused)
    assert post(officer, version, "move/propose", why="x").status_code == 403
    write = officer.post(f"{DESK}{OLD_AGE}/write/", {"op": new_key()})
    assert write.status_code == 403
    assert version_now(version).state == "draft"


def test_whoever_had_a_hand_in_it_reads_so_before_the_click(cast: Cast, officer: Client) -> None:
    version = proposed(cast, saved(cast, draft(cast)))
    address = f"{DESK}versions/{version.pk}/"
    assert "您动过手写这一份" in words(officer.get(address))
    supervisor = words(colleague(cast, Role.SUPERVISOR).get(address))
    assert "要由一位没有写过这一份的首席领办员发布" in supervisor
    assert "发布之后" in words(colleague(cast, Role.LEAD_OFFICER).get(address))


def test_what_was_kept_by_itself_brings_the_page_up_to_date(cast: Cast, officer: Client) -> None:
    version = draft(cast)
    changed = version.policy_text.replace('says = "健在"', 'says = "还健在"')
    page = words(post(officer, version, "keep", **texts(version, policy=changed)))
    assert page.count(f'name="revision" value="{version.revision + 1}"') >= 3
    assert "还健在" in page
    assert 'id="condition_revision" hx-swap-oob="true"' in page


def test_conditions_are_joined_in_groups(cast: Cast, officer: Client) -> None:
    version = draft(cast)
    fields = {
        **{"fact_1_1": "age.birth_date", "how_1_1": "at_least", "number_1_1": 60},
        **{"fact_1_2": "aid_kind", "how_1_2": "is", "word_1_2": "aid_kind:dibao"},
        **{"fact_2_1": "resident_division", "how_2_1": "is"},
        **{"place_2_1": "430626", "place_2_1_within": "三市镇"},
        **{"join_1": "all", "between": "any", "says": "是", "fails": "否"},
    }
    assert post(officer, version, "edit/condition", **fields).status_code == 303
    version = version_now(version)
    assert '(age(birth_date) >= 60 and aid_kind == "dibao") or in_division(' in version.policy_text
    page = words(officer.get(f"{DESK}versions/{version.pk}/"))
    assert "平江县三市镇" in page
