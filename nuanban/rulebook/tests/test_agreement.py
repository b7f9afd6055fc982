"""One person at a counter and a whole city at night are judged alike."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.rulebook.book import Book
from nuanban.rulebook.judge import Judge
from nuanban.rulebook.policy import Verdict
from nuanban.rulebook.sweep import Wish
from nuanban.rulebook.tests.frames import judged_rows, swept_rows, table
from nuanban.rulebook.tests.words import DAY, books, crowd, people

PLACE = "430600"


@settings(max_examples=12, deadline=None)
@given(books(), crowd(80))
def test_judge_and_sweep_say_the_same(book: Book, persons: list[Mapping[str, Any]]) -> None:
    expected = judged_rows(book, persons, DAY, PLACE)
    assert swept_rows(book, table(persons), Wish(DAY, PLACE, all_rows=True)) == expected
    short = {row for row in expected if row[2] != "NO"}
    assert swept_rows(book, table(persons), Wish(DAY, PLACE)) == short


@settings(max_examples=8, deadline=None)
@given(books(), st.lists(people(complete=True), min_size=1, max_size=20))
def test_a_city_of_which_everything_is_known_is_judged_alike(
    book: Book, whole: list[Mapping[str, Any]]
) -> None:
    persons = [{"person_id": str(turn), **person} for turn, person in enumerate(whole)]
    expected = judged_rows(book, persons, DAY, PLACE)
    assert swept_rows(book, table(persons), Wish(DAY, PLACE, all_rows=True)) == expected


@settings(max_examples=40, deadline=None)
@given(books(), people(complete=True), people())
def test_what_is_not_known_never_decides(
    book: Book, whole: dict[str, Any], mask: dict[str, Any]
) -> None:
    """Without ties between policies, learning a fact turns ASK into something, and nothing else."""
    alone = [Book([book["p1"]])]
    unknown = {name: None if mask[name] is None else whole[name] for name in whole}
    # An event that is missing has not happened: that is known, not open.
    for event in ("death_date", "discharged_on"):
        unknown[event] = whole[event]
    for one in alone:
        judge = Judge(one, DAY, PLACE)
        before, after = judge.judge(unknown)[0], judge.judge(whole)[0]
        if before.verdict != Verdict.ASK:
            assert (before.verdict, before.amount_fen) == (after.verdict, after.amount_fen)
        else:
            assert before.missing
            assert all(unknown[name] is None for name in before.missing)


@settings(max_examples=40, deadline=None)
@given(books(), people(), people(complete=True))
def test_who_answers_all_that_is_asked_gets_an_answer_or_a_smaller_question(
    book: Book, some: dict[str, Any], whole: dict[str, Any]
) -> None:
    judge = Judge(book, DAY, PLACE)
    for _ in range(len(whole) + 1):
        asked = {n for one in judge.judge(some) for n in one.missing}
        if not asked:
            break
        some = some | {name: whole[name] for name in asked}
    assert all(one.verdict != Verdict.ASK for one in judge.judge(some))
