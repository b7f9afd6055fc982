"""The command `nuanban`."""

import sys
from collections.abc import Sequence

from config.cli.arguments import read_arguments
from nuanban.lib.postgres import ServerTrouble


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status."""
    wish = read_arguments(sys.argv[1:] if argv is None else list(argv))
    try:
        return wish.run(wish)
    except ServerTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
