"""Identity numbers as people type them (GB 11643-1999)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanban.lib.days import add_working_days, age_on, working_days_between
from nuanban.lib.id_numbers import IdNumberFault, check_character, mask_number, read_id_number
from nuanban.lib.money import yuan
from nuanban.lib.names import family_name, mask_name, pinyin, search_keys
from nuanban.lib.phones import PhoneFault, mask_phone, read_phone
from nuanban.lib.sealing import Keyring, SealBroken

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "430602194001010010", "511402193602290025"]
)
def test_the_vectors_of_the_standard_hold(number: str) -> None:
    read = read_id_number(number, today=TODAY)
    assert (read.number, read.warning) == (number, "")


def test_an_old_number_of_fifteen_digits_is_lengthened() -> None:
    assert read_id_number("110105491231002", today=TODAY).number == "11010519491231002X"


def answer_to(typed: str) -> str:
    """The warning or fault a clerk reads; empty when all is well."""
    try:
        return read_id_number(typed, today=TODAY).warning
    except IdNumberFault as fault:
        return str(fault)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_a_warning_or_a_fault_and_never_silent(place: int, step: int) -> None:
    right = "511402193602290025"
    digit = (int(right[place]) + step) % 10
    wrong = f"{right[:place]}{digit}{right[place + 1 :]}"
    assert answer_to(wrong)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_answered_in_words(text: str) -> None:
    answer = answer_to(text)
    assert answer == "" or answer.endswith("。")


def test_sex_and_birth_are_in_the_number() -> None:
    body = "43069920000229123"
    read = read_id_number(body + check_character(body), today=TODAY)
    assert (read.sex, read.birth_on) == ("male", date(2000, 2, 29))


def test_a_birth_in_the_future_is_no_birth() -> None:
    body = "43069920990101001"
    with pytest.raises(IdNumberFault, match="不合理"):
        read_id_number(body + check_character(body), today=TODAY)


def test_masks_hide_what_tells_a_person() -> None:
    assert mask_number("430699195306010025") == "4306************25"
    assert mask_name("王秀兰") == "王**"
    assert mask_name("王") == "王*"
    assert mask_phone("13912342201") == "139****2201"


def test_a_short_name_is_the_family_name() -> None:
    names = ("王秀兰", "欧阳梅", "司马", "阿迪力·吐尔逊", "Anna Müller")
    assert [family_name(name) for name in names] == ["王", "欧阳", "司", "阿迪力", "Anna Müller"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("139 1234 2201", "13912342201"), ("＋８６13912342201", ""), ("0730-8880000", "07308880000")],
)
def test_telephone_numbers_are_read_as_written(typed: str, read: str) -> None:
    if read:
        assert read_phone(typed) == read
    else:
        with pytest.raises(PhoneFault, match="区号"):
            read_phone(typed)


def test_birthdays_count_on_the_day_and_the_29th_of_february_on_the_first_of_march() -> None:
    born = date(1946, 2, 28)
    assert (age_on(born, date(2026, 2, 27)), age_on(born, date(2026, 2, 28))) == (79, 80)
    leap = date(1956, 2, 29)
    assert (age_on(leap, date(2026, 2, 28)), age_on(leap, date(2026, 3, 1))) == (69, 70)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 60))
def test_a_limit_of_n_days_holds_n_working_days(start: date, days: int) -> None:
    end = add_working_days(start, days, {})
    assert working_days_between(start, end, {}) == days
    assert end.weekday() < 5


@pytest.mark.parametrize(
    ("fen", "words"), [(0, "0 元"), (1250, "12.50 元"), (-5, "-0.05 元"), (123_400, "1,234 元")]
)
def test_money_is_read_in_yuan(fen: int, words: str) -> None:
    assert yuan(fen) == words


def test_names_are_found_by_sound_and_parts() -> None:
    assert pinyin("王秀兰") == "wangxiulan"
    assert {"王秀兰", "王秀", "秀兰", "wxl", "wangxiulan"} <= set(search_keys("王秀兰"))


INTERNATIONAL = Keyring({1: bytes(range(32))}, 1, b"i" * 32, "intl")
NATIONAL = Keyring({1: bytes(range(32))}, 1, b"i" * 32, "sm")


@pytest.mark.parametrize("keys", [INTERNATIONAL, NATIONAL], ids=["AES-GCM", "SM4-GCM"])
@given(text=st.text(max_size=40))
def test_what_is_sealed_opens_in_its_place_only(keys: Keyring, text: str) -> None:
    sealed = keys.seal(text, "a.b.1")
    assert keys.open(sealed, "a.b.1") == text
    with pytest.raises(SealBroken):
        keys.open(sealed, "a.b.2")
    assert keys.index("phone", text) != keys.index("id_card", text)
