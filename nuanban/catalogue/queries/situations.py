"""A person's situation: what is known, what is asked, which papers are needed."""

from collections.abc import Iterable
from datetime import date

from nuanban.catalogue.models import ItemVersion
from nuanban.catalogue.situations import (
    Answered,
    Facts,
    MaterialNeed,
    QuestionShown,
    asked,
    needs_of,
    read_answers,
    relevant_answers,
    still_possible,
    tree_of,
)
from nuanban.lib.days import age_on


def facts_of_person(
    *,
    birth_on: date | None,
    day: date,
    groups: Iterable[str] = (),
    statuses: Iterable[str] = (),
    needs: Iterable[str] = (),
    is_proxy: bool | None = None,
) -> dict[str, object]:
    """What the city knows of a person, as facts that answer questions.

    Only what is on file is a fact: a status that is not on file stays unknown and is asked.
    """
    facts: dict[str, object] = {}
    if birth_on is not None:
        facts["age"] = age_on(birth_on, day)
    if is_proxy is not None:
        facts["is_proxy"] = is_proxy
    on_file = {*statuses, *groups, *needs}
    for fact, marks in FACT_MARKS.items():
        if on_file & marks:
            facts[fact] = True
    return facts


FACT_MARKS: dict[str, set[str]] = {
    "has_disability_certificate": {"disability"},
    "is_dibao": {"dibao"},
    "is_tekun": {"tekun"},
    "is_low_income": {"dibao", "tekun", "marginal", "rigid"},
    "is_orphan": {"orphan"},
    "is_veteran": {"veteran"},
    "is_martyr_family": {"martyr_family"},
    "is_pregnant": {"pregnancy"},
    "is_seriously_ill": {"illness"},
    "has_ability_loss": {"ability_loss"},
    "cannot_come": {"bedside"},
}
"""Which marks on file (statuses, groups, needs of the residents) make a fact true."""


def materials_for(version: ItemVersion, answers: Facts) -> list[MaterialNeed]:
    """Papers that this person in this situation needs, with reason and source."""
    return needs_of(tree_of(version), answers)


def open_questions(version: ItemVersion, answers: Facts) -> list[QuestionShown]:
    """Questions still to ask, in order; only those that matter after the answers so far."""
    questions = tree_of(version).questions
    given = relevant_answers(questions, answers)
    return [question for question in asked(questions, given) if question.fact not in given]


def questions_left(version: ItemVersion, answers: Facts) -> int:
    """How many questions may still come, at most."""
    questions = tree_of(version).questions
    return len(still_possible(questions, relevant_answers(questions, answers)))


def questions_ahead(
    version: ItemVersion, answers: Facts
) -> tuple[list[QuestionShown], dict[str, str]]:
    """Questions that may still come, and the answers by which a page away from us can choose."""
    questions = tree_of(version).questions
    given = relevant_answers(questions, answers)
    return still_possible(questions, given), given


def answered_questions(version: ItemVersion, answers: Facts) -> list[Answered]:
    """Questions with their answers, in order."""
    questions = tree_of(version).questions
    given = relevant_answers(questions, answers)
    shown = []
    for question in asked(questions, given):
        choice = question.choice(given.get(question.fact, ""))
        if choice is not None:
            shown.append(Answered(question, choice))
    return shown


def questions_of(version: ItemVersion) -> list[QuestionShown]:
    """Every question of a guide."""
    return list(tree_of(version).questions)


def readable_answers(version: ItemVersion, answers: Facts) -> dict[str, str]:
    """Answers this guide understands, for an address or a form."""
    questions = tree_of(version).questions
    facts = {question.fact for question in questions}
    return {fact: v for fact, v in read_answers(questions, answers).items() if fact in facts}
