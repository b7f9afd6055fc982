"""Commands that Django's management commands answer, with a database beside them."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from config.cli.home import Home
from nuanban.lib.postgres.connections import is_embedded
from nuanban.lib.postgres.holding import held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.cli.arguments import Wish

# These look at the program only, or make their own connection later.
NEED_NO_DATABASE = ("help", "collectstatic", "makemessages", "compilemessages")
# These write the tables themselves: the role of the program may not.
NEED_OWNER = ("migrate", "sqlmigrate", "makemigrations", "dbshell", "grant_rights", "test")


def manage(wish: Wish) -> int:
    """`nuanban manage …`"""
    return ask_django(Home.find(wish.home), wish.words)


def invariants(wish: Wish) -> int:
    """`nuanban invariants`: 1 if anything is broken."""
    return ask_django(
        Home.find(wish.home), ["check_invariants", *(["--json"] if wish.json else [])]
    )


def add_device(wish: Wish) -> int:
    """`nuanban device add`: prints the token once."""
    words = ["--kind", wish.kind, "--site", wish.site, "--name", wish.name]
    return ask_django(Home.find(wish.home), ["add_device", *words])


def ask_django(home: Home, words: Sequence[str]) -> int:
    """Runs a management command with its database; gives its exit status."""
    first = words[0] if words else "help"
    home.make()
    if first in NEED_OWNER:
        os.environ["NUANBAN_DB_ROLE"] = "owner"
    # Imported late: the database must be reachable and the role chosen before settings are read.
    from django.core.management import execute_from_command_line

    needs_server = is_embedded() and first not in NEED_NO_DATABASE
    with held(home.server()) if needs_server else contextlib.nullcontext():
        try:
            execute_from_command_line(["nuanban manage", *words])
        except SystemExit as end:
            return _status(end)
        finally:
            sys.stdout.flush()
    return 0


def _status(end: SystemExit) -> int:
    if isinstance(end.code, str):
        print(end.code, file=sys.stderr)
        return 1
    return end.code or 0
