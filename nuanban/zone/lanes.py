"""Who goes first, why, on what evidence and within what limit."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from nuanban.lib.days import age_on
from nuanban.residents.enums import Group, Need
from nuanban.residents.queries import Membership
from nuanban.zone.enums import Lane, Reason
from nuanban.zone.queue import QueuePolicy

ELDERLY_FROM = 60
POLICY = QueuePolicy()
_NEEDS_FIRST = {Need.WHEELCHAIR, Need.SIGN_LANGUAGE, Need.BRAILLE, Need.ESCORT, Need.BEDSIDE}
_TEXT = {
    Group.DISABLED: "残疾人优先",
    Group.SICK: "病人优先",
    Group.MATERNAL: "孕妇和带婴幼儿的优先",
    Group.MILITARY: "军人军属和退役军人优先",
    Group.VULNERABLE: "困难群众优先",
}


@dataclass(frozen=True)
class LaneReason:
    """One reason for the priority lane."""

    code: str
    text: str
    evidence: str
    limit: str

    def as_json(self) -> dict[str, str]:
        """As kept with the ticket."""
        return asdict(self)


def _limit() -> str:
    minutes = int(POLICY.head_start.total_seconds() // 60)
    return f"相当于早到 {minutes} 分钟排队；每位普通群众最多让 {POLICY.overtaken_cap} 位"


def reasons_for(
    memberships: Iterable[Membership], needs: Iterable[str], birth_on: date | None, day: date
) -> list[LaneReason]:
    """Every reason that holds, the strongest first; an empty list means the ordinary lane."""
    found = {m.group: _member_reason(m) for m in memberships}
    if Group.ELDERLY not in found and birth_on and age_on(birth_on, day) >= ELDERLY_FROM:
        found[Group.ELDERLY] = _elderly(age_on(birth_on, day), "证件上的出生日期")
    reasons = [found[group] for group in Group if group in found]
    wanted = sorted({need for need in needs if need in _NEEDS_FIRST})
    if wanted:
        words = "、".join(str(Need(need).label) for need in wanted)
        reasons.append(LaneReason(Reason.NEED, f"需要{words}，优先", "本人提出", _limit()))
    return reasons


def _member_reason(membership: Membership) -> LaneReason:
    group = membership.group
    text = _TEXT.get(group, membership.text)
    if group is Group.ELDERLY:
        text = f"{membership.text.removeprefix('老年 ')}，老年人优先"
    return LaneReason(Reason(group.value), text, membership.evidence, _limit())


def _elderly(age: int, evidence: str) -> LaneReason:
    return LaneReason(Reason.ELDERLY, f"{age} 岁，老年人优先", evidence, _limit())


def lane_of(reasons: Sequence[LaneReason]) -> Lane:
    """Any reason at all opens the priority lane."""
    return Lane.PRIORITY if reasons else Lane.ORDINARY


def by_guide(words: str) -> LaneReason:
    """A guide sees what no file says."""
    return LaneReason(Reason.GUIDE, words or "导服员判断需要优先", "导服员", _limit())
