"""The system account that runs the server: never root."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

OWN_ACCOUNT, LAST_RESORT = "nuanban", "nobody"


class Identity(TypedDict, total=False):
    """What `subprocess` needs to become the account; empty when we already are it."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """`drops` says that we are root and the server runs as somebody else."""

    name: str
    uid: int
    gid: int
    drops: bool

    def identity(self) -> Identity:
        """Arguments for `subprocess.Popen`."""
        if not self.drops:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def make_private_folder(self, path: Path) -> None:
        """Makes `path` (mode 0700) belong to the account. Folders above are left as they are."""
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o700)
        if self.drops:
            os.chown(path, self.uid, self.gid)

    def give(self, path: Path) -> None:
        """Gives a file, or a folder with everything below it, to the account."""
        if not self.drops:
            return
        os.chown(path, self.uid, self.gid, follow_symlinks=False)
        for inner in path.rglob("*"):
            os.chown(inner, self.uid, self.gid, follow_symlinks=False)


def account_for(folder: Path) -> Account:
    """The account for the server in `folder`: the folder's owner, or a new system account."""
    if os.geteuid() != 0:
        own = pwd.getpwuid(os.geteuid()) if _is_known(os.geteuid()) else None
        name = own.pw_name if own else str(os.geteuid())
        return Account(name, os.geteuid(), os.getegid(), drops=False)
    owner = folder.stat().st_uid if folder.exists() else 0
    entry = pwd.getpwuid(owner) if owner and _is_known(owner) else _system_entry()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, drops=True)


def _is_known(uid: int) -> bool:
    return any(entry.pw_uid == uid for entry in pwd.getpwall())


def _system_entry() -> pwd.struct_passwd:
    for name in (OWN_ACCOUNT, LAST_RESORT):
        if name == OWN_ACCOUNT and name not in _names():
            _make_own_account()
        if name in _names():
            return pwd.getpwnam(name)
    return pwd.struct_passwd((LAST_RESORT, "x", 65534, 65534, "", "/", ""))


def _names() -> set[str]:
    return {entry.pw_name for entry in pwd.getpwall()}


def _make_own_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd is None:
        return
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    made = subprocess.run(
        [useradd, *options, "--shell", "/usr/sbin/nologin", OWN_ACCOUNT],
        capture_output=True,
        check=False,
    )
    if made.returncode == 0:
        print(f"已新建系统账号 {OWN_ACCOUNT}：数据库用它运行，不用 root。", file=sys.stderr)
