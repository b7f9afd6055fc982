"""Bars of the board say who and when, never half a character."""

import pytest

from nuanban.visits.labels import label_of

HALF_HOUR, DAY = 30, 10 * 60


@pytest.mark.parametrize(
    ("minutes", "short", "fits_from"),
    [(120, "2 王", 46), (60, "2 王", 62), (30, "2 王", 110), (20, "2", 0)],
)
def test_a_name_that_does_not_fit_is_shortened(minutes: int, short: str, fits_from: int) -> None:
    label = label_of("2 王秀兰", ("2 王", "2"), minutes / DAY)
    assert (label.short, label.fits_from) == (short, fits_from)


def test_a_time_that_does_not_fit_leaves_the_mark_of_being_late() -> None:
    assert label_of("！09:30", ("！",), HALF_HOUR / DAY, 0.85).short == "！"
    assert label_of("09:30", ("",), HALF_HOUR / DAY, 0.85).short == ""
