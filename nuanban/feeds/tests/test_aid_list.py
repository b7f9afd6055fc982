"""The aid list of the civil affairs bureau, from the file to what the city knows."""

from datetime import date, timedelta

from nuanban.eligibility import queries as eligibility
from nuanban.feeds import actions
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.models import Line
from nuanban.feeds.queries import waiting_rows
from nuanban.feeds.tests.files import (
    HEAD,
    aid_list,
    aid_row,
    both,
    bring,
    neighbours,
    reasons,
    send,
)
from nuanban.residents import queries as residents
from nuanban.residents.enums import Group
from tests.cast import MONDAY_9, Cast

DAY = MONDAY_9.date()


def test_a_row_becomes_facts_and_a_status(cast: Cast) -> None:
    delivery = send(aid_list(both(cast)[:1]))
    assert (delivery.state, delivery.rows_in, delivery.accepted) == (DeliveryState.KEPT, 1, 1)
    facts = eligibility.facts_of(cast.wang, DAY, MONDAY_9)
    assert facts["aid_kind"] == "dibao"
    assert facts["household_income_fen"] == 51_250
    assert Group.VULNERABLE in residents.groups_of(cast.wang, DAY)
    assert eligibility.facts_of(cast.liu, DAY, MONDAY_9)["aid_kind"] == "none"


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    first = send(aid_list(both(cast)))
    before = eligibility.records_of(cast.wang, MONDAY_9)
    again = send(aid_list(both(cast)), days=1)
    assert again.pk == first.pk
    assert eligibility.records_of(cast.wang, MONDAY_9 + timedelta(days=1)) == before


def test_a_newer_file_changes_only_who_changed(cast: Cast) -> None:
    send(aid_list(both(cast)))
    later = MONDAY_9 + timedelta(days=1)
    was = eligibility.records_of(cast.wang, later)
    send((HEAD + aid_row(*both(cast)[0]) + aid_row(*both(cast)[1], kind="特困")).encode(), days=1)
    assert eligibility.records_of(cast.wang, later) == was
    assert eligibility.facts_of(cast.liu, DAY, later)["aid_kind"] == "tekun"
    held = residents.statuses_of(cast.liu, later.date())
    assert [status.kind for status in held] == ["tekun"]


def test_yesterdays_file_waits_for_a_person(cast: Cast) -> None:
    send(aid_list(both(cast)), days=1)
    old = send(aid_list(both(cast), kind="特困"), days=2, as_of=DAY)
    assert old.state == DeliveryState.HELD
    assert "旧名单" in old.words[0]


def test_who_is_on_the_list_no_longer_leaves_it(cast: Cast) -> None:
    people = both(cast) + neighbours(8)
    send(aid_list(people))
    delivery = send(aid_list(people[1:]), days=1)
    later = MONDAY_9 + timedelta(days=1)
    assert (delivery.state, delivery.left) == (DeliveryState.KEPT, 1)
    assert eligibility.facts_of(cast.wang, later.date(), later)["aid_kind"] == "none"
    assert not residents.statuses_of(cast.wang, later.date()).exists()


def test_nobody_leaves_while_a_row_might_be_theirs(cast: Cast) -> None:
    people = both(cast) + neighbours(8)
    send(aid_list(people))
    spoilt = aid_list(people[1:]) + aid_row("王秀兰", "4306991953060", income="1").encode()
    delivery = send(spoilt, days=1)
    later = MONDAY_9 + timedelta(days=1)
    assert (delivery.state, delivery.left) == (DeliveryState.KEPT, 0)
    row = waiting_rows(delivery).get()
    cells = ["王秀兰", cast.wang_number, "低保", "1", ""]
    actions.fix_row(row, cells=cells, by=cast.by(), at=later)
    delivery.refresh_from_db()
    assert (delivery.left, delivery.accepted, delivery.quarantined) == (0, 10, 0)
    assert eligibility.facts_of(cast.wang, DAY, later)["household_income_fen"] == 100


def test_a_third_fewer_people_wait_for_a_person_and_nobody_leaves(cast: Cast) -> None:
    people = both(cast) + neighbours(8)
    send(aid_list(people))
    held = send(aid_list(people[4:]), days=1)
    later = MONDAY_9 + timedelta(days=1)
    assert held.state == DeliveryState.HELD
    assert "少了 40%" in held.words[0]
    assert eligibility.facts_of(cast.wang, DAY, later)["aid_kind"] == "dibao"
    actions.release_held(held, words="电话核对过，名单缩减属实", by=cast.by(), at=later)
    actions.read(held, clock=lambda: later)
    assert held.state == DeliveryState.KEPT
    assert eligibility.facts_of(cast.wang, DAY, later)["aid_kind"] == "none"


def test_a_held_file_that_is_refused_leaves_no_trace(cast: Cast) -> None:
    people = both(cast) + neighbours(8)
    send(aid_list(people))
    held = send(aid_list(people[4:]), days=1)
    actions.set_aside(held, words="部门传错了文件", by=cast.by(), at=MONDAY_9)
    held.refresh_from_db()
    assert held.state == DeliveryState.REFUSED
    assert not Line.objects.filter(delivery=held, written_at__isnull=False).exists()
    # The right file may have the same bytes one day.
    assert bring(aid_list(people[4:]), days=2).pk != held.pk


def test_rows_say_in_words_why_they_wait(cast: Cast) -> None:
    wang, number = both(cast)[0]
    rows = [
        aid_row(wang, "430699195306011"),
        aid_row(wang, number, kind="五保"),
        aid_row(wang, number, income="很少"),
        aid_row("刘志强", number),
        f"{wang},{number},低保\n",
        aid_row(wang, "4.30699E+17"),
        aid_row("生人", "430699196001011003"),
        f"{wang},{number},低保,1,2025-13-01\n",
    ]
    delivery = send((HEAD + "".join(rows)).encode())
    words = " ".join(reasons(delivery))
    for part in (
        "没有“五保”这一类",
        "要写多少元",
        "姓名和身份证号对不上",
        "有 3 格，表头有 5 格",
        "被表格软件改成了数字",
        "查无此人",
        "不是一个日期",
    ):
        assert part in words
    assert number not in words
    assert delivery.rows_in == 8 == delivery.quarantined + delivery.accepted
    assert delivery.state == DeliveryState.KEPT or delivery.words


def test_formulas_stay_text(cast: Cast) -> None:
    wang, number = both(cast)[0]
    delivery = send(aid_list([(wang, number)], income="=1+1"))
    assert "“=1+1”" in reasons(delivery)[0]


def test_a_person_who_came_twice_is_a_question_and_an_equal_row_a_duplicate(cast: Cast) -> None:
    wang = both(cast)[0]
    content = HEAD + aid_row(*wang) * 2 + aid_row(*wang, kind="特困")
    delivery = send(content.encode())
    assert (delivery.accepted, delivery.duplicates, delivery.quarantined) == (1, 1, 1)
    assert "第 2 行已经有了" in reasons(delivery)[0]


def test_a_wrong_header_is_told_with_what_was_likely_meant(cast: Cast) -> None:
    delivery = bring("姓名,身分证号,救助类别\n王秀兰,1,低保\n".encode())
    assert delivery.state == DeliveryState.REFUSED
    assert "缺少：身份证号" in delivery.words[0]
    assert "“身分证号”是不是“身份证号”？" in delivery.words[0]
    assert date.min < DAY
