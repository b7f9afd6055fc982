"""What one may write after `nuanban`, and what is answered to nonsense."""

from pathlib import Path

import pytest

from config.cli.arguments import read_arguments
from config.cli.moments import in_city, read_moment


def test_up_without_options_means_the_usual_city() -> None:
    wish = read_arguments(["up"])
    assert (wish.port, wish.residents, wish.seed, wish.no_demo) == (8000, 20_000, 7, False)
    assert wish.home is None


def test_every_command_takes_a_home() -> None:
    lines = [
        ["up"],
        ["status", "--json"],
        ["backup", "there"],
        ["restore", "there", "--at", "2026-03-02T10:15:00+08:00"],
        ["invariants"],
        ["sending", "pause"],
        ["sending", "resume", "--reason", "核对过"],
        ["offices", "outlines", "borders.geojson", "--datum", "gcj02", "--check"],
        ["device", "add", "--kind", "kiosk", "--site", "430600-1", "--name", "一号机"],
    ]
    for line in lines:
        assert read_arguments([*line, "--home", "here"]).home == Path("here")


@pytest.mark.parametrize("home", [["--home", "here"], ["--home=here"]])
def test_what_follows_manage_belongs_to_django(home: list[str]) -> None:
    wish = read_arguments(["manage", *home, "shell", "--home", "of-django", "-c", "1"])
    assert wish.home == Path("here")
    assert wish.words == ["shell", "--home", "of-django", "-c", "1"]


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["sing"],
        ["up", "--port", "many"],
        ["up", "--city", "paris"],
        ["restore", "there"],
        ["sending", "resume"],
        ["restore", "there", "--at", "yesterday"],
        ["device", "add", "--kind", "toaster", "--site", "430600-1", "--name", "x"],
        ["manage", "--home"],
    ],
)
def test_nonsense_ends_with_a_usage_line(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        read_arguments(line)
    assert end.value.code == 2
    assert "usage: nuanban" in capsys.readouterr().err


def test_a_moment_without_offset_is_the_citys() -> None:
    assert read_moment("2026-03-02 10:15:00") == read_moment("2026-03-02T02:15:00Z")
    assert in_city(read_moment("2026-03-02T02:15:00+00:00")) == "2026-03-02 10:15:00"
