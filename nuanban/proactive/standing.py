"""How somebody stands with every policy: has it, gets it, could get it, or why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nuanban.eligibility import queries as eligibility
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices
from nuanban.proactive import queries
from nuanban.proactive.enums import LIVE
from nuanban.proactive.households import through_household
from nuanban.proactive.queries import Entitlement
from nuanban.residents.queries import Resident
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.judge import Judged
from nuanban.rulebook.policy import Policy, Verdict

# A condition with such a name says that another policy is not had: `not_tekun`.
_INSTEAD = ("not_", "no_")


@dataclass(frozen=True)
class Refused:
    """A policy that is not given, why, and what is given in its place."""

    policy: Policy
    why: list[str]
    instead: Policy | None = None
    instead_fen: int = 0


@dataclass(frozen=True)
class Standing:
    """Everything there is to tell one person; what is given in place of another stands apart."""

    live: list[tuple[Policy | None, Entitlement]] = field(default_factory=list)
    over: list[tuple[Policy | None, Entitlement]] = field(default_factory=list)
    coming: list[tuple[Policy, Judged]] = field(default_factory=list)
    shared: list[tuple[Policy, str]] = field(default_factory=list)
    open: list[tuple[Policy, list[str]]] = field(default_factory=list)
    replaced: list[Refused] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def standing_of(resident: Resident, at: datetime) -> Standing:
    """What the book of today says of one person, beside what they have and had."""
    day, city = city_day(at), offices.city()
    book = eligibility.book_on(day)
    found = list(queries.entitlements_of(resident))
    place = city.division_id if city else "000000"
    judged = eligibility.judged(resident, day, at, place)
    had = [(book.get(e.policy), e) for e in found]
    live = {e.policy for e in found if e.state in LIVE}
    refused = [_refused(book, one, judged, found) for one in judged if one.verdict == Verdict.NO]
    asked = sorted((j for j in judged if j.verdict == Verdict.ASK), key=lambda j: len(j.missing))
    yes = [j for j in judged if j.verdict == Verdict.YES and j.policy not in live]
    through = through_household(resident, book, day)
    return Standing(
        live=[pair for pair in had if pair[1].state in LIVE],
        over=[pair for pair in had if pair[1].state not in LIVE],
        coming=[(book[one.policy], one) for one in yes if one.policy not in through],
        shared=[(book[j.policy], through[j.policy]) for j in yes if j.policy in through],
        open=[(book[one.policy], [CITY[n].question for n in one.missing]) for one in asked],
        replaced=[one for one in refused if one.instead],
        refused=[one for one in refused if not one.instead],
    )


def _refused(
    book: Mapping[str, Policy], one: Judged, judged: Iterable[Judged], had: list[Entitlement]
) -> Refused:
    # Had already, or about to be; of how much somebody may still have to ask.
    amounts = {j.policy: j.amount_fen or 0 for j in judged if j.verdict != Verdict.NO}
    amounts |= {e.policy: e.amount_fen for e in had if e.state in LIVE}
    named = [article.removeprefix(p) for article in one.failed for p in _INSTEAD]
    other = next((n for n in [one.excluded_by or "", *named] if n in amounts and n in book), "")
    why = [reason.text for reason in one.because]
    return Refused(book[one.policy], why, book.get(other), amounts.get(other, 0))
