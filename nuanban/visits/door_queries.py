"""What was noted at the door beside the moves of the visit."""

import json
from dataclasses import dataclass

from nuanban.visits.models import Visit, VisitForm
from nuanban.visits.sealed import unseal


@dataclass(frozen=True)
class FilledForm:
    """A form filled at home; `differs` as (label, ours, theirs)."""

    form: VisitForm
    differs: tuple[tuple[str, str, str], ...]


def forms_of(visit: Visit) -> list[FilledForm]:
    """Forms filled at this visit, in order."""
    found = VisitForm.objects.filter(visit=visit).select_related("case__item")
    return [FilledForm(form, _differs(form)) for form in found]


def _differs(form: VisitForm) -> tuple[tuple[str, str, str], ...]:
    kept = json.loads(unseal(form.said_sealed, "form", form.key))
    return tuple((one["label"], one["ours"], one["theirs"]) for one in kept["differs"])
