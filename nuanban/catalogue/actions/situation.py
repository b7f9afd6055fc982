"""Writing the questions and papers of a version."""

from nuanban.catalogue.guides import (
    ChoiceText,
    MaterialText,
    QuestionText,
    Situation,
)
from nuanban.catalogue.models import Choice, ItemVersion, Material, Question


def write_situation_rows(version: ItemVersion, situation: Situation) -> None:
    """Replaces the questions and papers of a version that is being written."""
    Question.objects.filter(version=version).delete()
    Material.objects.filter(version=version).delete()
    questions = [
        Question(
            version=version,
            fact=text.fact,
            text=text.text,
            hint=text.hint,
            asked_when=text.asked_when,
            position=position,
        )
        for position, text in enumerate(situation.questions)
    ]
    Question.objects.bulk_create(questions)
    Choice.objects.bulk_create(
        Choice(
            question=question,
            value=choice.value,
            text=choice.text,
            at_least=choice.at_least,
            at_most=choice.at_most,
            position=position,
        )
        for question, text in zip(questions, situation.questions, strict=True)
        for position, choice in enumerate(text.choices)
    )
    Material.objects.bulk_create(
        _material(version, text, position) for position, text in enumerate(situation.materials)
    )


def _material(version: ItemVersion, text: MaterialText, position: int) -> Material:
    return Material(
        version=version,
        code=text.code,
        name=text.name,
        note=text.note,
        why=text.why,
        needed_when=text.needed_when,
        known_to=text.known_to,
        known_when=text.known_when,
        waived_when=text.waived_when,
        waived_why=text.waived_why,
        position=position,
    )


def situation_of(version: ItemVersion) -> Situation:
    """The questions and papers of a version, as texts."""
    choices: dict[object, list[ChoiceText]] = {}
    for row in Choice.objects.filter(question__version=version):
        text = ChoiceText(row.value, row.text, row.at_least, row.at_most)
        choices.setdefault(row.question_id, []).append(text)
    return Situation(
        questions=tuple(
            QuestionText(q.fact, q.text, tuple(choices.get(q.pk, ())), q.hint, q.asked_when)
            for q in Question.objects.filter(version=version)
        ),
        materials=tuple(
            MaterialText(
                m.code,
                m.name,
                m.note,
                m.why,
                m.needed_when,
                m.known_to,
                m.known_when,
                m.waived_when,
                m.waived_why,
            )
            for m in Material.objects.filter(version=version)
        ),
    )
