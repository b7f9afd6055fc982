"""Translations without system tools: Babel reads, merges and compiles them.

Chinese is the source language, so only other languages have catalogues:
`nuanban/<app>/locale/en/LC_MESSAGES/django.po`. The compiled `.mo` beside it is made at set-up.
"""

import ast
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CITY = Path(__file__).resolve().parent.parent
LANGUAGES = ("en",)
LIBRARY = tuple(CITY / "lib" / name for name in ("errors.py", "id_numbers.py"))
# How refusals are marked that residents read (lib.errors).
MARK = "residents_read"
KEYWORDS = {
    "_": None,
    "IdNumberFault": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def apps() -> list[Path]:
    """Folders of the rooms of the house that Django knows."""
    return sorted(it.parent for it in CITY.glob("*/__init__.py") if it.parent.name != "lib")


def catalogue_of(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def told_by_refusals(text: str) -> Iterator[str]:
    """Docstrings of refusals that residents read."""
    if f"@{MARK}" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and MARK in map(ast.unparse, node.decorator_list):
            yield ast.get_docstring(node) or ""


def sources(app: Path) -> Iterator[tuple[Path, str]]:
    """(file, Python text) of everything that may hold a sentence; templates come rewritten."""
    # The library is no app of Django: the face has its translations.
    library = LIBRARY if app == CITY / "ui" else ()
    for path in [*sorted(app.rglob("*.py")), *library]:
        if not {"tests", "migrations"} & set(path.parts):
            yield path, path.read_text("utf-8")
    for path in sorted(app.rglob("templates/**/*.html")):
        yield path, templatize(path.read_text("utf-8"))


def found_in(app: Path) -> Catalog:
    """Every sentence of one app that is marked for translation."""
    catalogue = Catalog(charset="utf-8")
    for path, text in sources(app):
        where = [(os.path.relpath(path, app), 1)]
        for sentence in told_by_refusals(text) if path.suffix == ".py" else ():
            catalogue.add(sentence, locations=where)
        entries = extract("python", BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in entries:
            if message:
                catalogue.add(message, locations=where, context=context)
    return catalogue


def kept_in(path: Path, language: str) -> Catalog:
    """The translations we have; an empty catalogue when there is no file."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def merge(app: Path, language: str) -> Path | None:
    """Write the catalogue again with what is new and without what is gone."""
    found, path = found_in(app), catalogue_of(app, language)
    if not len(found):
        return None
    kept = kept_in(path, language)
    kept.update(found, no_fuzzy_matching=True)
    kept.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, kept, width=100, include_lineno=False, omit_header=True, sort_output=True)
    return path


def missing(app: Path, language: str) -> list[str]:
    """Sentences without a translation."""
    kept = kept_in(catalogue_of(app, language), language)
    lacking = []
    for message in found_in(app):
        ours = kept.get(message.id, message.context) if message.id else None
        if message.id and (ours is None or not ours.string or ours.fuzzy):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def compile_all() -> int:
    """Make every `.mo` that is older than its `.po`. Returns how many were made."""
    made = 0
    for po in sorted(CITY.glob("*/locale/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        draft = mo.with_suffix(f".{os.getpid()}.part")
        with draft.open("wb") as file:
            write_mo(file, kept_in(po, po.parts[-3]))
        draft.replace(mo)  # at once: another process may be reading
        made += 1
    return made


if __name__ == "__main__":
    compile_all()
