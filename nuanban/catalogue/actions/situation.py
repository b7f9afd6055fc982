"""Writing the questions and papers of a version."""

from nuanban.catalogue.guides import MaterialText, Situation
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
