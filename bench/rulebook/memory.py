"""The most memory that a process and those below it ever held, from Linux's own books.

Not `getrusage`: its maximum is handed on from the process that started this one.
"""

from pathlib import Path


def peak_mb(process: int) -> int:
    """Megabytes; 0 for a process that has gone."""
    return _own(process) + sum(peak_mb(child) for child in _children(process))


def _own(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def _children(process: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [int(word) for word in thread.read_text().split()]
        except OSError:
            continue
    return found
