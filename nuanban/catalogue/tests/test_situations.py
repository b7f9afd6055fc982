"""Questions shorten the list of papers to what this person needs."""

from datetime import date
from random import Random

import pytest

from nuanban.catalogue import queries
from nuanban.catalogue.enums import PaperSource
from nuanban.catalogue.queries import ItemVersion, MaterialNeed
from nuanban.lib.days import city_day
from tests.cast import MONDAY_9

pytestmark = pytest.mark.django_db
DAY = city_day(MONDAY_9)


def guide(code: str) -> ItemVersion:
    found = queries.version_in_force(code, DAY)
    assert found is not None
    return found


def brought(code: str, **answers: object) -> list[str]:
    needs = queries.materials_for(guide(code), answers)
    return [need.code for need in needs if need.source is PaperSource.BROUGHT]


def by_code(code: str, **answers: object) -> dict[str, MaterialNeed]:
    return {need.code: need for need in queries.materials_for(guide(code), answers)}


def all_paths(version: ItemVersion) -> list[dict[str, str]]:
    """Every way through the questions of a guide."""
    done, growing = [], [dict[str, str]()]
    while growing:
        answers = growing.pop()
        still_open = queries.open_questions(version, answers)
        if not still_open:
            done.append(answers)
            continue
        question = still_open[0]
        growing += [{**answers, question.fact: choice.value} for choice in question.choices]
    return done


def guides() -> list[ItemVersion]:
    codes = list(queries.items().values_list("code", flat=True))
    return list(queries.versions_in_force(codes, DAY).values())


def test_at_least_fourteen_guides_shorten_the_list_on_some_path() -> None:
    shortening = []
    for version in guides():
        whole = len(queries.materials_for(version, {}))
        shortest = min(
            len([n for n in queries.materials_for(version, path) if n.source == "brought"])
            for path in all_paths(version)
        )
        if queries.questions_of(version) and shortest < whole - 1:
            shortening.append(version.item_id)
    assert len(shortening) >= 14


def test_every_path_ends_after_at_most_five_questions_with_a_certain_list() -> None:
    for version in guides():
        for path in all_paths(version):
            assert len(path) <= 5
            needs = queries.materials_for(version, path)
            assert all(need.is_certain for need in needs)
            assert all(need.reason for need in needs)
            assert len({need.code for need in needs}) == len(needs)


def test_an_answer_never_adds_a_paper_that_was_not_on_the_list() -> None:
    chance = Random(7)
    for version in guides():
        path = chance.choice(all_paths(version))
        listed = {need.code for need in queries.materials_for(version, {})}
        for count in range(len(path) + 1):
            answers = dict(list(path.items())[:count])
            now = {need.code for need in queries.materials_for(version, answers)}
            assert now <= listed
            listed = now


def test_who_is_paid_already_brings_nothing() -> None:
    assert brought("SG-MZ-01", age=84, allowance_why="nothing") == []
    assert brought("SG-MZ-01", age=79) == []
    assert brought("SG-MZ-01", age=84, allowance_why="account") == ["id_card", "social_card"]


def test_a_son_who_comes_for_his_mother_brings_a_letter_and_his_own_card() -> None:
    alone = brought("SG-RS-02", is_proxy=False, card_active="yes")
    for_her = brought("SG-RS-02", is_proxy=True, card_active="yes")
    assert alone == ["id_card", "social_card"]
    assert set(for_her) - set(alone) == {"proxy_letter", "agent_id_card"}


def test_in_an_emergency_nothing_is_asked_for_first() -> None:
    assert brought("SG-MZ-06", is_urgent="yes") == []
    waived = by_code("SG-MZ-06", is_urgent="yes")["id_card"]
    assert (waived.source, waived.reason) == (PaperSource.WAIVED, "先帮，过后再补")


def test_what_another_department_knows_is_not_brought() -> None:
    married = by_code("SG-GA-06", parents_married="yes", born_here="yes")
    assert married["marriage_certificate"].source is PaperSource.KNOWN
    assert "民政" in married["marriage_certificate"].reason
    assert married["birth_certificate"].source is PaperSource.KNOWN
    elsewhere = by_code("SG-GA-06", parents_married="yes", born_here="no")
    assert elsewhere["birth_certificate"].source is PaperSource.BROUGHT


