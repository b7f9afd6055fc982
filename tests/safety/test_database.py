"""What thieves of the disk read, and what the program's own role may do to its past."""

import subprocess
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from psycopg.conninfo import make_conninfo

from config.management.commands.grant_rights import append_only_tables
from nuanban.accounts.enums import DeviceKind
from nuanban.lib.actor import SYSTEM
from nuanban.lib.id_numbers import check_character, read_id_number
from nuanban.lib.postgres import Role, Server, connection_parameters
from nuanban.lib.postgres.binaries import program_folder
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source
from tests.api.terminals import check_in, terminal
from tests.cast import Cast

PHONE, ADDRESS = "13987650431", "金丝雀巷七号院三单元"
_BODY = "43069919470708999"
NUMBER = _BODY + check_character(_BODY)
_OTHER = "51149919480809991"
UNKNOWN = _OTHER + check_character(_OTHER)
SECRETS = [text.encode() for text in (PHONE, ADDRESS, NUMBER, UNKNOWN)]


@pytest.fixture
def canary(committed: Cast) -> Cast:
    """Somebody on file with number, phone and address; a stranger at the kiosk."""
    residents.register(
        residents.NewResident(
            name="金丝雀",
            id_number=read_id_number(NUMBER, today=committed.at.date()),
            phone=PHONE,
            address=ADDRESS,
            source=Source.CARD,
        ),
        by=SYSTEM,
        at=committed.at,
    )
    kiosk = terminal(committed, DeviceKind.KIOSK)
    for said in (NUMBER, UNKNOWN):
        assert check_in(kiosk, committed.site, id_number=said).status_code == 201
    return committed


def _found_in(content: bytes) -> list[bytes]:
    return [secret for secret in SECRETS if secret in content]


def test_the_disk_holds_no_number_phone_or_address(canary: Cast) -> None:
    home = Path(settings.HOME)
    server = Server(home / "database")
    with psycopg.connect(make_conninfo("", **server.root_parameters()), autocommit=True) as root:
        root.execute("CHECKPOINT")
    found = [
        (path.name, _found_in(path.read_bytes()))
        for top in ("database", "uploads")
        for path in (home / top).rglob("*")
        if path.is_file() and _found_in(path.read_bytes())
    ]
    assert found == []


def test_a_dump_holds_no_number_phone_or_address(canary: Cast) -> None:
    place = connection_parameters(Path(settings.HOME), Role.OWNER)
    name = str(connections["default"].settings_dict["NAME"])
    dump = subprocess.run(
        [program_folder() / "pg_dump", "-h", place["host"], "-U", place["user"], name],
        env={"PGPASSWORD": place["password"], "PATH": "/usr/bin"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "金丝雀".encode() in dump.stdout
    assert _found_in(dump.stdout) == []


@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_program_cannot_rewrite_the_past(cast: Cast, deed: str) -> None:
    tables = append_only_tables()
    assert {"journal_entry", "journal_seal", "journal_leaf", "journal_keptanswer"} <= {*tables}
    for table in tables:
        words = deed.format(table).replace("id = id", _any_column(table))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(words)


def _any_column(table: str) -> str:
    with connection.cursor() as cursor:
        column = connection.introspection.get_table_description(cursor, table)[0].name
    return f"{column} = {column}"


@pytest.mark.parametrize(
    "deed",
    [
        "CREATE TABLE mine (n int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE EXTENSION pg_trgm",
        "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
        "ALTER TABLE journal_entry ADD COLUMN mine int",
        "SET session_replication_role = replica",
        "SET ROLE nuanban_owner",
        "COPY journal_entry TO '/anywhere/out'",
        "DELETE FROM django_migrations",
    ],
)
def test_the_program_cannot_make_or_break_tables(cast: Cast, deed: str) -> None:
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with refused, transaction.atomic():
        connection.cursor().execute(deed)


def test_the_role_of_the_program_has_no_powers(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,) * 5


def test_behind_tls_the_deployment_check_is_silent(tmp_path: Path) -> None:
    from tests.engine.running import COMMAND, environment

    words = [*COMMAND[:1], "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    chosen = {
        **environment(),
        "NUANBAN_HTTPS": "1",
        "NUANBAN_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    (tmp_path / "static").mkdir()
    checked = subprocess.run(
        words, env=chosen, capture_output=True, text=True, timeout=60, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNINGS" not in checked.stdout + checked.stderr
