"""`python -m config.cli` is the command `nuanban` where no script is installed."""

import sys

from config.cli import main

if __name__ == "__main__":
    sys.exit(main())
