"""The form of a case: filled from what the city knows, each value with where it came from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings

from nuanban.cases.models import Case
from nuanban.lib.sealing import Keyring, kept_keyring
from nuanban.residents import queries as residents
from nuanban.residents.enums import Sex, Source
from nuanban.residents.queries import Resident

PERSON_SAID = "本人，刚才确认"


@dataclass(frozen=True)
class Value:
    """One value of a form. `source` says where it came from, in words."""

    text: str
    source: str


@dataclass(frozen=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    is_long: bool = False
    # Numbers are shown masked and stay sealed in the resident's record.
    is_fixed: bool = False


FIELDS = (
    Field("name", "姓名"),
    Field("sex", "性别"),
    Field("birth_on", "出生日期"),
    Field("id_number", "身份证号", is_fixed=True),
    Field("phone", "联系电话", is_fixed=True),
    Field("registered_division", "户籍所在地"),
    Field("resident_division", "现住地"),
    Field("wish", "要办什么（用自己的话说）", is_long=True),
)


def _keyring() -> Keyring:
    return kept_keyring(settings.KEYS)


def filled_from_known(resident: Resident, wish: str = "") -> dict[str, Value]:
    """What the city knows of the applicant, as form values."""
    card = next((i for i in residents.identities_of(resident) if i.kind == "id_card"), None)
    known = {
        "name": Value(resident.name, "居民档案"),
        "sex": Value(str(Sex(resident.sex).label) if resident.sex else "", "居民档案"),
        "birth_on": Value(resident.birth_on.isoformat() if resident.birth_on else "", "居民档案"),
        "id_number": Value(
            card.number_masked if card else "", str(Source(card.source).label) if card else ""
        ),
        "phone": Value(resident.phone_masked, "居民档案"),
        "registered_division": Value(_name(resident.registered_division), "公安"),
        "resident_division": Value(_name(resident.resident_division), "居民档案"),
        "wish": Value(wish, "事项名称"),
    }
    return {name: value for name, value in known.items() if value.text}


def _name(division: object) -> str:
    return str(division) if division else ""


def seal_form(case_id: UUID, values: Mapping[str, Value]) -> bytes:
    """The form as kept: one sealed JSON object."""
    content = {name: asdict(value) for name, value in values.items()}
    return _keyring().seal(json.dumps(content, ensure_ascii=False), f"cases.form.{case_id}")


def form_of(case: Case) -> dict[str, Value]:
    """The form of a case, opened."""
    if case.form_sealed is None:
        return {}
    content = json.loads(_keyring().open(bytes(case.form_sealed), f"cases.form.{case.pk}"))
    return {name: Value(**value) for name, value in content.items()}
