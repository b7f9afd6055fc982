"""A form filled at home becomes the case; what others changed meanwhile is not overwritten."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nuanban.cases import actions as cases
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import Channel, Shown
from nuanban.cases.queries import Case, Value
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import Answer, Operation, fingerprint_of, run_once
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Unusable
from nuanban.visits.actions.going_on import go_on
from nuanban.visits.actions.moves import tell
from nuanban.visits.actions.sent import Sent, happened_at, locked_visit
from nuanban.visits.enums import DeedAnswer
from nuanban.visits.models import Visit, VisitForm
from nuanban.visits.sealed import seal


@dataclass(frozen=True)
class SentForm(Sent):
    """A form as a phone sends it. `fields`: name → (what the phone was given, what was written)."""

    item: str
    fields: Mapping[str, tuple[str, str]]
    answers: Mapping[str, str]
    seen: frozenset[str]


@dataclass(frozen=True)
class Differs:
    """One line of a form that others had changed: their words stand, these are kept beside."""

    label: str
    ours: str
    theirs: str


def take_form(sent: SentForm, *, by: Actor, at: datetime) -> DeedAnswer:
    """Takes one form in, once; the case is opened when it is the first of its item."""
    said = json.dumps([sent.item, dict(sent.fields), dict(sent.answers), sorted(sent.seen)])
    fingerprint = fingerprint_of(str(sent.visit), sent.phone_at.isoformat(), said)
    operation = Operation(sent.key, f"round:{by.id}", fingerprint)
    return DeedAnswer(str(run_once(operation, lambda: _take(sent, by, at)).body))


def _take(sent: SentForm, by: Actor, at: datetime) -> Answer:
    visit = locked_visit(sent.visit)
    if sent.item not in visit.items:
        raise Unusable(sentence="这次上门不办这个事项，没有记下。请另开办件。")
    happened = happened_at(sent, at)
    case = _case_of(visit, sent, by, happened)
    when = max(happened, case.opened_at)
    differs = _fill(case, sent, by, when)
    _note_papers(case, sent, by, when)
    form = VisitForm(
        key=sent.key,
        visit=visit,
        case=case,
        user_id=by.id,
        user_name=by.name,
        differs=len(differs),
        happened_at=happened,
        received_at=at,
    )
    form.said_sealed = seal(_kept(sent, differs), "form", sent.key) or b""
    form.save(force_insert=True)
    tell(visit, "form_taken", by, at, item=sent.item, differs=len(differs))
    go_on(visit, sent.item, when=when, by=by, at=at)
    return Answer(200, (DeedAnswer.CONFLICT if differs else DeedAnswer.DONE).value)


def _kept(sent: SentForm, differs: list[Differs]) -> str:
    said = {name: written for name, (_, written) in sent.fields.items()}
    content = {"said": {**said, **sent.answers}, "differs": [vars(one) for one in differs]}
    return json.dumps(content, ensure_ascii=False)


def _case_of(visit: Visit, sent: SentForm, by: Actor, at: datetime) -> Case:
    case = cases.open_case(
        item=sent.item,
        resident=visit.resident,
        channel=Channel.VISITS,
        site=visit.site_id,
        origin_id=visit.pk,
        by=by,
        at=at,
    )
    Visit.objects.filter(pk=visit.pk, case=None).update(case=case)
    return Case.objects.select_for_update(of=("self",)).select_related("version").get(pk=case.pk)


def _fill(case: Case, sent: SentForm, by: Actor, at: datetime) -> list[Differs]:
    """Writes what nobody else has touched; gives where others were there first."""
    values, differs = _values(case, sent)
    answers, others = _answers(case, sent)
    if case.state not in case_queries.FILLABLE:
        return [
            *(Differs(label, "办件已经往下办了", text) for label, text in values.values()),
            *(Differs(label, "办件已经往下办了", text) for label, text in answers.values()),
            *differs,
            *others,
        ]
    if answers:
        chosen = {fact: sent.answers[fact] for fact in answers}
        cases.answer_questions(case, answers=chosen, by=by, at=at)
    if values:
        written = {name: text for name, (_, text) in values.items()}
        cases.save_form(case, values=written, by=by, at=at)
    return differs + others


Changed = dict[str, tuple[str, str]]


def _values(case: Case, sent: SentForm) -> tuple[Changed, list[Differs]]:
    """Changed fields as (label, text), and those that somebody else changed to something else."""
    standing, nothing = case_queries.form_of(case), Value("", "")
    labels = {one.name: one.label for one in case_queries.FIELDS if not one.is_fixed}
    changed: Changed = {}
    differs = []
    for name, (was, written) in sent.fields.items():
        now = standing.get(name, nothing).text
        if name not in labels or written in (was, now):
            continue
        if now == was:
            changed[name] = (labels[name], written)
        else:
            differs.append(Differs(labels[name], now, written))
    return changed, differs


def _answers(case: Case, sent: SentForm) -> tuple[Changed, list[Differs]]:
    """Answers to questions of this guide; one that was answered otherwise stands."""
    changed: Changed = {}
    differs = []
    for question in catalogue.questions_of(case.version):
        choice = question.choice(sent.answers.get(question.fact, ""))
        standing = question.choice(case.answers.get(question.fact, ""))
        if choice is None or choice == standing:
            continue
        if standing is None:
            changed[question.fact] = (question.text, choice.text)
        else:
            differs.append(Differs(question.text, standing.text, choice.text))
    return changed, differs


def _note_papers(case: Case, sent: SentForm, by: Actor, at: datetime) -> None:
    if case.state not in case_queries.FILLABLE:
        return
    open_ones = case_queries.materials_of(case).filter(shown__in=[Shown.MISSING, Shown.PHOTO])
    for paper in open_ones.filter(code__in=sent.seen):
        photo = paper.upload_id
        cases.note_material(case, code=paper.code, shown=Shown.SEEN, upload_id=photo, by=by, at=at)
