"""Forms that a helper takes along: filled from what is known, with what is left to ask."""

from datetime import date
from typing import Any

from nuanban.accounts.queries import User
from nuanban.cases import perms as cases_perms
from nuanban.cases import queries as cases
from nuanban.cases.enums import Shown
from nuanban.cases.queries import Ahead
from nuanban.visits.models import Visit


def forms_along(visit: Visit, user: User, day: date) -> list[dict[str, Any]]:
    """One form for each item; none for who may not open cases."""
    if not cases_perms.may_open_cases(user):
        return []
    found = [
        cases.form_ahead(item=item, resident=visit.resident, origin_id=visit.pk, day=day)
        for item in visit.items
    ]
    return [_told(form) for form in found if form is not None]


def _told(form: Ahead) -> dict[str, Any]:
    matters = {fact for q in form.questions for table in q.asked_when for fact in table}
    return {
        "item": form.item,
        "name": form.name,
        "number": form.number,
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "long": field.is_long,
                "fixed": field.is_fixed,
                "text": form.values[field.name].text if field.name in form.values else "",
                "source": form.values[field.name].source if field.name in form.values else "",
            }
            for field in form.fields
        ],
        "questions": [
            {
                "fact": q.fact,
                "text": q.text,
                "hint": q.hint,
                "asked_when": q.asked_when,
                "choices": [[choice.value, choice.text] for choice in q.choices],
            }
            for q in form.questions
        ],
        "known": {fact: value for fact, value in form.answers.items() if fact in matters},
        "papers": [
            {
                "code": paper.code,
                "name": paper.name,
                "note": paper.note if paper.is_certain else "看情况",
                "shown": paper.shown.value if paper.shown != Shown.MISSING else "",
                "word": str(paper.shown.label),
            }
            for paper in form.papers
        ],
    }
