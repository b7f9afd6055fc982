"""A new, empty database cluster."""

import os
import shutil
import subprocess
from pathlib import Path

from nuanban.lib.postgres.account import Account
from nuanban.lib.postgres.binaries import BARE_ENVIRONMENT, programs_for
from nuanban.lib.postgres.roles import Role
from nuanban.lib.postgres.trouble import ServerTrouble

# Sorting and upper case by Unicode code point: equal on every machine and after every upgrade.
# Small WAL files: one is archived every minute, full or not.
OPTIONS = (
    "--auth-local=scram-sha-256",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--data-checksums",
    "--wal-segsize=4",
    "--no-instructions",
)


def initialise(data: Path, account: Account, root_password: str, *, fast: bool) -> None:
    """Makes the cluster in `data`: either whole or not at all."""
    draft = data.with_name(f"{data.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    account.make_private_folder(draft)
    folder = os.open(draft, os.O_RDONLY | os.O_DIRECTORY)
    password = os.memfd_create("password")
    try:
        os.write(password, root_password.encode() + b"\n")
        answer = subprocess.run(
            [
                programs_for(account) / "initdb",
                f"--pgdata=/proc/self/fd/{folder}",
                f"--username={Role.ROOT.login}",
                f"--pwfile=/proc/self/fd/{password}",
                *OPTIONS,
                *(["--no-sync"] if fast else []),
            ],
            **account.identity(),
            pass_fds=[folder, password],
            env=BARE_ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(folder)
        os.close(password)
    if answer.returncode != 0:
        raise ServerTrouble(f"没有建成数据库：\n{answer.stderr.strip()}")
    draft.rename(data)
