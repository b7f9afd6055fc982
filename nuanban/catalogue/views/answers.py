"""Answers that travel in the address: one question a page, back without loss, no account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.http import urlencode

from nuanban.catalogue.queries import Answered, QuestionShown


@dataclass(frozen=True)
class ChoiceLink:
    """One answer and the address it leads to."""

    text: str
    query: str


@dataclass(frozen=True)
class AnswerLink:
    """One answer given, and the address that asks again."""

    question: str
    answer: str
    query: str


def choice_links(question: QuestionShown, given: Mapping[str, str]) -> list[ChoiceLink]:
    """The answers of the question that comes next."""
    return [
        ChoiceLink(choice.text, urlencode({**given, question.fact: choice.value}))
        for choice in question.choices
    ]


def answer_links(answered: Iterable[Answered], given: Mapping[str, str]) -> list[AnswerLink]:
    """What was answered; the later answers stay while one is asked again."""
    return [
        AnswerLink(
            entry.question.text,
            entry.choice.text,
            urlencode({f: value for f, value in given.items() if f != entry.question.fact}),
        )
        for entry in answered
    ]
