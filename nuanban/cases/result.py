"""What the result letter of a case says."""

from nuanban.cases.enums import State
from nuanban.cases.models import Case
from nuanban.lib.names import mask_name
from nuanban.papers.enums import DocumentKind
from nuanban.papers.letter import Letter
from nuanban.residents.enums import Need


def result_letter(case: Case) -> Letter:
    """The letter, in large print for those who need it."""
    person, version = case.resident, case.version
    granted = case.state == State.GRANTED
    lines = [
        ("办理事项", version.item.name),
        ("办件号", case.number),
        ("申请人", person.name),
        ("办理部门", case.department),
        ("结果", "同意办理" if granted else "不同意办理"),
        ("理由", case.outcome_reason),
    ]
    if granted and version.result:
        lines.append(("出具", version.result))
    if case.agent_name:
        lines.append(("代办人", case.agent_name))
    return Letter(
        kind=DocumentKind.DECISION,
        title="办理结果通知书",
        greeting=f"{person.name}：",
        opening=_opening(version.item.name, granted),
        lines=tuple(lines),
        closing=case.remedy,
        subject_id=person.pk,
        holder_masked=mask_name(person.name),
        issuer=case.department or str(case.site),
        large_print=Need.LARGE_PRINT.value in person.needs or bool(person.care.get("on")),
    )


def _opening(item: str, granted: bool) -> str:
    if granted:
        return f"您要办的“{item}”已经办好了。"
    return f"您要办的“{item}”这次没有办成。原因和接下来可以怎么做，写在下面。"
