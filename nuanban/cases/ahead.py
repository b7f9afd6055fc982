"""The form of a case before anybody sits down: what is known, what has to be asked, which papers.

A helper takes it along to a place without signal; nothing is asked that is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nuanban.cases.enums import Shown
from nuanban.cases.form import FIELDS, Field, Value, filled_from_known, form_of
from nuanban.cases.materials import SHOWN, known_facts
from nuanban.cases.models import Case, CaseMaterial
from nuanban.cases.states import FILLABLE
from nuanban.catalogue import queries as catalogue
from nuanban.catalogue.queries import Condition, ItemVersion, QuestionShown
from nuanban.journal import queries as journal
from nuanban.residents.queries import Resident


@dataclass(frozen=True)
class PaperAhead:
    """One paper; `is_certain` is False while an answer may still spare it: it is due when
    `needed_when` does not fail and none of `spared_when` holds.
    """

    code: str
    name: str
    note: str
    shown: Shown
    is_certain: bool
    needed_when: Condition
    spared_when: Sequence[Condition]


@dataclass(frozen=True)
class Ahead:
    """A form to take along. `values` may lack fields: these are asked. `promised_days` 0: it ends
    on the spot. `last_entry`: what was done on the case so far, by its number in the journal.
    """

    item: str
    name: str
    number: str
    fields: Sequence[Field]
    values: Mapping[str, Value]
    questions: Sequence[QuestionShown]
    answers: Mapping[str, str]
    papers: Sequence[PaperAhead]
    promised_days: int
    result: str
    last_entry: int


def form_ahead(*, item: str, resident: Resident, origin_id: UUID, day: date) -> Ahead | None:
    """None where no guide is in force, or the case of this origin is past filling."""
    version = catalogue.version_in_force(item, day)
    case = Case.objects.filter(origin_id=origin_id, item_id=item).first()
    if version is None or (case is not None and case.state not in FILLABLE):
        return None
    given = case.answers if case is not None else {}
    facts = {**known_facts(resident, day, case.agent_name if case else ""), **given}
    questions, answers = catalogue.questions_ahead(version, facts)
    values = form_of(case) if case is not None else filled_from_known(resident, version.item.name)
    return Ahead(
        item=item,
        name=version.item.plain_name,
        number=case.number if case is not None else "",
        fields=FIELDS,
        values=values,
        questions=questions,
        answers=answers,
        papers=_papers(version, facts, case),
        promised_days=version.promised_days,
        result=version.result,
        last_entry=_last_entry(case),
    )


def _last_entry(case: Case | None) -> int:
    last = journal.entries_on(case.pk).last() if case is not None else None
    return last.pk if last else 0


def _papers(
    version: ItemVersion, facts: Mapping[str, object], case: Case | None
) -> list[PaperAhead]:
    noted = dict(CaseMaterial.objects.filter(case=case).values_list("code", "shown"))
    return [
        PaperAhead(
            code=need.code,
            name=need.name,
            note=need.note,
            shown=Shown(noted.get(need.code, SHOWN[need.source])),
            is_certain=need.is_certain,
            needed_when=need.needed_when,
            spared_when=need.spared_when,
        )
        for need in catalogue.materials_for(version, facts)
    ]
