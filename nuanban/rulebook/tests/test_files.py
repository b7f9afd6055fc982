"""Policy files that cannot be used: each says file, line, what, and what to do."""

from pathlib import Path

import pytest

from nuanban.rulebook.book import Book, load_book
from nuanban.rulebook.examples import check_folder
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.faults import PolicyFault
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.reading import Texts, read_policy

POLICY = """\
id = "one"
title = "试行补贴"
department = "民政"
basis = "测试"
summary = "测试用的一项政策。"
places = ["4306"]
in_force_from = 2024-01-01
period = "month"
consent = "notice"

[[condition]]
article = "age"
when = 'age(birth_date) >= first_age'
says = "满年龄"
fails = "不满年龄"

[[amount]]
fen = "monthly_fen"
"""
NUMBERS = """\
[first_age]
title = "年龄"
unit = "years"
[[first_age.values]]
value = 70
from = 2024-01-01
source = "测试"

[monthly_fen]
title = "每月"
unit = "fen"
[[monthly_fen.values]]
value = 3000
from = 2024-01-01
source = "测试"
"""


def read(policy: str = POLICY, numbers: str = NUMBERS) -> Policy:
    """The policy of two texts."""
    return read_policy(Texts(policy, numbers), CITY)


def test_a_whole_policy_is_read() -> None:
    policy = read()
    assert [c.article for c in policy.conditions] == ["age"]
    assert policy.unverified == ("年龄", "每月")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "试行补贴"', "title = 3", 2, "文字"),
        ('title = "试行补贴"', 'titel = "试行补贴"', 2, "title"),
        ('period = "month"', 'period = "week"', 8, "month"),
        ('consent = "notice"', 'consent = "notic"', 9, "notice"),
        ('places = ["4306"]', "places = []", 6, "施行"),
        ('places = ["4306"]', 'places = ["岳阳"]', 6, "代码"),
        ("in_force_from = 2024-01-01", 'in_force_from = "2024-01-01"', 7, "日期"),
        ("age(birth_date)", "age(birthdate)", 13, "birth_date"),
        ("'age(birth_date) >= first_age'", "3", 13, "文字"),
        ('fails = "不满年龄"', 'fails = ""', 15, "空的"),
        ('fen = "monthly_fen"', 'fen = "first_age"', 17, "分"),
        ('fen = "monthly_fen"', 'fen = "monthly_fen"\nwhen = "work_injury_care"', 17, "when"),
        ('summary = "测试用的一项政策。"', 'summary = "测试用的', 5, "TOML"),
    ],
)
def test_a_fault_in_a_policy_names_its_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(PolicyFault) as caught:
        read(POLICY.replace(old, new))
    assert caught.value.place.file == "policy.toml"
    assert caught.value.place.line == line
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('unit = "years"', 'unit = "year"', "years"),
        ('source = "测试"', "", "source"),
        ("value = 70", "value = 70.5", "整数"),
        ("from = 2024-01-01", 'from = "2024"', "日期"),
        ("[first_age]\n", "[birth_date]\n", "事实"),
        ("[first_age]\n", "[unused]\ntitle = 'x'\nunit = 'fen'\nvalues = []\n[first_age]\n", "值"),
    ],
)
def test_a_number_without_date_unit_or_source_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(PolicyFault) as caught:
        read(numbers=NUMBERS.replace(old, new, 1))
    assert caught.value.place.file == "numbers.toml"
    assert words in str(caught.value)


def test_a_number_that_nobody_uses_is_a_slip_of_the_pen() -> None:
    more = '\n[other]\ntitle = "x"\nunit = "fen"\n'
    more += 'values = [{value = 1, from = 2024-01-01, source = "x"}]'
    with pytest.raises(PolicyFault, match="没有用到"):
        read(numbers=NUMBERS + more)


def tied(name: str, words: str) -> Policy:
    """A policy of another name with ties to others."""
    text = POLICY.replace('id = "one"', f'id = "{name}"')
    head, _, tail = text.partition("[[condition]]")
    if words.startswith("[["):
        return read(text + words)
    return read(head + words + "\n[[condition]]" + tail)


def test_policies_that_follow_from_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(PolicyFault, match="绕成了圈"):
        Book([tied("one", 'triggers = ["two"]'), tied("two", 'triggers = ["one"]')])


def test_policies_that_exclude_each_other_in_a_circle_are_refused() -> None:
    words = '[[excluded_by]]\npolicy = "{}"\narticle = "x"\nsays = "x"\n'
    with pytest.raises(PolicyFault, match="互斥关系绕成了圈"):
        Book([tied("one", words.format("two")), tied("two", words.format("one"))])


def test_an_unknown_policy_gets_the_likely_name() -> None:
    with pytest.raises(PolicyFault, match="改成 one"):
        Book([read(), tied("two", 'triggers = ["on"]')])


def test_a_folder_that_is_wrong_says_so(tmp_path: Path) -> None:
    assert "没有政策" in str(next(check_folder(tmp_path)))
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "policy.toml").write_bytes(POLICY.encode("gb18030"))
    assert "UTF-8" in next(check_folder(tmp_path))
    (folder / "policy.toml").write_text(POLICY.replace('id = "one"', 'id = "two"'))
    (folder / "numbers.toml").write_text(NUMBERS)
    assert "改成一样" in next(check_folder(tmp_path))


def test_a_city_adds_a_policy_of_its_own_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "policy.toml").write_text(POLICY)
    (folder / "numbers.toml").write_text(NUMBERS)
    assert "one" in load_book(tmp_path)
    assert "没有例子" in next(check_folder(tmp_path))
    example = "[[example]]\nname='甲'\nday=2026-01-01\nplace='430600'\n"
    old, young = 'facts={person_id="1", birth_date=1950-01-01}', "facts={birth_date=1990-01-01}"
    (folder / "examples.toml").write_text(
        f"{example}{old}\nverdict='YES'\namount_fen=3000\n{example}{young}\nverdict='NO'\n"
    )
    assert list(check_folder(tmp_path)) == []
    (folder / "examples.toml").write_text(
        f"{example}{old}\nverdict='NO'\n{example}{young}\nverdict='NO'\n"
    )
    assert "verdict 应为 'NO'，算出来是 'YES'" in next(check_folder(tmp_path))
    (folder / "examples.toml").write_text(f"{example}{old}\nverdict='YES'\n")
    assert "没有一个例子不满足条款“age”" in next(check_folder(tmp_path))
