"""What is shown of one entitlement, to the person and to colleagues."""

from typing import Any

from django.utils import timezone

from nuanban.eligibility import queries as eligibility
from nuanban.lib.days import city_day
from nuanban.papers import queries as papers
from nuanban.papers.actions import check_url
from nuanban.papers.typesetting import qr_svg
from nuanban.proactive import queries
from nuanban.proactive.enums import LIVE, EntitlementState
from nuanban.proactive.queries import Entitlement
from nuanban.proactive.telling import EACH, reasons_of
from nuanban.ui.safe import drawn


def shown(found: Entitlement, form: Any) -> dict[str, Any]:
    """The context of a page about it."""
    policy = eligibility.book_on(city_day(timezone.now())).get(found.policy)
    document = papers.document_by_id(found.document_id) if found.document_id else None
    return {
        "entitlement": found,
        "policy": policy,
        "each": EACH[policy.period] if policy else "",
        "reasons": reasons_of(policy) if policy else [],
        "decision": queries.decision_of(found),
        "grants": queries.grants_of(found),
        "answers": queries.answers_to(found),
        "overpayments": queries.overpayments_of(found),
        "document": document,
        "qr": drawn(qr_svg(check_url(document.code))) if document else "",
        "form": form,
        "is_live": found.state in (*LIVE, EntitlementState.DECLINED),
    }
