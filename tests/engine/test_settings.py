"""What the environment says reaches the program."""

import json
import subprocess
import sys
from pathlib import Path

from tests.engine.running import environment

ADDRESS = "postgresql://app:secret@db.example:6432/city?sslmode=verify-full&connect_timeout=7"
ASK = """
import json
from config.settings import DATABASES
database = DATABASES["default"]
print(json.dumps([database[key] for key in ("NAME", "USER", "HOST", "PORT")]))
print(json.dumps({key: database["OPTIONS"].get(key) for key in ("sslmode", "connect_timeout")}))
"""


def test_keys_of_another_databases_address_are_passed_on(tmp_path: Path) -> None:
    told = {"NUANBAN_HOME": str(tmp_path), "NUANBAN_DATABASE_URL": ADDRESS}
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment() | told,
        capture_output=True,
        text=True,
        check=True,
    )
    named, rest = map(json.loads, answer.stdout.splitlines())
    assert named == ["city", "app", "db.example", "6432"]
    assert rest == {"sslmode": "verify-full", "connect_timeout": "7"}
