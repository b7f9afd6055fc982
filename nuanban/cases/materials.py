"""The list of papers of a case: what this person in this situation needs, and nothing more."""

from datetime import date

from nuanban.cases.enums import Shown
from nuanban.cases.models import Case, CaseMaterial
from nuanban.catalogue import queries as catalogue
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident

SHOWN = {"brought": Shown.MISSING, "known": Shown.KNOWN, "waived": Shown.WAIVED}


def known_facts(resident: Resident, day: date, agent: str = "") -> dict[str, object]:
    """Facts by which scenario questions answer themselves."""
    groups = {group.value for group in residents.groups_of(resident, day)}
    kinds = {status.kind for status in residents.statuses_of(resident, day)}
    return catalogue.facts_of_person(
        birth_on=resident.birth_on,
        day=day,
        groups=groups,
        statuses=kinds,
        needs=set(resident.needs),
        is_proxy=bool(agent),
    )


def lay_out_materials(case: Case, day: date) -> None:
    """Writes the list for the answers given; papers already shown keep how they were shown."""
    facts = known_facts(case.resident, day, case.agent_name)
    needed = catalogue.materials_for(case.version, {**facts, **case.answers})
    kept = {m.code: m for m in CaseMaterial.objects.filter(case=case)}
    CaseMaterial.objects.filter(case=case).exclude(code__in=[n.code for n in needed]).delete()
    CaseMaterial.objects.bulk_create(
        [
            CaseMaterial(
                case=case,
                code=need.code,
                name=need.name,
                reason=need.reason,
                shown=SHOWN[need.source],
            )
            for need in needed
            if need.code not in kept
        ]
    )
