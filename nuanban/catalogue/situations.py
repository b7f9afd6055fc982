"""From a person's situation to the papers this person needs: the question tree of a guide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from nuanban.catalogue.conditions import Condition, holds
from nuanban.catalogue.enums import PaperSource
from nuanban.catalogue.models import Choice, ItemVersion, Material, Question

Facts = Mapping[str, object]


@dataclass(frozen=True)
class ChoiceShown:
    """One answer that can be chosen."""

    value: str
    text: str
    at_least: int | None = None
    at_most: int | None = None

    def covers(self, number: int) -> bool:
        low = self.at_least is None or number >= self.at_least
        high = self.at_most is None or number <= self.at_most
        return low and high and (self.at_least, self.at_most) != (None, None)


@dataclass(frozen=True)
class QuestionShown:
    """One question of a guide."""

    fact: str
    text: str
    hint: str
    choices: tuple[ChoiceShown, ...]
    asked_when: Condition = field(default_factory=list, hash=False)

    def choice(self, value: str) -> ChoiceShown | None:
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Answered:
    """A question with its answer; `is_known` when nobody had to ask."""

    question: QuestionShown
    choice: ChoiceShown


@dataclass(frozen=True)
class Rule:
    """When one paper is needed, known or waived."""

    code: str
    name: str
    note: str
    why: str
    needed_when: Condition = field(hash=False)
    known_to: str
    known_when: Condition = field(hash=False)
    waived_when: Condition = field(hash=False)
    waived_why: str


@dataclass(frozen=True)
class MaterialNeed:
    """One paper for this person: what it is, why, and where it comes from."""

    code: str
    name: str
    note: str
    reason: str
    source: PaperSource
    is_certain: bool = True
    """False while an open question decides whether it is needed."""
    needed_when: Condition = field(default_factory=list, hash=False, compare=False)
    spared_when: Sequence[Condition] = field(default=(), hash=False, compare=False)
    """Any of these true: it is known to the city, or waived."""


@dataclass(frozen=True)
class Tree:
    """Questions and papers of one version."""

    questions: tuple[QuestionShown, ...]
    rules: tuple[Rule, ...]


def tree_of(version: ItemVersion) -> Tree:
    """The tree of a version; read once, since every change of a draft raises its revision."""
    return _read_tree(version.pk, version.revision)


@lru_cache(maxsize=512)
def _read_tree(version_id: UUID, revision: int) -> Tree:
    choices: dict[UUID, list[ChoiceShown]] = {}
    for row in Choice.objects.filter(question__version_id=version_id):
        shown = ChoiceShown(row.value, row.text, row.at_least, row.at_most)
        choices.setdefault(row.question_id, []).append(shown)
    questions = tuple(
        QuestionShown(q.fact, q.text, q.hint, tuple(choices.get(q.pk, ())), q.asked_when)
        for q in Question.objects.filter(version_id=version_id)
    )
    rules = tuple(_rule(m) for m in Material.objects.filter(version_id=version_id))
    return Tree(questions, rules)


def _rule(material: Material) -> Rule:
    return Rule(
        code=material.code,
        name=material.name,
        note=material.note,
        why=material.why,
        needed_when=material.needed_when,
        known_to=material.known_to,
        known_when=material.known_when,
        waived_when=material.waived_when,
        waived_why=material.waived_why,
    )


def read_answers(questions: Iterable[QuestionShown], facts: Facts) -> dict[str, str]:
    """Facts as answers: True → yes, 73 → the choice whose bounds cover it; the rest is unknown."""
    by_fact = {question.fact: question for question in questions}
    answers = {}
    for fact, value in facts.items():
        answer = _read_answer(by_fact.get(fact), value)
        if answer is not None:
            answers[fact] = answer
    return answers


def _read_answer(question: QuestionShown | None, value: object) -> str | None:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if question is None:
        return value if isinstance(value, str) and value else None
    if isinstance(value, str) and question.choice(value):
        return value
    if isinstance(value, int):
        found = next((choice for choice in question.choices if choice.covers(value)), None)
        return found.value if found else None
    return None


def asked(questions: Sequence[QuestionShown], answers: Mapping[str, str]) -> list[QuestionShown]:
    """The questions that matter for these answers, answered or not, in their order."""
    return [question for question in questions if holds(question.asked_when, answers) is True]


def still_possible(
    questions: Sequence[QuestionShown], answers: Mapping[str, str]
) -> list[QuestionShown]:
    """The questions without an answer that are asked, or may be after other answers."""
    return [
        question
        for question in questions
        if question.fact not in answers and holds(question.asked_when, answers) is not False
    ]


def relevant_answers(questions: Sequence[QuestionShown], facts: Facts) -> dict[str, str]:
    """Answers without those to questions that are no longer asked (after going back)."""
    given = read_answers(questions, facts)
    asked_about = {question.fact for question in questions}
    kept = {fact: value for fact, value in given.items() if fact not in asked_about}
    for question in questions:
        if question.fact in given and holds(question.asked_when, kept) is True:
            kept[question.fact] = given[question.fact]
    return kept


def needs_of(tree: Tree, facts: Facts) -> list[MaterialNeed]:
    """Papers for this situation. What an open question may still spare is listed, as uncertain."""
    answers = relevant_answers(tree.questions, facts)
    for question in tree.questions:
        # What is not asked does not hold: nobody under 80 has a reason to ask for the allowance.
        if holds(question.asked_when, answers) is False:
            answers[question.fact] = ""
    needs = [_need(rule, answers) for rule in tree.rules]
    return [need for need in needs if need is not None]


def _need(rule: Rule, answers: Mapping[str, str]) -> MaterialNeed | None:
    needed = holds(rule.needed_when, answers)
    if needed is False:
        return None
    is_certain = needed is True
    if rule.waived_when and holds(rule.waived_when, answers) is True:
        source, reason = PaperSource.WAIVED, rule.waived_why
    elif rule.known_to and holds(rule.known_when, answers) is True:
        told = _("{department}那边查得到，我们替您查")
        source, reason = PaperSource.KNOWN, told.format(department=rule.known_to)
    else:
        source, reason = PaperSource.BROUGHT, rule.why if is_certain else _("看您怎么回答")
    return MaterialNeed(
        code=rule.code,
        name=rule.name,
        note=rule.note,
        reason=reason,
        source=source,
        is_certain=is_certain,
        needed_when=rule.needed_when,
        spared_when=_spared_when(rule),
    )


def _spared_when(rule: Rule) -> list[Condition]:
    known_when = rule.known_when if rule.known_to else []
    return [condition for condition in (rule.waived_when, known_when) if condition]
