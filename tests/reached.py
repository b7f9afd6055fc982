"""Which functions and classes of the city a page can come to; names are followed, nothing runs."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# (module, name); a module itself has no name.
Place = tuple[str, str]


@dataclass
class Module:
    """Its definitions, and where the names it imports come from."""

    name: str
    defined: dict[str, ast.AST] = field(default_factory=dict)
    imported: dict[str, Place] = field(default_factory=dict)


@cache
def module(name: str) -> Module | None:
    """None for what is not ours."""
    folder = ROOT / name.replace(".", "/")
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    if not name.startswith("nuanban") or not path.exists():
        return None
    found, tree = Module(name), ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for it in node.names:
                found.imported[it.asname or it.name] = (node.module or "", it.name)
    for line in tree.body:
        if isinstance(line, ast.FunctionDef | ast.ClassDef):
            found.defined[line.name] = line
        elif isinstance(line, ast.Assign | ast.AnnAssign):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target]
            found.defined |= {it.id: line for it in targets if isinstance(it, ast.Name)}
    return found


def where_is(inside: Module, name: str) -> Place | None:
    """Where a name of a module is defined."""
    if name in inside.defined:
        return inside.name, name
    base, original = inside.imported.get(name, ("", ""))
    if module(f"{base}.{original}"):
        return f"{base}.{original}", ""
    above = module(base)
    return where_is(above, original) if above else None


def _named(inside: Module, node: ast.AST) -> Place | None:
    if isinstance(node, ast.Name):
        return where_is(inside, node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        owner = where_is(inside, node.value.id)
        room = module(owner[0]) if owner and not owner[1] else None
        return where_is(room, node.attr) if room else None
    return None


def reached_from(starts: Iterable[Place]) -> dict[Place, ast.AST]:
    """Every definition that is named on the way, with its text."""
    found: dict[Place, ast.AST] = {}
    waiting = list(starts)
    while waiting:
        place = waiting.pop()
        inside = module(place[0])
        if inside is None or place in found or place[1] not in inside.defined:
            continue
        found[place] = inside.defined[place[1]]
        named = (_named(inside, node) for node in ast.walk(found[place]))
        waiting += [it for it in named if it and it[1]]
    return found
