"""The life of a case: its table of moves, its days, its races."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanban.accounts.enums import Role
from nuanban.cases import actions, queries
from nuanban.cases.actions.decide import NotImmediate
from nuanban.cases.actions.open_case import PersonDeceased
from nuanban.cases.enums import Channel, HandedBy, Shown, State
from nuanban.cases.form import form_of
from nuanban.cases.queries import Case
from nuanban.cases.states import MOVES
from nuanban.lib.errors import Refusal, Unusable
from nuanban.papers import queries as papers
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source, StatusKind
from tests.cast import Cast

IMMEDIATE, PROMISED = "SG-RS-01", "SG-GA-03"
DAY = timedelta(days=1)


def open_one(cast: Cast, item: str = PROMISED) -> Case:
    """Mrs Wang asks for something."""
    return actions.open_case(
        item=item,
        resident=cast.wang,
        channel=Channel.ZONE,
        site=cast.site,
        by=cast.by(),
        at=cast.at,
    )


def show_all(cast: Cast, case: Case, at: datetime) -> Case:
    """All papers are on the table."""
    for material in queries.materials_of(case).filter(shown=Shown.MISSING):
        case.refresh_from_db()
        actions.note_material(case, code=material.code, shown=Shown.SEEN, by=cast.by(), at=at)
    case.refresh_from_db()
    return case


def accepted(cast: Cast) -> Case:
    """A complete case, accepted on a Monday."""
    case = show_all(cast, open_one(cast), cast.at)
    actions.submit(case, by=cast.by(), at=cast.at)
    return actions.accept(case, by=cast.by(), at=cast.at)


def test_nothing_known_is_asked_again(cast: Cast) -> None:
    form = form_of(open_one(cast))
    assert form["name"].text == "王秀兰"
    assert form["birth_on"].text == "1953-06-01"
    assert form["id_number"].source == "读卡"
    assert "*" in form["id_number"].text


def test_the_form_is_kept_sealed(cast: Cast) -> None:
    case = open_one(cast)
    assert "王秀兰".encode() not in bytes(case.form_sealed or b"")


def test_a_changed_value_says_that_the_person_said_so(cast: Cast) -> None:
    case = open_one(cast)
    actions.save_form(case, values={"wish": "迁到女儿家"}, by=cast.by(), at=cast.at)
    assert form_of(case)["wish"].source == "本人，刚才确认"
    assert form_of(case)["name"].source == "居民档案"


def test_what_is_missing_is_named_before_the_city_accepts(cast: Cast) -> None:
    case = open_one(cast)
    actions.submit(case, by=cast.by(), at=cast.at)
    with pytest.raises(actions.MaterialsMissing, match=r"户口簿|身份证"):
        actions.accept(case, by=cast.by(), at=cast.at)


def test_promised_days_are_working_days(cast: Cast) -> None:
    case = accepted(cast)
    assert case.version.promised_days == 5
    assert case.due_on == date(2026, 3, 9)


def test_the_days_stop_while_papers_are_missing(cast: Cast) -> None:
    case = accepted(cast)
    code = queries.materials_of(case)[0].code
    actions.return_for_materials(
        case, missing=[code], words="请补一份", by=cast.by(), at=cast.at + DAY
    )
    assert case.paused_on == date(2026, 3, 3)
    show_all(cast, case, cast.at + 4 * DAY)
    actions.resume(case, by=cast.by(), at=cast.at + 4 * DAY)
    assert case.due_on == date(2026, 3, 12)
    assert case.paused_on is None


def test_a_refusal_says_why_and_what_can_be_done(cast: Cast) -> None:
    case = accepted(cast)
    with pytest.raises(Unusable, match="理由"):
        actions.refuse(case, reason="", remedy="", by=cast.by(), at=cast.at)
    actions.refuse(case, reason="不在本市落户范围。", remedy="", by=cast.by(), at=cast.at)
    assert "行政复议" in case.remedy
    actions.make_result(case, by=cast.by(), at=cast.at)
    assert papers.document_by_id(case.document_id or case.pk) is not None


def test_a_promised_item_does_not_end_at_the_window(cast: Cast) -> None:
    with pytest.raises(NotImmediate):
        actions.finish_at_window(open_one(cast), by=cast.by(), at=cast.at)


def test_an_immediate_item_ends_at_the_window_with_a_receipt(cast: Cast) -> None:
    case = show_all(cast, open_one(cast, IMMEDIATE), cast.at)
    done = actions.finish_at_window(case, by=cast.by(), at=cast.at)
    assert (done.state, done.received_by) == (State.CLOSED, "王秀兰")


def test_the_loser_of_a_race_reads_who_was_first(cast: Cast) -> None:
    case = accepted(cast)
    mine, theirs = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    officer = cast.by(Role.DEPARTMENT_OFFICER)
    actions.grant(theirs, reason="符合条件", by=officer, at=cast.at)
    with pytest.raises(actions.CaseMoved, match=r"部门审批人员甲.*同意"):
        actions.withdraw(mine, reason="不办了", by=cast.by(), at=cast.at)


def test_saving_on_top_of_somebody_elses_change_is_told(cast: Cast) -> None:
    case = open_one(cast)
    mine = Case.objects.get(pk=case.pk)
    actions.save_form(case, values={"wish": "甲"}, by=cast.by(), at=cast.at)
    with pytest.raises(actions.CaseMoved):
        actions.save_form(mine, values={"wish": "乙"}, by=cast.by(), at=cast.at)
    assert form_of(Case.objects.get(pk=case.pk))["wish"].text == "甲"


def test_nothing_is_opened_for_the_dead(cast: Cast) -> None:
    residents.add_status(
        cast.wang,
        kind=StatusKind.DECEASED,
        valid_from=date(2026, 1, 1),
        source=Source.POLICE,
        by=cast.by(),
        at=cast.at,
    )
    with pytest.raises(PersonDeceased):
        open_one(cast)


def test_one_ticket_opens_one_case_for_an_item(cast: Cast) -> None:
    key = cast.wang.pk
    pair = [
        actions.open_case(
            item=PROMISED,
            resident=cast.wang,
            channel=Channel.ZONE,
            site=cast.site,
            origin_id=key,
            by=cast.by(),
            at=cast.at,
        )
        for _ in range(2)
    ]
    assert pair[0] == pair[1]


def test_overdue_cases_are_listed_and_waiting_ones_are_not(cast: Cast) -> None:
    late = accepted(cast)
    waiting = accepted(cast)
    code = queries.materials_of(waiting)[0].code
    actions.return_for_materials(waiting, missing=[code], words="", by=cast.by(), at=cast.at)
    lead = cast.user(Role.SUPERVISOR)
    assert list(queries.overdue(lead, date(2026, 3, 10))) == [late]
    assert list(queries.overdue(lead, date(2026, 3, 9))) == []


MAKE = {
    "submit": lambda c, by, at: actions.submit(c, by=by, at=at),
    "accept": lambda c, by, at: actions.accept(c, by=by, at=at),
    "grant": lambda c, by, at: actions.grant(c, reason="符合", by=by, at=at),
    "refuse": lambda c, by, at: actions.refuse(c, reason="不符", remedy="", by=by, at=at),
    "make_result": lambda c, by, at: actions.make_result(c, by=by, at=at),
    "deliver": lambda c, by, at: actions.deliver(
        c, handed_by=HandedBy.WINDOW, received_by="王秀兰", by=by, at=at
    ),
    "close": lambda c, by, at: actions.close(c, by=by, at=at),
    "withdraw": lambda c, by, at: actions.withdraw(c, reason="不办", by=by, at=at),
    "resume": lambda c, by, at: actions.resume(c, by=by, at=at),
}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wishes=st.lists(st.sampled_from(sorted(MAKE)), min_size=1, max_size=9))
def test_only_moves_of_the_table_happen(cast: Cast, wishes: list[str]) -> None:
    case = show_all(cast, open_one(cast, IMMEDIATE), cast.at)
    for wish in wishes:
        before = case.state
        try:
            MAKE[wish](case, cast.by(), cast.at)
        except Refusal:
            case.refresh_from_db()
            assert case.state == before
            assert wish not in MOVES.possible(before)
        else:
            assert case.state == MOVES[wish][1]
            assert wish in MOVES.possible(before)
