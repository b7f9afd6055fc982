"""The other lists: every template can be read back; births, deaths and moves; cards; veterans."""

import pytest

from nuanban.eligibility import queries as eligibility
from nuanban.eligibility.enums import Department
from nuanban.feeds import export
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.header import match
from nuanban.feeds.kinds import PLAIN, kinds
from nuanban.feeds.tests.files import both, neighbours, reasons, send
from nuanban.residents import queries as residents
from nuanban.residents.enums import Group
from nuanban.rulebook.facts import CITY
from tests.cast import MONDAY_9, Cast

DAY = MONDAY_9.date()
CHANGES = "姓名,身份证号,变动类型,变动日期,户籍地代码\n"


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_template_is_read_as_it_says(cast: Cast, code: str) -> None:
    kind = kinds()[code]
    for content in (export.template_xlsx(kind), export.as_csv(export.template_rows(kind))):
        delivery = send(content, code)
        assert delivery.rows_in == 1
        # Nobody has the number of the example; everything else in it can be read.
        assert not reasons(delivery) or "查无此人" in reasons(delivery)[0]


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_list_speaks_the_words_of_the_rulebook(code: str) -> None:
    kind = kinds()[code]
    match(kind, [column.name for column in kind.columns])
    for name in (*kind.leaves, *kind.always, *(c.day for c in kind.changes.values() if c.day)):
        assert name in CITY
    for column in kind.columns:
        if column.is_fact and column.words and CITY[column.gives].values:
            assert set(column.words.values()) <= set(CITY[column.gives].values)
    marks = {c.gives for c in kind.columns if not c.is_fact and c.gives not in PLAIN}
    used = {rule.source_of for rule in kind.statuses}
    assert marks <= used


def test_all_departments_have_their_list() -> None:
    departments = {kind.department for kind in kinds().values()}
    assert departments == set(Department) - {Department.COUNTER}


def test_births_register_deaths_and_moves_are_known(cast: Cast) -> None:
    (wang, number), (liu, other) = both(cast)
    rows = (
        "王小满,430699202602111029,出生,2026-02-11,430602001001\n"
        f"{wang},{number},死亡,2026-02-20,\n"
        f"{liu},{other},迁入,2026年2月8日,430602001002\n"
    )
    delivery = send((CHANGES + rows).encode(), "police_changes")
    assert (delivery.state, delivery.accepted) == (DeliveryState.KEPT, 3), reasons(delivery)
    child = residents.by_id_card("430699202602111029")
    assert child is not None
    assert child.name == "王小满"
    assert not residents.is_alive(cast.wang)
    facts = eligibility.facts_of(cast.wang, DAY, MONDAY_9)
    assert str(facts["death_date"]) == "2026-02-20"
    moved = eligibility.facts_of(cast.liu, DAY, MONDAY_9)
    assert moved["registered_division"] == "430602001002"


def test_a_change_adds_to_what_the_police_said_before(cast: Cast) -> None:
    _, (liu, other) = both(cast)
    first = f"{liu},{other},迁入,2020-05-01,430602001002\n"
    send((CHANGES + first).encode(), "police_changes")
    second = f"{liu},{other},死亡,2026-02-20,\n"
    send((CHANGES + second).encode(), "police_changes", days=1)
    later = MONDAY_9.replace(day=4)
    facts = eligibility.facts_of(cast.liu, later.date(), later)
    assert str(facts["registered_since"]) == "2020-05-01"
    assert str(facts["death_date"]) == "2026-02-20"


def test_many_more_deaths_wait_for_a_person_and_nobody_is_dead_meanwhile(cast: Cast) -> None:
    people = neighbours(6)
    row = "{},{},死亡,2026-02-20,\n"
    send((CHANGES + "".join(row.format(*p) for p in people[:2])).encode(), "police_changes")
    more = "".join(row.format(*p) for p in people[2:5])
    held = send((CHANGES + more).encode(), "police_changes", days=1)
    assert held.state == DeliveryState.HELD
    assert "死亡突然增多" in held.words[0]
    someone = residents.by_id_card(people[2][1])
    assert someone is not None
    assert residents.is_alive(someone)


def test_a_disability_card_is_a_fact_and_a_status_and_ends_with_its_list(cast: Cast) -> None:
    head = "姓名,身份证号,残疾人证号,残疾类别,残疾等级,有效期至,发证日期\n"
    people = [*both(cast), *neighbours(3)]
    rows = [f"{name},{number},{number}42,肢体,二级,2033.6.30,20230701\n" for name, number in people]
    delivery = send((head + "".join(rows)).encode(), "disability_federation")
    assert delivery.accepted == 5, reasons(delivery)
    assert Group.DISABLED in residents.groups_of(cast.wang, DAY)
    facts = eligibility.facts_of(cast.wang, DAY, MONDAY_9)
    assert (facts["disability_category"], facts["disability_level"]) == (4, 2)
    send((head + "".join(rows[1:])).encode(), "disability_federation", days=1)
    later = MONDAY_9.replace(day=4)
    assert Group.DISABLED not in residents.groups_of(cast.wang, later.date())
    assert not eligibility.facts_of(cast.wang, later.date(), later)["has_disability_certificate"]
