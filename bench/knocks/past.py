"""What a year left behind in a city: cards, servings, offers, questions, cases. In bulk, and only
for this benchmark: the city itself is filled through its rooms.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from bench.monthly_run.filling import fill
from nuanban.accounts.queries import users
from nuanban.lib.copying import take_time
from nuanban.lib.keys import new_key

# A number from 0 on that belongs to a person and to a question.
_DRAWN = "mod(('x' || substr(md5(r.id::text || '{0}'), 1, 6))::bit(24)::int, {1})"
_OLD = "r.birth_on <= %(day)s::date - interval '{0} years'"


def _some(word: str, percent: int) -> str:
    return f"{_DRAWN.format(word, 100)} < {percent}"


_STATUSES = (
    "INSERT INTO residents_status (id, resident_id, kind, category, level, valid_from, source, "
    "evidence, recorded_at) "
)
_SERVINGS = (
    "INSERT INTO cases_serving (id, served_on, channel, resident_id, site_id, groups, origin_id, "
    "people, recorded, note) "
)
_STEPS: Mapping[str, Sequence[str]] = {
    "cards and who lives alone": (
        f"{_STATUSES} SELECT gen_random_uuid(), resident_id, 'disability', "
        "facts ->> 'disability_category', (facts ->> 'disability_level')::int, '2020-01-01', "
        "'import', '', %(at)s FROM eligibility_record WHERE department = 'disability_federation' "
        "AND facts ->> 'disability_category' IS NOT NULL AND facts ->> 'disability_level' "
        "IS NOT NULL",
        f"{_STATUSES} SELECT gen_random_uuid(), r.id, 'lives_alone', '', NULL, '2020-01-01', "
        f"'import', '', %(at)s FROM residents_resident r WHERE {_OLD.format(60)} "
        f"AND {_some('alone', 12)}",
    ),
    # A third of the city came once in the year; a sixth gets something every month.
    "servings": (
        f"{_SERVINGS} SELECT gen_random_uuid(), %(day)s::date - {_DRAWN.format('met', 365)}, "
        "'zone', r.id, %(site)s, '{}', gen_random_uuid(), 1, 'live', '' FROM residents_resident r "
        f"WHERE {_some('came', 33)}",
        f"{_SERVINGS} SELECT gen_random_uuid(), %(day)s::date - 30 * month, 'proactive', r.id, "
        "%(site)s, '{}', gen_random_uuid(), 1, 'live', '' FROM residents_resident r, "
        f"generate_series(0, 11) month WHERE {_some('given', 16)}",
    ),
    "offers and questions": (
        "INSERT INTO proactive_run (id, day, place, policies, versions, state, known_at, figures, "
        "held_because, changes, trouble, words, prepared_by_id, released_by_id, prepared_at, "
        "released_at) VALUES (%(run)s, %(day)s, '430600', '{}', '{}', 'released', %(past)s, "
        "'{}', '{}', 0, '', '', %(officer)s, %(lead)s, %(past)s, %(past)s)",
        "INSERT INTO proactive_entitlement (id, code, resident_id, policy, state, amount_fen, "
        "since, why_ended, run_id) SELECT gen_random_uuid(), 'offer-' || r.id, r.id, "
        "'elder_transit', 'offered', 0, %(day)s::date - 20, '', %(run)s "
        f"FROM residents_resident r WHERE {_OLD.format(65)} AND {_some('offer', 20)}",
        "INSERT INTO proactive_task (id, kind, resident_id, policy, missing, why, urgency, "
        "division, state, outcome, opened_at, due_on) SELECT gen_random_uuid(), 'knock', r.id, "
        "'dibao', '{household_income_fen}', '家里收入多少，数据里没有。', 50, '', 'open', '', "
        f"%(past)s, %(day)s::date + 10 FROM residents_resident r WHERE {_some('asked', 1)}",
    ),
    # Of ten in a hundred: the first item of something that belongs together.
    "cases": (
        "INSERT INTO cases_case (id, number, item_id, version_id, resident_id, agent_name, "
        "channel, site_id, department, state, revision, answers, opened_at, decided_at, "
        "outcome_reason, remedy, document_id, handed_by, received_by, closed_at) "
        "SELECT gen_random_uuid(), 'bench-' || row_number() OVER (), v.item_id, v.id, r.id, '', "
        "'zone', %(site)s, '', 'closed', 1, '{}', %(past)s, %(past)s, '', '', gen_random_uuid(), "
        "'', '', %(past)s FROM residents_resident r CROSS JOIN LATERAL (SELECT id, item_id FROM "
        "catalogue_itemversion WHERE item_id = %(item)s LIMIT 1) v "
        f"WHERE {_some('case', 10)}",
    ),
}


def lay_down(size: int, at: datetime, past: datetime) -> dict[str, int]:
    """People, what departments say of them, and their year; gives rows by what they are."""
    counts = {"records": fill(size, at)}
    values = _values(at, past)
    for name, steps in _STEPS.items():
        counts[name] = sum(_written(step, values) for step in steps)
    _written("ANALYZE", {})
    return counts


def some_were_met(at: datetime) -> int:
    """A day goes by: one in a hundred of those on the list was met."""
    step = (
        f"{_SERVINGS} SELECT gen_random_uuid(), %(day)s, 'visits', r.id, %(site)s, '{{}}', "
        "gen_random_uuid(), 1, 'live', '' FROM (SELECT DISTINCT resident_id AS id FROM "
        f"knocks_knock WHERE state = 'open') r WHERE {_some(f'{at:%j}', 1)}"
    )
    return _written(step, _values(at, at))


def _values(at: datetime, past: datetime) -> dict[str, Any]:
    found = {user.username: user.pk for user in users()}
    return {
        "at": at,
        "day": at.date(),
        "past": past,
        "site": "430600-1",
        "run": new_key(),
        "item": "SG-CL-01",
        "officer": found["department_officer"],
        "lead": found["lead_officer"],
    }


def _written(step: str, values: dict[str, Any]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        take_time(cursor.cursor)
        cursor.execute(step, values)
        return max(int(cursor.rowcount), 0)
