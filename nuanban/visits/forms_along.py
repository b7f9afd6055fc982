"""Forms that a helper takes along: filled from what is known, with what is left to ask."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from nuanban.accounts.queries import User
from nuanban.cases import perms as cases_perms
from nuanban.cases import queries as cases
from nuanban.cases.enums import Shown
from nuanban.cases.queries import Ahead
from nuanban.catalogue.queries import Condition
from nuanban.visits.models import Visit


def forms_along(visit: Visit, user: User, day: date) -> list[dict[str, Any]]:
    """One form for each item; none for who may not open cases."""
    if not cases_perms.may_open_cases(user):
        return []
    found = [
        cases.form_ahead(item=item, resident=visit.resident, origin_id=visit.pk, day=day)
        for item in visit.items
    ]
    serves = cases_perms.may_serve_at(user, visit.site_id)
    return [_told(form, may_end=serves) for form in found if form is not None]


def _told(form: Ahead, *, may_end: bool) -> dict[str, Any]:
    matters = set(_facts_in([q.asked_when for q in form.questions]))
    for paper in form.papers:
        matters |= set(_facts_in([paper.needed_when, *paper.spared_when]))
    return {
        "item": form.item,
        "name": form.name,
        "number": form.number,
        "days": form.promised_days,
        "result": form.result,
        "may_end": may_end and form.promised_days == 0,
        "last_entry": form.last_entry,
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
                "needed_when": paper.needed_when,
                "spared_when": paper.spared_when,
                "shown": paper.shown.value if paper.shown != Shown.MISSING else "",
                "word": str(paper.shown.label),
            }
            for paper in form.papers
        ],
    }


def _facts_in(conditions: Sequence[Condition]) -> list[str]:
    return [fact for condition in conditions for table in condition for fact in table]
