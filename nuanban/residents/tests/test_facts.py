"""What is known of a person, since when, from whom; and what stays hidden."""

from datetime import date

import pytest

from nuanban.journal import queries as journal
from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.id_numbers import read_id_number
from nuanban.lib.sealing import SealBroken
from nuanban.residents import actions, queries
from nuanban.residents.actions.facts import StatusKnown
from nuanban.residents.enums import Group, Source, StatusKind
from nuanban.residents.queries import Identity, Resident, Status
from tests.cast import Cast, id_number, person

MARCH = date(2026, 3, 2)


def disabled(cast: Cast, until: date | None = None) -> Status:
    """Mrs Wang hears badly."""
    return actions.add_status(
        cast.wang,
        kind=StatusKind.DISABILITY,
        category="2",
        level=3,
        valid_from=date(2020, 1, 1),
        valid_to=until,
        source=Source.DISABILITY_FEDERATION,
        evidence="残疾人证",
        by=SYSTEM,
        at=cast.at,
    )


def test_groups_follow_from_birth_date_and_statuses_in_force(cast: Cast) -> None:
    disabled(cast, until=date(2026, 6, 30))
    assert queries.groups_of(cast.wang, MARCH) == [Group.ELDERLY, Group.DISABLED]
    assert queries.groups_of(cast.wang, date(2026, 7, 1)) == [Group.ELDERLY]
    assert queries.groups_of(cast.wang, date(2013, 5, 31)) == []
    texts = [m.text for m in queries.memberships_of(cast.wang, MARCH)]
    assert texts == ["老年 72 岁", "听力残疾三级"]


def test_a_wrong_status_is_withdrawn_and_stays_for_old_decisions(cast: Cast) -> None:
    status = disabled(cast)
    actions.withdraw_status(status, by=SYSTEM, at=cast.at)
    assert queries.groups_of(cast.wang, MARCH) == [Group.ELDERLY]
    assert list(queries.all_statuses_of(cast.wang)) == [status]
    with pytest.raises(Refusal, match="已经撤销"):
        actions.withdraw_status(status, by=SYSTEM, at=cast.at)


def test_the_same_status_from_the_same_source_is_told_as_known(cast: Cast) -> None:
    disabled(cast)
    with pytest.raises(StatusKnown):
        disabled(cast)


def test_a_disability_without_level_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Unusable, match="等级"):
        actions.add_status(
            cast.wang,
            kind=StatusKind.DISABILITY,
            valid_from=MARCH,
            source=Source.PERSON,
            by=SYSTEM,
            at=cast.at,
        )


def test_a_number_is_never_stored_in_clear_and_does_not_open_elsewhere(cast: Cast) -> None:
    card = queries.identities_of(cast.wang).get()
    assert cast.wang_number.encode() not in bytes(card.number_sealed)
    assert card.number_masked == f"4306{'*' * 12}{cast.wang_number[-2:]}"
    other = queries.identities_of(cast.liu).get()
    Identity.objects.filter(pk=other.pk).update(number_sealed=card.number_sealed)
    with pytest.raises(SealBroken):
        actions.reveal(cast.liu, what="id_card", reason="核对证件", by=SYSTEM, at=cast.at)


def test_showing_a_whole_number_needs_a_reason_and_leaves_a_trace(cast: Cast) -> None:
    by = cast.by()
    with pytest.raises(Unusable, match="原因"):
        actions.reveal(cast.wang, what="id_card", reason="看", by=by, at=cast.at)
    reason = "填写纸质转移单"
    assert (
        actions.reveal(cast.wang, what="id_card", reason=reason, by=by, at=cast.at)
        == cast.wang_number
    )
    entry = journal.entries_about(cast.wang.pk).first()
    assert entry is not None
    assert entry.kind == "residents.revealed"
    assert entry.payload["reason"] == reason
    assert entry.actor_id == by.id


def test_one_number_belongs_to_one_person(cast: Cast) -> None:
    taken = read_id_number(cast.wang_number, today=MARCH)
    with pytest.raises(actions.IdentityTaken, match="4306"):
        actions.register(actions.NewResident(name="别人", id_number=taken), by=SYSTEM, at=cast.at)
    assert not Resident.objects.filter(name="别人").exists()


def test_two_fields_are_enough_and_the_rest_comes_later(cast: Cast) -> None:
    begun = actions.register(
        actions.NewResident(name="周桂香", birth_on=date(1939, 9, 9)), by=SYSTEM, at=cast.at
    )
    assert not begun.is_complete
    number = read_id_number(id_number(date(1939, 9, 9)), today=MARCH)
    done = actions.complete(
        begun, name="周桂香", birth_on=None, id_number=number, by=SYSTEM, at=cast.at
    )
    assert done.is_complete
    assert queries.by_id_card(number.number) == done


def test_a_merge_moves_what_is_known_and_its_undo_moves_exactly_that_back(cast: Cast) -> None:
    twin, _ = person("王秀兰", date(1953, 6, 1))
    status = disabled(cast)
    done = actions.merge(twin, cast.wang, reason="同一个人", by=SYSTEM, at=cast.at)
    status.refresh_from_db()
    assert status.resident == twin
    assert queries.identities_of(twin).count() == 2
    actions.undo_merge(done, by=SYSTEM, at=cast.at)
    status.refresh_from_db()
    assert status.resident == cast.wang
    assert queries.identities_of(twin).count() == 1


def test_likely_twins_are_shown(cast: Cast) -> None:
    twin, _ = person("王秀兰", date(1953, 6, 1))
    assert queries.likely_duplicates(cast.wang) == [twin]


@pytest.mark.parametrize("name", ["𠮷田", "㛃", "龘靐", "Иванов", "阿·卜", "李\ue000", "欧阳" * 20])
def test_a_name_of_any_script_comes_back_as_it_was_written(cast: Cast, name: str) -> None:
    kept = actions.register(actions.NewResident(name=name), by=SYSTEM, at=cast.at)
    kept.refresh_from_db()
    assert kept.name == name


@pytest.mark.parametrize("name", ["", "  ", "王\x00兰", "a" * 101])
def test_what_is_no_name_is_refused_in_words(cast: Cast, name: str) -> None:
    with pytest.raises(Unusable, match="。"):
        actions.register(actions.NewResident(name=name), by=SYSTEM, at=cast.at)
