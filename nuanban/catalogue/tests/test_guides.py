"""The 86 guides that ship, and what happens when somebody writes one wrongly."""

import re

import pytest

from nuanban.catalogue import reference
from nuanban.catalogue.guides import GuideFault, parse, read_situation, write_situation
from nuanban.catalogue.reference import ItemRow, guide

ROWS = list(reference.items())
# Words of offices that a person of 75 does not use.
OFFICE_WORDS = re.compile("受理|申报|核验|予以|相关部门|申请人须|提交申请|办结|主体资格|事项名称")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_every_item_is_told_in_plain_words(row: ItemRow) -> None:
    told = guide(row.code)
    texts = (told.answer, told.about, told.who, told.cost, *told.steps, *told.tips)
    assert all(text.endswith(("。", "”", "）")) for text in texts)
    assert len(told.answer) <= 60
    assert 2 <= len(told.steps) <= 4
    assert not any(OFFICE_WORDS.search(text) for text in texts)
    assert told.levels


def test_money_is_either_free_sourced_or_left_to_the_place() -> None:
    for row in ROWS:
        cost = guide(row.code).cost
        assert "不收" in cost or "以当地" in cost
        assert not re.search(r"\d+ ?元", cost) or "以当地为准" in cost or guide(row.code).source


def test_a_guide_survives_being_written_and_read_again() -> None:
    for row in ROWS:
        situation = guide(row.code).situation
        text = write_situation(situation, reference.words())
        assert read_situation(parse(text), reference.words()) == situation


def test_every_file_belongs_to_an_item_and_every_item_has_its_file() -> None:
    files = {path.stem for path in (reference.FOLDER / "items").glob("*.toml")}
    assert files == {row.code for row in ROWS}


def test_what_is_never_shown_is_not_written() -> None:
    """A shared paper or question that no guide uses is dead weight."""
    situations = [guide(row.code).situation for row in ROWS]
    assert set(reference.words().papers) == {
        material.code for s in situations for material in s.materials
    } & set(reference.words().papers)
    assert set(reference.words().questions) <= {
        question.fact for s in situations for question in s.questions
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('questions = ["is_proxy"', "格式不对"),
        ('questions = ["unheard_of"]', "问题“unheard_of”缺少 text"),
        ('questions = ["is_proxy", "is_proxy"]', "问了两遍"),
        ('questions = [{ fact = "a", text = "?", choices = [["x", "只有一个"]] }]', "两个回答"),
        ('questions = [{ fact = "a", text = "?", choices = ["x", "y"] }]', "回答要写成"),
        ('questions = [{ fact = "a", text = "?", when = { b = "yes" } }]', "应当先问"),
        ('questions = [{ fact = "a", text = "?", whne = 1 }]', "不认识的项目：whne"),
        ('materials = ["unheard_of"]', "材料“unheard_of”缺少 name"),
        ('materials = ["id_card", "id_card"]', "写了两遍"),
        ('materials = [{ code = "id_card", known = true }]', "known_to"),
        ('materials = [{ code = "id_card", waived = true }]', "waived_why"),
        ('materials = [{ code = "id_card", when = "yes" }]', "条件要写成"),
        (
            'questions = ["is_proxy"]\n'
            'materials = [{ code = "id_card", when = { is_proxy = "1" } }]',
            "没有“1”这个回答",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(GuideFault, match=fault):
        read_situation(parse(text), reference.words())


def test_an_item_without_a_guide_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        guide("SG-XX-99")
