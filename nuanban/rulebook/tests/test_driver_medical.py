"""The reminder of old and C5 drivers, against a calendar that counts windows one by one."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.rulebook import days
from nuanban.rulebook.book import Book
from nuanban.rulebook.judge import Judge
from nuanban.rulebook.policy import Verdict
from nuanban.rulebook.tests.shipped import BOOK

EARLY = timedelta(days=30)
# Leap days move a window by so much; who was examined on such a day is not asked about here.
BLUR = 3


def _anniversaries(first: date, until: date) -> list[date]:
    """The ends of all yearly cycles, the next one included."""
    ends = []
    for year in range(first.year + 1, until.year + 2):
        ends.append(days.last_anniversary(first, date(year, 12, 31)))
    return ends


def _windows(born: date, first: date, day: date, licence: str) -> list[date]:
    """When the window of each medical that was ever demanded opened, up to the day."""
    opened = []
    for number, end in enumerate(_anniversaries(first, day), start=1):
        is_old = days.age(born, days.as_number(max(end, day) if end > day else end)) >= 70
        if end - EARLY > day:
            break
        if (is_old and days.age(born, days.as_number(day)) >= 70) or (
            licence == "C5" and number >= 3
        ):
            opened.append(end - EARLY)
    return opened


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(1940, 1, 1), date(1965, 12, 31)),
    st.dates(date(1990, 1, 1), date(2025, 12, 31)),
    st.integers(0, 900),
    st.dates(date(2026, 1, 1), date(2032, 12, 31)),
)
def test_an_old_driver_is_reminded_from_the_opening_until_the_medical_is_done(
    born: date, first: date, ago: int, day: date
) -> None:
    medical = day - timedelta(days=ago)
    opened = _windows(born, first, day, "C1")
    near = [end - EARLY for end in _anniversaries(first, day)]
    if any(abs((window - moment).days) <= BLUR for window in near for moment in (medical, day)):
        return
    is_due = bool(opened) and medical < opened[-1]
    assert (_verdict(born, first, medical, day, "C1") == Verdict.YES) == is_due


@settings(max_examples=120, deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2023, 12, 31)),
    st.integers(0, 25),
    st.integers(1, 300),
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
)
def test_a_c5_driver_who_was_examined_in_time_is_free_for_two_anniversaries(
    first: date, late: int, after: int, day: date
) -> None:
    """Examined some days after an anniversary: quiet until a month before the third one."""
    ends = _anniversaries(first, day)
    done = next((end for end in reversed(ends) if end <= day), None)
    if done is None or len(ends) < 2:
        return
    medical = done + timedelta(days=late)
    third = days.last_anniversary(first, date(done.year + 3, 12, 31))
    quiet = third - EARLY - timedelta(days=1 + BLUR)
    born = date(1990, 1, 1)
    assert _verdict(born, first, medical, max(medical, quiet), "C5") == Verdict.NO
    if (third.year - first.year) >= 3:
        assert _verdict(born, first, medical, third - EARLY, "C5") == Verdict.YES
        assert _verdict(born, first, medical, third + timedelta(days=after), "C5") == Verdict.YES


def _verdict(born: date, first: date, medical: date, day: date, licence: str) -> Verdict:
    judge = Judge(Book([BOOK["driver_medical_due"]]), day, "4306")
    person = {
        "birth_date": born,
        "registered_division": "430602001001",
        "licence_class": licence,
        "licence_first_issued_on": first,
        "licence_medical_on": medical,
    }
    return judge.judge(person)[0].verdict
