"""Letters as braille text (现行盲文), where liblouis is installed."""

import shutil
import subprocess
from functools import cache

TABLES = "unicode.dis,zhcn-g1.ctb"
LONGEST_SECONDS = 10


@cache
def _translator() -> str | None:
    return shutil.which("lou_translate")


def can_write_braille() -> bool:
    """Whether this machine can; if not, whoever prints must know that braille is wanted."""
    return _translator() is not None


def braille(text: str) -> str:
    """The text in Unicode braille; empty where liblouis is missing or refuses."""
    command = _translator()
    if command is None:
        return ""
    done = subprocess.run(
        [command, "--forward", TABLES],
        input=text,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    return done.stdout if done.returncode == 0 else ""