def test_a_paper_that_hangs_on_an_open_question_is_marked() -> None:
    letter = by_code("SG-RS-02")["proxy_letter"]
    assert not letter.is_certain
    assert letter.source is PaperSource.BROUGHT


def test_questions_answer_themselves_from_what_is_on_file() -> None:
    version = guide("SG-CL-01")
    facts = queries.facts_of_person(birth_on=date(1953, 6, 1), day=DAY, is_proxy=False)
    assert facts["age"] == 72
    asked = [question.fact for question in queries.open_questions(version, facts)]
    assert asked[0] == "disability_kind"
    answered = queries.answered_questions(version, facts)
    assert [entry.choice.value for entry in answered] == ["adult"]


def test_a_status_on_file_is_a_fact_and_one_that_is_missing_is_asked() -> None:
    known = queries.facts_of_person(birth_on=None, day=DAY, statuses=["disability", "dibao"])
    assert known == {
        "has_disability_certificate": True,
        "is_dibao": True,
        "is_low_income": True,
    }
    assert queries.facts_of_person(birth_on=None, day=DAY) == {}
    asked = queries.open_questions(guide("SG-MZ-02"), {**known, "is_proxy": False})
    assert asked == []


def test_an_answer_that_no_longer_matters_is_dropped_when_one_goes_back() -> None:
    answers = {"age": "under_80", "allowance_why": "account"}
    assert queries.materials_for(guide("SG-MZ-01"), answers) == []
    shown = queries.answered_questions(guide("SG-MZ-01"), answers)
    assert [entry.question.fact for entry in shown] == ["age"]


def test_nonsense_in_an_address_is_not_an_answer() -> None:
    nonsense = {"is_proxy": "maybe", "age": "<script>", "other": "x" * 500}
    assert queries.readable_answers(guide("SG-RS-06"), nonsense) == {}


def test_a_number_finds_its_band() -> None:
    version = guide("SG-RS-06")
    for age, band in ((59, "under_60"), (60, "from_60"), (104, "from_60")):
        assert queries.readable_answers(version, {"age": age}) == {"age": band}


def test_bundles_ask_for_every_paper_once() -> None:
    for bundle in queries.bundles():
        codes = [entry.item_id for entry in queries.items_of_bundle(bundle.code)]
        assert len(codes) >= 2
        versions = list(queries.versions_in_force(codes, DAY).values())
        alone = sum(len(queries.materials_for(version, {})) for version in versions)
        shared = queries.materials_for_bundle(versions, {})
        assert len({entry.need.code for entry in shared}) == len(shared)
        assert alone - len(shared) >= 3
        facts = [q.fact for q in queries.bundle_questions(versions, {})]
        assert len(facts) == len(set(facts))


def test_what_the_occasion_says_is_not_asked_and_what_it_makes_is_not_brought() -> None:
    bundle = queries.bundle("newborn")
    assert bundle is not None
    codes = [entry.item_id for entry in queries.items_of_bundle(bundle.code)]
    versions = list(queries.versions_in_force(codes, DAY).values())
    asked = {question.fact for question in queries.bundle_questions(versions, bundle.settled)}
    assert not asked & set(bundle.settled)
    shared = queries.materials_for_bundle(versions, bundle.settled, bundle.made_here)
    certificate = next(s.need for s in shared if s.need.code == "birth_certificate")
    assert certificate.source is PaperSource.WAIVED


def test_a_paper_that_one_item_needs_is_brought_whatever_the_others_know() -> None:
    versions = [guide("SG-RS-08"), guide("SG-RS-02")]
    shared = queries.materials_for_bundle(versions, {"is_proxy": "no", "card_active": "yes"})
    card = next(entry for entry in shared if entry.need.code == "social_card")
    assert card.need.source is PaperSource.BROUGHT
    assert {item.code for item in card.items} == {"SG-RS-08", "SG-RS-02"}


def test_there_are_at_least_three_bundles_and_each_is_named_on_its_items() -> None:
    assert queries.bundles().count() >= 3
    for bundle in queries.bundles():
        for entry in queries.items_of_bundle(bundle.code):
            assert bundle in queries.bundles_with(entry.item_id)
