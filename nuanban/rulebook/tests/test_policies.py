"""The twenty-two policies that are shipped: whole, sourced, tried on every side."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nuanban.rulebook.book import HOME
from nuanban.rulebook.closures import compiled
from nuanban.rulebook.dated_numbers import trimmed
from nuanban.rulebook.examples import check_folder
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.policy import Consent, Period
from nuanban.rulebook.sweep import Wish
from nuanban.rulebook.tests.frames import judged_rows, swept_rows, table
from nuanban.rulebook.tests.shipped import BOOK, examples_of

IDS = [
    *("old_age_allowance", "disability_living_allowance", "disability_nursing_allowance"),
    *("resident_pension", "pension_certification_due", "dibao", "dibao_marginal", "tekun"),
    *("medical_insurance_aid", "electricity_quota", "water_quota", "gas_quota", "elder_card"),
    *("elder_transit", "childcare_subsidy", "conscript_family_allowance", "veteran_card"),
    *("elder_care_voucher", "pension_contribution_aid", "orphan_support"),
    *("disability_certificate_renewal", "driver_medical_due"),
]
ITEMS = Path(__file__).parents[2] / "catalogue" / "reference" / "items.csv"
UNSURE = ("待", "平台", "推算", "365 减 30", "两年")
Case = tuple[date, str]


def test_the_folders_are_those_of_the_contract() -> None:
    assert sorted(BOOK) == sorted(IDS)


def test_every_example_of_every_policy_comes_out_as_written() -> None:
    assert list(check_folder()) == []


@pytest.mark.parametrize("name", IDS)
def test_a_policy_is_offered_in_both_cities_and_explained(name: str) -> None:
    page = (HOME / name / "README.md").read_text("utf-8")
    assert BOOK[name].title.split("到期")[0][:4] in page
    assert "还没有核实" in page
    for place in ("4306", "430621", "5114"):
        assert BOOK[name].is_offered(date(2026, 11, 22), place)
        assert BOOK[name].choices(date(2026, 11, 22), place) is not None


@pytest.mark.parametrize("name", IDS)
def test_every_number_says_who_told_it_or_who_must_confirm_it(name: str) -> None:
    for number in BOOK[name].numbers:
        for value in number.values:
            assert value.source
            assert value.is_verified or any(word in value.source for word in UNSURE), value


@pytest.mark.parametrize("name", IDS)
def test_every_verdict_every_amount_and_every_tie_has_an_example(name: str) -> None:
    policy, examples = BOOK[name], examples_of(name)
    assert {e.expected["verdict"] for e in examples} == {"YES", "NO", "ASK"}
    excluders = {e.expected.get("excluded_by") for e in examples}
    assert {tie.policy for tie in policy.excluded_by} <= excluders
    for number, band in enumerate(policy.bands):
        assert any(_band_of(name, example) == number for example in examples), band.fen_text


def _band_of(name: str, example: Any) -> int | None:
    """Which amount the example gets."""
    policy, place = BOOK[name], trimmed(example.place)
    choices = policy.choices(example.day, place)
    if choices is None or example.expected["verdict"] != "YES":
        return None
    facts = dict.fromkeys(CITY) | dict(example.facts)
    numbers = {n: choice.of(facts[policy.division]) for n, choice in choices.items()}
    for number, band in enumerate(policy.bands):
        if band.when is None or compiled(band.when, example.day, place)(facts, numbers):
            return number
    return None


def test_the_items_of_policies_are_in_the_citys_list() -> None:
    lines = [line for line in ITEMS.read_text("utf-8").splitlines() if not line.startswith("#")]
    known = {row["code"] for row in csv.DictReader(lines)}
    for policy in BOOK.values():
        assert policy.items
        assert set(policy.items) <= known, policy.id


def test_reminders_pay_nothing_and_know_how_early_they_come() -> None:
    for policy in BOOK.values():
        if policy.id.endswith(("_due", "_renewal")):
            assert (policy.bands, policy.period) == ((), Period.NONE)
            assert policy.notice_days > 0


def test_who_is_told_beforehand_has_days_to_object() -> None:
    for policy in BOOK.values():
        assert (policy.objection_days > 0) == (policy.consent == Consent.NOTICE), policy.id


def test_the_standards_of_a_poor_and_of_a_nearly_poor_household_are_the_same() -> None:
    dibao = {n.name: n for n in BOOK["dibao"].numbers}
    marginal = {n.name: n for n in BOOK["dibao_marginal"].numbers}
    assert all(marginal[name] == number for name, number in dibao.items())


def test_a_city_is_swept_as_its_examples_are_judged() -> None:
    crowds: dict[Case, list[dict[str, Any]]] = defaultdict(list)
    for name in BOOK:
        for example in examples_of(name):
            crowd = crowds[example.day, example.place]
            crowd.append({**example.facts, "person_id": str(len(crowd))})
    large = {case: crowd for case, crowd in crowds.items() if len(crowd) >= 10}
    assert {place for _day, place in large} == {"430600", "511400"}
    for (day, place), crowd in large.items():
        wish = Wish(day, place, all_rows=True)
        assert swept_rows(BOOK, table(crowd), wish) == judged_rows(BOOK, crowd, day, place)
