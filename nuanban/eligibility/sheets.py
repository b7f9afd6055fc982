"""One policy as people read it: for whom, how much, how, until when, and what is not sure yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuanban.eligibility.wording import (
    CONSENT_WORDS,
    EACH,
    STOP_WORDS,
    Wording,
    place_name,
    value_rows,
)
from nuanban.rulebook.book import Book
from nuanban.rulebook.policy import Policy


@dataclass(frozen=True)
class Sheet:
    """What stands on the page of a policy; words are ready to be read."""

    policy: Policy
    places: str
    conditions: list[dict[str, Any]]
    bands: list[tuple[str, str]]
    numbers: list[dict[str, Any]]
    period: str
    consent: list[str]
    stops: list[str]
    exclusions: list[tuple[str, str]]
    group: list[str]
    follows: list[str]


def sheet_of(policy: Policy, book: Book, places: Mapping[str, str], day: date) -> Sheet:
    """The policy in words, as of a day."""
    said = Wording(policy, places)
    group = book.groups.get(policy.higher_one, ()) if policy.id in book else ()
    return Sheet(
        policy=policy,
        places="、".join(place_name(prefix, places) for prefix in policy.places),
        conditions=[
            {
                "turn": turn,
                "says": c.says,
                "fails": c.fails,
                "words": said.of(c.tree),
            }
            for turn, c in enumerate(policy.conditions)
        ],
        bands=[
            (said.of(band.when) if band.when else "", said.of(band.fen)) for band in policy.bands
        ],
        numbers=[
            {"name": n.name, "title": n.title, "rows": value_rows(n, places, day)}
            for n in policy.numbers
        ],
        period=EACH[policy.period],
        consent=_consent(policy),
        stops=_stops(policy),
        exclusions=[(_title(book, e.policy), e.says) for e in policy.excluded_by],
        group=[_title(book, name) for name in group if name != policy.id],
        follows=[_title(book, name) for name in policy.triggers],
    )


def _title(book: Book, name: str) -> str:
    return book[name].title if name in book else name


def _consent(policy: Policy) -> list[str]:
    found = [CONSENT_WORDS[policy.consent]]
    if policy.objection_days:
        found.append(f"告知后 {policy.objection_days} 天内可以提出异议")
    if policy.posting_days:
        found.append(f"名单公示 {policy.posting_days} 天")
    if policy.notice_days:
        found.append(f"提前 {policy.notice_days} 天提醒")
    if policy.per_household:
        found.append("一户一份")
    return found


def _stops(policy: Policy) -> list[str]:
    found = [STOP_WORDS[reason] for reason in policy.stop.on]
    if policy.stop.fade_out_months:
        found.append(f"以后再发 {policy.stop.fade_out_months} 个月")
    if found and not policy.stop.pays_month_of_end:
        found.append("结束的当月不发")
    return found
