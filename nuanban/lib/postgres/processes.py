"""The server's processes as the system shows them to everybody, without special rights."""

import os
from pathlib import Path

PROC = Path("/proc")


def badge_of(data: Path) -> str:
    """A name for the server in `data` that its processes carry in their command lines.

    It is made from the folder's identity, not from its path: a moved folder keeps it, a copy
    gets its own.
    """
    status = data.stat()
    return f"nuanban-{status.st_dev:x}-{status.st_ino:x}"


def processes_with(badge: str, uid: int) -> dict[int, str]:
    """Process id → command line of every live process of `uid` that carries the badge."""
    found = {}
    for entry in PROC.iterdir():
        line = _command_line(entry) if entry.name.isdigit() else ""
        if badge in line.split(" ") and _owner(entry) == uid:
            found[int(entry.name)] = line
    return found


def carries(pid: int, badge: str, uid: int) -> bool:
    """Whether the process is alive and carries the badge. A number used again does not."""
    entry = PROC / str(pid)
    return badge in _command_line(entry).split(" ") and _owner(entry) == uid


def _command_line(entry: Path) -> str:
    try:
        raw = (entry / "cmdline").read_bytes()
    except OSError:
        return ""
    # Arguments are parted by zeros; the titles of server processes by blanks and colons.
    line = os.fsdecode(raw.replace(b"\0", b" "))
    return line.replace("cluster_name=", " ").replace(":", " ")


def _owner(entry: Path) -> int:
    try:
        return entry.stat().st_uid
    except OSError:
        return -1
