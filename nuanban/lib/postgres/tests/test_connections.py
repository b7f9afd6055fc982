"""Where the program finds its database."""

from pathlib import Path

import pytest

from nuanban.lib.postgres import connection_parameters
from nuanban.lib.postgres.connections import address_mark, is_embedded

ELSEWHERE = "postgresql://clerk:p%40ss@db.example:6543/city?sslmode=require"


def test_before_the_first_start_there_is_no_password(tmp_path: Path) -> None:
    assert connection_parameters(tmp_path, "app") == {
        "host": str(tmp_path / "database" / "socket"),
        "port": "5432",
        "user": "nuanban_app",
        "password": "",
        "dbname": "nuanban",
    }


def test_an_unknown_role_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="visitor"):
        connection_parameters(tmp_path, "visitor")


def test_another_server_is_named_by_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANBAN_DATABASE_URL", ELSEWHERE)
    assert not is_embedded()
    assert connection_parameters(tmp_path, "app") == {
        "host": "db.example",
        "port": "6543",
        "user": "clerk",
        "password": "p@ss",
        "dbname": "city",
        "sslmode": "require",
    }


def test_the_owner_of_another_server_may_have_an_address_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANBAN_DATABASE_URL", ELSEWHERE)
    assert connection_parameters(tmp_path, "owner")["user"] == "clerk"
    monkeypatch.setenv("NUANBAN_OWNER_DATABASE_URL", "postgresql://builder@db.example/city")
    assert connection_parameters(tmp_path, "owner")["user"] == "builder"
    assert connection_parameters(tmp_path, "app")["user"] == "clerk"


def test_the_mark_of_an_address_does_not_give_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    assert address_mark() == ""
    monkeypatch.setenv("NUANBAN_DATABASE_URL", ELSEWHERE)
    assert address_mark()
    assert "ss" not in address_mark()
