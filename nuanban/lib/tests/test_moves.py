"""A table of moves says where something can go."""

import pytest

from nuanban.lib.moves import Moves

MOVES = Moves({"open": (frozenset({"shut"}), "open"), "shut": (frozenset({"open"}), "shut")})


def test_only_moves_from_where_it_stands_are_possible() -> None:
    assert MOVES.possible("shut") == ["open"]
    assert MOVES.possible("lost") == []
    assert MOVES["open"] == (frozenset({"shut"}), "open")
    with pytest.raises(KeyError):
        MOVES["paint"]
