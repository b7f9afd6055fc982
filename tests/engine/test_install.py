"""The set-up does nothing twice, and says what is missing in words."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "requirements" / "install.py"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up script, working on a copy of the locks in an empty folder."""
    spec = importlib.util.spec_from_file_location("install", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n[tool.ruff]\n")
    for kind in ("run", "test"):
        (tmp_path / "requirements" / f"{kind}.lock").write_text("a==1 \\\n")
    monkeypatch.setattr(script, "ROOT", tmp_path)
    # Never the environment that runs this test.
    monkeypatch.setattr(script, "FOLDER", tmp_path / "environment")
    monkeypatch.setattr(script, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(script, "NOTE", tmp_path / "installed.json")
    return script


def note(install: ModuleType, *kinds: str) -> None:
    """Says that these locks are installed."""
    install.PYTHON.touch()
    install.NOTE.write_text(json.dumps({kind: install.fingerprint(kind) for kind in kinds}))


def test_what_is_installed_is_not_installed_again(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(install, "run", "test")
    monkeypatch.setattr(install, "install", lambda _: pytest.fail("installed again"))
    install.main("run")
    install.main("test")


@pytest.mark.parametrize("changed", ["requirements/run.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    note(install, "run", "test")
    (install.ROOT / changed).write_text("[project]\nversion = 2\n")
    installed: list[str] = []
    monkeypatch.setattr(install, "install", installed.append)
    install.main("run")
    install.main("run")
    assert installed == ["run"]


def test_other_settings_of_the_tools_change_nothing(install: ModuleType) -> None:
    before = install.fingerprint("run")
    (install.ROOT / "pyproject.toml").write_text("[project]\n[tool.ruff]\nline-length = 90\n")
    assert install.fingerprint("run") == before


def test_a_machine_without_venv_is_told_how_to_get_it(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: subprocess.CompletedProcess[bytes] = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(install.subprocess, "run", lambda *_, **__: failed)
    monkeypatch.setattr(install.shutil, "which", lambda _: None)
    install.FOLDER.mkdir()
    with pytest.raises(SystemExit, match="apt-get install -y python3-venv"):
        install.make_environment()
    # What was there before is not ours to remove.
    assert install.FOLDER.exists()


def test_what_pip_said_is_shown_when_it_fails(install: ModuleType) -> None:
    program = "import sys; print('hashes differ'); sys.exit(1)"
    with pytest.raises(SystemExit, match="hashes differ"):
        install.follow([sys.executable, "-c", program], 1)
