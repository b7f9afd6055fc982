"""Finding one person by whatever they know of themselves."""

from datetime import date

import pytest

from nuanban.lib.actor import SYSTEM
from nuanban.residents import actions, queries
from nuanban.residents.enums import IdentityKind, Source
from tests.cast import Cast, person

TODAY = date(2026, 3, 2)


def found(text: str) -> list[str]:
    """Names that a search gives."""
    return [resident.name for resident in queries.search(text, today=TODAY).residents]


@pytest.mark.parametrize(
    "text", ["王秀兰", "秀兰", "wangxiulan", "wxl", "王秀兰 1953-06-01", "1953年6月1日", "wxl 2201"]
)
def test_old_mrs_wang_is_found(cast: Cast, text: str) -> None:
    assert found(text) == ["王秀兰"]


def test_by_number_in_every_way_it_is_typed(cast: Cast) -> None:
    number = cast.wang_number
    wide = number.translate({ord(str(n)): ord("０") + n for n in range(10)})
    assert found(number) == found(wide) == found(f"{number[:6]} {number[6:]}".replace(" ", "-"))
    assert found(number) == ["王秀兰"]


def test_by_the_number_of_another_paper(cast: Cast) -> None:
    actions.add_identity(
        cast.wang,
        kind=IdentityKind.SOCIAL_CARD,
        number="A12345678",
        source=Source.PAPER_SEEN,
        by=SYSTEM,
        at=cast.at,
    )
    assert found("A12345678") == ["王秀兰"]


def test_a_name_with_a_dot_is_found_whichever_dot_is_typed(cast: Cast) -> None:
    kept, _ = person("阿迪力·吐尔逊", date(1960, 1, 1), female=False)
    for typed in ("阿迪力·吐尔逊", "阿迪力•吐尔逊", "阿迪力吐尔逊", "阿迪力．吐尔逊"):
        assert found(typed) == ["阿迪力·吐尔逊"]
    assert kept.name == "阿迪力·吐尔逊"


@pytest.mark.parametrize("text", ["", " ", "王", "%", "_", "\x00", "' OR 1=1 --", "a" * 500])
def test_nobody_browses_the_city(cast: Cast, text: str) -> None:
    assert found(text) == []


def test_too_many_namesakes_are_cut_and_told(cast: Cast) -> None:
    for year in range(1930, 1955):
        person("李建国", date(year, 5, 5), female=False)
    result = queries.search("李建国", today=TODAY)
    assert len(result.residents) == queries.MOST_FOUND
    assert result.too_many
    assert "出生日期" in result.hint


def test_an_absorbed_record_is_not_found_and_leads_to_the_kept_one(cast: Cast) -> None:
    twin, _ = person("王秀兰", date(1953, 6, 1))
    done = actions.merge(cast.wang, twin, reason="同一个人", by=SYSTEM, at=cast.at)
    assert found("王秀兰") == ["王秀兰"]
    assert queries.by_id(twin.pk) == cast.wang
    actions.undo_merge(done, by=SYSTEM, at=cast.at)
    assert found("王秀兰") == ["王秀兰", "王秀兰"]
