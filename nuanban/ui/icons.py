"""The drawings of `icons.toml`, by name."""

import tomllib
from pathlib import Path
from typing import Final

ICONS: Final[dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
