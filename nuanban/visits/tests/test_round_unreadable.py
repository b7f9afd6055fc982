"""Whatever a phone sends, the server answers each deed in words and goes on."""

from random import Random
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanban.visits.models import Deed, Visit
from nuanban.visits.tests.days import ITEM
from nuanban.visits.tests.test_round_pages import phone, row, send, visit

__all__ = ["phone", "visit"]

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["\x00", "\ud800", "2026-13-45T25:61:00Z", "0001-01-01T00:00:00+08:00"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside),
    max_leaves=8,
)
PARTS = ("op", "handout", "deed", "at", "based_on", "words", "outcome", "signature")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def _answers(phone: Client, body: Any) -> int:
    answer = phone.post("/round/sync/", body, content_type="application/json")
    return answer.status_code


def test_any_json_at_all_is_answered(visit: Visit, phone: Client) -> None:
    @FEW
    @given(body=ANYTHING | st.fixed_dictionaries({"deeds": ANYTHING, "sent_at": ANYTHING}))
    def holds(body: Any) -> None:
        assert _answers(phone, body if isinstance(body, dict) else {"deeds": body}) in (200, 400)

    holds()


def test_one_unreadable_deed_never_holds_up_the_others(visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    arrive = row(day)
    before = Deed.objects.count() + len(send(phone, arrive))

    @FEW
    @given(part=st.sampled_from(PARTS), said=ANYTHING)
    def holds(part: str, said: Any) -> None:
        spoilt = row(day, **{"deed": "set_out", part: said})
        first, second = send(phone, spoilt, arrive)
        assert first["answer"] in ("refused", "already", "conflict", "done")
        assert second["answer"] == "done"
        assert first["answer"] != "refused" or first["why"]

    holds()
    assert Deed.objects.count() >= before


NOTES: dict[str, dict[str, Any]] = {
    "form": {"item": ITEM, "fields": {"name": ["王", "黄"]}, "answers": {"x": "y"}, "seen": ["id"]},
    "cash": {"number": 1, "amount_fen": 100, "what_for": "工本费", "slip": "written"},
    "grade": {"value": "5"},
    "handover": {"value": "post"},
}


def test_no_note_whatever_it_says_breaks_the_line(visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    arrive = row(day)

    @FEW
    @given(kind=st.sampled_from(sorted(NOTES)), chance=st.randoms(), said=ANYTHING)
    def holds(kind: str, chance: Random, said: Any) -> None:
        note = dict(NOTES[kind])
        note[chance.choice(sorted(note))] = said
        first, second = send(phone, row(day, **{"deed": kind, **note}), arrive)
        assert first["answer"] != "refused" or first["why"]
        assert second["answer"] == "done"

    holds()


def test_spoilt_words_are_refused_in_words(visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    spoilt = [
        row(day, words="\x00"),
        row(day, words="\ud83d"),
        row(day, words=["看过了"]),
        row(day, at="2026-02-30T09:00:00+08:00"),
        row(day, at="0001-01-01T00:00:00+08:00"),
        row(day, handout=7),
    ]
    for answer in send(phone, *spoilt)[:5]:
        assert (answer["answer"], "读不懂" in answer["why"]) == ("refused", True)


def test_json_nested_a_hundred_thousand_deep_is_no_error_of_ours(
    visit: Visit, phone: Client
) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    assert _answers(phone, f'{{"deeds": {deep}, "sent_at": ""}}') == 400


def test_a_photo_with_an_impossible_moment_is_refused(visit: Visit, phone: Client) -> None:
    for taken_at in ("2026-13-01T00:00:00Z", "\x00", "", "0001-01-01T00:00:00+08:00"):
        answer = phone.post("/round/photo/", {"op": "x", "taken_at": taken_at})
        assert (answer.status_code, "读不懂" in answer.json()["why"]) == (409, True)
