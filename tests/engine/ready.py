"""Homes of cities that were started once and stopped again: copied, the next city saves that time.

Test processes share them; whoever needs one first makes it.
"""

import subprocess
from pathlib import Path

from tests.engine.running import City
from tests.sharing import locked, shared_folder

EMPTY = ("--no-demo",)
DEMO = ("--residents", "300", "--seed", "7")


def lived_in(home: Path, options: tuple[str, ...]) -> City:
    """A city at `home` that was started with these options and stopped.

    Its `words` are those of the first start: links and tokens are told only then.
    """
    made = shared_folder("ready") / "".join(options).strip("-")
    with locked(made.parent):
        if not made.exists():
            _make(made, options)
    # With its owners: the database may belong to an account of its own.
    subprocess.run(["cp", "-a", made, home], check=True)
    city = City(home)
    city.words.write_text(made.with_suffix(".words").read_text())
    return city


def _make(made: Path, options: tuple[str, ...]) -> None:
    city = City(made.with_suffix(".first"))
    city.start(*options)
    city.stop()
    made.with_suffix(".words").write_text(city.words.read_text())
    city.home.rename(made)
