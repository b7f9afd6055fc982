"""Filling a case: answers to scenario questions, the form, the papers."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuanban.cases.actions.moves import moved_by_other, tell
from nuanban.cases.enums import Shown
from nuanban.cases.form import FIELDS, PERSON_SAID, Value, form_of, seal_form
from nuanban.cases.materials import lay_out_materials
from nuanban.cases.models import Case, CaseMaterial
from nuanban.cases.states import FILLABLE
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import NotFound, Unusable

LONGEST_VALUE = 2_000


def _touch(case: Case, **changes: object) -> None:
    mine = Case.objects.filter(pk=case.pk, state__in=FILLABLE, revision=case.revision)
    if not mine.update(revision=F("revision") + 1, **changes):
        raise moved_by_other(case)
    case.refresh_from_db()


@transaction.atomic
def answer_questions(case: Case, *, answers: Mapping[str, str], by: Actor, at: datetime) -> Case:
    """Keeps the answers and lays the list of papers out anew."""
    _touch(case, answers={**case.answers, **answers})
    lay_out_materials(case, city_day(at))
    tell(case, "questions_answered", by, at, questions=sorted(answers))
    return case


@transaction.atomic
def save_form(case: Case, *, values: Mapping[str, str], by: Actor, at: datetime) -> Case:
    """Saves what was changed; a value that stays keeps where it came from."""
    form = form_of(case)
    editable = {field.name for field in FIELDS if not field.is_fixed}
    changed = []
    for name, text in values.items():
        if len(text) > LONGEST_VALUE or "\x00" in text:
            raise Unusable(sentence="内容太长或含有无法保存的字符，请改短后再存。")
        if name in editable and text != form.get(name, Value("", "")).text:
            form[name] = Value(text, PERSON_SAID)
            changed.append(name)
    _touch(case, form_sealed=seal_form(case.pk, form))
    tell(case, "form_saved", by, at, fields=changed)
    return case


@transaction.atomic
def note_material(
    case: Case,
    *,
    code: str,
    shown: Shown,
    by: Actor,
    at: datetime,
    upload_id: UUID | None = None,
) -> CaseMaterial:
    """Writes down how a paper was shown, by whom, when."""
    if shown == Shown.PHOTO and upload_id is None:
        raise Unusable(sentence="请先拍照或上传，再标记“已拍照或扫描”。")
    _touch(case)
    changed = CaseMaterial.objects.filter(case=case, code=code).update(
        shown=shown, upload_id=upload_id, noted_by=by.name, noted_at=at, source=by.name
    )
    if not changed:
        raise NotFound
    tell(case, "material_noted", by, at, code=code, shown=shown.value)
    return CaseMaterial.objects.get(case=case, code=code)
