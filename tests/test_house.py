"""The walls hold: doors, stairs, foreign keys, sizes of files."""

from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
OPEN_DOORS = {"actions", "queries", "events", "enums", "perms", "once"}
# Libraries: every module is public.
NO_DOORS = {"lib", "ui", "rulebook", "planner"}
# Pieces that rooms above may use as they use a library.
LIBRARIES = {
    "nuanban.papers.letter",
    "nuanban.papers.cleaning",
    "nuanban.papers.typesetting",
    "nuanban.offices.founding",
    "nuanban.offices.reference",
    "nuanban.journal.append_only",
    "nuanban.eligibility.fact_fields",
    "nuanban.eligibility.places",
}
LONGEST_FILE = 400


@pytest.fixture(scope="module")
def house() -> grimp.ImportGraph:
    """Every import of the house."""
    return grimp.build_graph("nuanban", exclude_type_checking_imports=True, cache_dir=None)


def _room(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def test_apps_enter_each_other_only_through_open_doors(house: grimp.ImportGraph) -> None:
    trespasses = []
    for module in house.modules:
        door = module.split(".")[2:3]
        if not door or door[0] in OPEN_DOORS or _room(module) in NO_DOORS or module in LIBRARIES:
            continue
        for guest in house.find_modules_that_directly_import(module):
            if _room(guest) != _room(module) and ".tests" not in guest:
                trespasses.append(f"{guest} -> {module}")
    assert not trespasses, "\n".join(sorted(trespasses))


def test_foreign_keys_point_down_and_leave_no_trace_above() -> None:
    visible = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("nuanban.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.related_name != "+"
    ]
    assert not visible


def test_every_constraint_has_a_sentence_for_people() -> None:
    silent = [
        f"{model.__name__}: {constraint.name}"
        for model in apps.get_models()
        if model.__module__.startswith("nuanban.")
        for constraint in model._meta.constraints
        if "。" not in str(constraint.violation_error_message)
    ]
    assert not silent


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for top in ("nuanban", "config", "tests", "bench")
        for path in (ROOT / top).rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long


def test_migrations_tell_everything_the_models_say(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_room_has_a_page_about_itself() -> None:
    rooms = [p.parent for p in (ROOT / "nuanban").glob("*/apps.py")]
    assert not [room.name for room in rooms if not (room / "README.md").exists()]
