"""A policy is written by one, proposed when it is right, released by another, and taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.eligibility import actions, editing, queries
from nuanban.eligibility.enums import VersionState
from nuanban.eligibility.queries import PolicyVersion
from nuanban.eligibility.tests.desk import OLD_AGE, TRANSIT, draft, proposed, saved
from nuanban.journal.models import Entry
from nuanban.lib.errors import Unusable
from nuanban.rulebook.policy import Verdict
from tests.cast import MONDAY_9, Cast

TODAY = MONDAY_9.date()
NEXT_MONTH = date(2026, 4, 1)
COUNTY = "430621"
EIGHTY_TWO = {"birth_date": date(1944, 1, 1), "aid_kind": "none"}


def opened(version: PolicyVersion) -> PolicyVersion:
    """岳阳县 gives everybody from eighty on 60 yuan from next month."""
    texts = queries.texts_of(version)
    for number, value in (("over_eighty_fen", 6000), ("open_to_all_age", 80)):
        texts = editing.with_value(
            texts,
            number,
            value=value,
            place=COUNTY,
            from_on=NEXT_MONTH,
            source="岳阳县民政局通知",
            is_verified=True,
        )
    return replace_texts(version, texts)


def replace_texts(version: PolicyVersion, texts: queries.PolicyTexts) -> PolicyVersion:
    """The version with other texts, not saved."""
    version.policy_text, version.numbers_text = texts.policy, texts.numbers
    version.examples_text = texts.examples
    return version


def amount(day: date, division: str) -> tuple[Verdict, int | None]:
    """What somebody of eighty-two without low income gets there."""
    facts = {**EIGHTY_TWO, "registered_division": f"{division}001001"}
    for one in queries.judge_on(day, "430600").judge(facts):
        if one.policy == OLD_AGE:
            return one.verdict, one.amount_fen
    raise AssertionError


def released(cast: Cast, version: PolicyVersion, day: date = TODAY) -> PolicyVersion:
    """Proposed by the officer, released by the lead officer."""
    lead = cast.user(Role.LEAD_OFFICER)
    return actions.release_version(proposed(cast, version), in_force_from=day, by=lead, at=cast.at)


def test_a_county_raises_its_amount_from_a_day_on(cast: Cast) -> None:
    version = saved(cast, opened(draft(cast)))
    assert amount(NEXT_MONTH, COUNTY) == (Verdict.NO, 0)
    released(cast, version)
    assert amount(TODAY, COUNTY) == (Verdict.NO, 0)
    assert amount(NEXT_MONTH, COUNTY) == (Verdict.YES, 6000)
    assert amount(NEXT_MONTH, "430602") == (Verdict.NO, 0)


def test_a_text_applies_from_its_day_and_not_before(cast: Cast) -> None:
    released(cast, saved(cast, opened(draft(cast))), NEXT_MONTH + timedelta(days=30))
    assert amount(NEXT_MONTH, COUNTY) == (Verdict.NO, 0)
    assert amount(NEXT_MONTH + timedelta(days=30), COUNTY) == (Verdict.YES, 6000)
    assert queries.coming(TODAY)[OLD_AGE].in_force_from == NEXT_MONTH + timedelta(days=30)


def test_a_policy_has_one_open_draft(cast: Cast) -> None:
    first = draft(cast)
    assert draft(cast).pk == first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(
            policy=OLD_AGE,
            number=9,
            policy_text="",
            written_by=cast.user(Role.DEPARTMENT_OFFICER),
            written_at=cast.at,
        )


def test_who_had_a_hand_in_a_text_does_not_release_it(cast: Cast) -> None:
    officer, lead = cast.user(Role.DEPARTMENT_OFFICER), cast.user(Role.LEAD_OFFICER)
    version = saved(cast, opened(draft(cast)))
    version.numbers_text += "# 再看一遍\n"
    version = saved(cast, version, by=lead)
    version = proposed(cast, version)
    for person in (officer, lead):
        with pytest.raises(actions.OwnText, match="另一位"):
            actions.release_version(version, in_force_from=TODAY, by=person, at=cast.at)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("age(birth_date) >= first_age", "agee(birth_date) >= first_age", "agee"),
        ('verdict = "YES"\namount_fen = 5000', 'verdict = "NO"', "例子"),
        ('id = "old_age_allowance"', 'id = "another"', "id"),
    ],
)
def test_what_is_wrong_is_kept_but_never_proposed(
    cast: Cast, old: str, new: str, words: str
) -> None:
    version = draft(cast)
    version.policy_text = version.policy_text.replace(old, new)
    version.examples_text = version.examples_text.replace(old, new)
    version = saved(cast, version)
    with pytest.raises(actions.NotRight, match=words):
        proposed(cast, version)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_a_text_without_a_reason_is_not_proposed(cast: Cast) -> None:
    by = cast.user(Role.DEPARTMENT_OFFICER)
    with pytest.raises(Unusable, match="为什么"):
        actions.propose_version(draft(cast), why=" ", by=by, at=cast.at)


def test_what_became_wrong_since_is_not_released(cast: Cast) -> None:
    version = proposed(cast, saved(cast, draft(cast)))
    PolicyVersion.objects.filter(pk=version.pk).update(state="draft")
    PolicyVersion.objects.filter(pk=version.pk).update(policy_text="", state="proposed")
    lead = cast.user(Role.LEAD_OFFICER)
    with pytest.raises(actions.NotRight):
        actions.release_version(version, in_force_from=TODAY, by=lead, at=cast.at)


def test_a_released_text_stays_as_it_is(cast: Cast) -> None:
    version = released(cast, saved(cast, draft(cast)))
    rows = PolicyVersion.objects.filter(pk=version.pk)
    for change in (lambda: rows.update(policy_text=""), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(actions.VersionMoved):
        saved(cast, replace_texts(version, queries.PolicyTexts("", "", "")))


def test_a_day_that_has_passed_is_refused(cast: Cast) -> None:
    version = proposed(cast, saved(cast, draft(cast)))
    lead = cast.user(Role.LEAD_OFFICER)
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(actions.DayPassed):
        actions.release_version(version, in_force_from=yesterday, by=lead, at=cast.at)


def test_taken_back_the_earlier_text_applies_and_the_past_stays(cast: Cast) -> None:
    first = released(cast, saved(cast, opened(draft(cast))))
    lead, later = cast.user(Role.LEAD_OFFICER), cast.at + timedelta(days=60)
    with pytest.raises(Unusable, match="为什么"):
        actions.withdraw_version(first, why=" ", by=lead, at=later)
    assert amount(NEXT_MONTH, COUNTY) == (Verdict.YES, 6000)
    actions.withdraw_version(first, why="金额没有批下来", by=lead, at=later)
    assert amount(NEXT_MONTH, COUNTY) == (Verdict.YES, 6000)
    assert amount(later.date(), COUNTY) == (Verdict.NO, 0)
    assert queries.version_words(OLD_AGE, later.date()) == "shipped"
    assert queries.version_words(OLD_AGE, NEXT_MONTH) == "1"


def test_a_policy_of_the_citys_own_that_is_taken_back_is_no_longer_offered(cast: Cast) -> None:
    officer, lead = cast.user(Role.DEPARTMENT_OFFICER), cast.user(Role.LEAD_OFFICER)
    copied = copy_of(cast, officer)
    copied = released(cast, saved(cast, copied))
    assert queries.book_on(TODAY)["louqu_transit"].title == "岳阳楼区乘车"
    later = cast.at + timedelta(days=5)
    actions.withdraw_version(copied, why="不办了", by=lead, at=later)
    over = queries.book_on(later.date())["louqu_transit"]
    assert not over.is_offered(later.date(), "4306")
    assert over.is_offered(TODAY, "4306")


def test_a_name_is_given_once(cast: Cast) -> None:
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    with pytest.raises(actions.NameTaken):
        copy_of(cast, officer, OLD_AGE)


def copy_of(cast: Cast, by: User, new_id: str = "louqu_transit") -> PolicyVersion:
    """A new policy from the one about buses."""
    words = {"title": "岳阳楼区乘车", "summary": "岳阳楼区的老人免费乘车。"}
    return actions.copy_policy(TRANSIT, new_id=new_id, **words, by=by, at=cast.at)


def test_a_copy_has_its_own_words_day_and_department(cast: Cast) -> None:
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    officer.department = "民政"
    copied = copy_of(cast, officer)
    policy = queries.checked(copied, TODAY).policy
    assert policy is not None
    assert (policy.summary, policy.in_force_from) == ("岳阳楼区的老人免费乘车。", TODAY)
    assert (policy.department, copied.department) == ("民政", "民政")
    assert not queries.checked(copied, TODAY).faults


def test_only_who_writes_for_all_hands_a_policy_to_another_department(cast: Cast) -> None:
    version = draft(cast)
    version.policy_text = version.policy_text.replace('"民政"', '"卫健"', 1)
    assert saved(cast, version).department == "卫健"
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    officer.department = "卫健"
    version = queries.open_versions()[OLD_AGE]
    version.policy_text = version.policy_text.replace('"卫健"', '"医保"', 1)
    version = saved(cast, version, by=officer)
    assert version.department == "卫健"
    assert "归卫健" in queries.checked(version, TODAY).faults[0].what


def test_two_writers_do_not_lose_each_others_words(cast: Cast) -> None:
    version = draft(cast)
    saved(cast, opened(draft(cast)))
    version.numbers_text += "# 乙\n"
    with pytest.raises(actions.TextChanged):
        saved(cast, version)


def test_what_is_sent_back_can_be_written_again(cast: Cast) -> None:
    version = proposed(cast, saved(cast, draft(cast)))
    lead = cast.user(Role.LEAD_OFFICER)
    version = actions.send_back(version, why="金额再核对一下", by=lead, at=cast.at)
    assert version.state == VersionState.DRAFT
    assert version.sent_back_because == "金额再核对一下"
    assert proposed(cast, version).sent_back_because == ""


def test_every_step_leaves_an_entry(cast: Cast) -> None:
    version = released(cast, saved(cast, opened(draft(cast))))
    kinds = set(Entry.objects.filter(object_id=version.pk).values_list("kind", flat=True))
    steps = ("written", "saved", "proposed", "released")
    assert kinds == {f"eligibility.version_{step}" for step in steps}


def test_texts_that_nobody_changed_are_saved_once(cast: Cast) -> None:
    version = saved(cast, draft(cast))
    again = saved(cast, version)
    assert replace(queries.texts_of(again)) == queries.texts_of(version)
    assert again.revision == version.revision
