"""The certificate of an entitlement: what, how much, why, since when, how to check it."""

from datetime import date

from nuanban.eligibility import queries as eligibility
from nuanban.lib.money import yuan
from nuanban.lib.names import mask_name
from nuanban.papers.enums import DocumentKind
from nuanban.papers.letter import Letter
from nuanban.proactive.models import Entitlement
from nuanban.proactive.telling import EACH, reasons_of
from nuanban.residents.enums import Need


def certificate_of(entitlement: Entitlement, day: date) -> Letter:
    """The letter, in large print for those who need it."""
    policy = eligibility.book_on(day)[entitlement.policy]
    person = entitlement.resident
    lines = [("待遇", policy.title), ("姓名", person.name)]
    if entitlement.amount_fen:
        lines.append(("标准", f"{EACH[policy.period]} {yuan(entitlement.amount_fen)}"))
    lines += [
        ("从何时起", f"{entitlement.since.year} 年 {entitlement.since.month} 月"),
        ("原因", "；".join(reasons_of(policy))),
        ("依据", policy.basis),
    ]
    return Letter(
        kind=DocumentKind.ENTITLEMENT,
        title=f"{policy.title}证明",
        greeting=f"{person.name}：",
        opening="您不用申请，按现有数据符合条件，现给予下列待遇。",
        lines=tuple(lines),
        closing="情况有变或有不同意见，请拨打服务电话，或在任何一个窗口提出。",
        subject_id=person.pk,
        holder_masked=mask_name(person.name),
        issuer=policy.department,
        large_print=Need.LARGE_PRINT.value in person.needs or bool(person.care.get("on")),
    )
