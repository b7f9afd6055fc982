"""From a person and an item to a case, filled from what is known."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from nuanban.cases.enums import Channel
from nuanban.cases.form import filled_from_known, seal_form
from nuanban.cases.materials import lay_out_materials
from nuanban.cases.models import Case
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident


class ItemNotOffered(Refusal):
    """这个事项现在没有公布的办事指南，暂时不能受理。"""


class PersonDeceased(Refusal):
    """档案里登记此人已故。请先核对身份，如登记有误请更正后再办。"""


@transaction.atomic
def open_case(
    *,
    item: str,
    resident: Resident,
    channel: Channel,
    site: str,
    by: Actor,
    at: datetime,
    origin_id: UUID | None = None,
    answers: Mapping[str, str] | None = None,
    agent_name: str = "",
) -> Case:
    """Opens a case; one origin (ticket, visit, call) and item opens one case only."""
    day = city_day(at)
    version = catalogue.version_in_force(item, day)
    if version is None:
        raise ItemNotOffered
    if not residents.is_alive(resident):
        raise PersonDeceased
    earlier = Case.objects.filter(origin_id=origin_id, item_id=item).first()
    if origin_id is not None and earlier is not None:
        return earlier
    key = new_key()
    case = Case.objects.create(
        id=key,
        number=_next_number(day),
        item_id=item,
        version=version,
        resident=resident,
        mandate_id=by.mandate_id,
        agent_name=agent_name,
        channel=channel,
        site_id=site,
        department=version.item.department.name,
        opened_by_id=by.id if by.kind == "staff" else None,
        holder_id=by.id if by.kind == "staff" else None,
        answers=dict(answers or {}),
        form_sealed=seal_form(key, filled_from_known(resident, version.item.name)),
        origin_id=origin_id,
        opened_at=at,
    )
    lay_out_materials(case, day)
    record("cases.opened", by=by, at=at, subject_id=resident.pk, object_id=case.pk, site=site)
    return case


def _next_number(day: date) -> str:
    """Gap-free within a day: 20260302-00017."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_casecounter (day, last) VALUES (%s, 1) "
            "ON CONFLICT (day) DO UPDATE SET last = cases_casecounter.last + 1 RETURNING last",
            [day],
        )
        row = cursor.fetchone()
    return f"{day:%Y%m%d}-{row[0] if row else 0:05d}"
