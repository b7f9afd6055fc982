"""The locks are checked by hash, tell no addresses, and agree with each other."""

import re
from pathlib import Path

import pytest

from tests.engine import packages

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+) \\$", re.MULTILINE)


def pins(kind: str) -> dict[str, str]:
    """Version by library."""
    return dict(PIN.findall((REQUIREMENTS / f"{kind}.lock").read_text()))


@pytest.mark.parametrize("kind", ["run", "test"])
def test_every_library_is_pinned_with_hashes_and_without_addresses(kind: str) -> None:
    text = (REQUIREMENTS / f"{kind}.lock").read_text()
    assert len(pins(kind)) == text.count("==")
    assert text.count("--hash=sha256:") >= len(pins(kind))
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_the_tests_use_the_same_libraries_as_the_city() -> None:
    assert pins("run").items() <= pins("test").items()


def test_what_the_tests_need_from_the_system_is_known_by_its_debian_name() -> None:
    assert packages.WANTED.keys() == packages.WHY.keys()
    assert set(packages.missing()) <= packages.WANTED.keys()


def test_missing_packages_are_named_with_the_command_that_brings_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "missing", lambda: ["liblouis-bin"])
    monkeypatch.setattr(packages, "APT", Path("/nowhere/apt-get"))
    assert packages.main() == 1
    said = capsys.readouterr().err
    assert "盲文" in said
    assert "apt-get install -y liblouis-bin" in said
