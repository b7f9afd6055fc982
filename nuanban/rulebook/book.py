"""All policies together: loaded from a folder, checked against each other, in judging order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from nuanban.rulebook.facts import CITY, Vocabulary
from nuanban.rulebook.faults import Place, PolicyFault, nearest
from nuanban.rulebook.policy import Policy
from nuanban.rulebook.reading import Texts, read_policy

HOME = Path(__file__).resolve().parent / "policies"


class Book(Mapping[str, Policy]):
    """Policies by id."""

    def __init__(self, policies: Iterable[Policy], vocabulary: Vocabulary = CITY) -> None:
        self.vocabulary = vocabulary
        self._policies = {policy.id: policy for policy in sorted(policies, key=lambda p: p.id)}
        self._names_exist()
        self._triggers_end()
        self.order = tuple(self._ordered())

    def __getitem__(self, name: str) -> Policy:
        return self._policies[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._policies)

    def __len__(self) -> int:
        return len(self._policies)

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Policies of which only the higher one is given, by group."""
        found: dict[str, list[str]] = {}
        for policy in self.values():
            if policy.higher_one:
                found.setdefault(policy.higher_one, []).append(policy.id)
        return {name: tuple(ids) for name, ids in found.items() if len(ids) > 1}

    def with_policy(self, policy: Policy) -> "Book":
        """The same book with one policy new or changed."""
        return Book([*(p for p in self.values() if p.id != policy.id), policy], self.vocabulary)

    def only(self, ids: Iterable[str]) -> "Book":
        """The named policies and those that decide about them."""
        wanted, waiting = set[str](), list(ids)
        while waiting:
            policy = self[waiting.pop()]
            if policy.id not in wanted:
                wanted.add(policy.id)
                waiting += [e.policy for e in policy.excluded_by]
                waiting += self.groups.get(policy.higher_one, ())
        return Book((self._without_others(name, wanted) for name in wanted), self.vocabulary)

    def _without_others(self, name: str, wanted: set[str]) -> Policy:
        """What a policy leads to may lie outside; it never decides."""
        policy = self[name]
        return replace(policy, triggers=[t for t in policy.triggers if t in wanted])

    def _names_exist(self) -> None:
        for policy in self.values():
            for name in [e.policy for e in policy.excluded_by] + list(policy.triggers):
                if name not in self:
                    raise PolicyFault(
                        Place(f"{policy.id}/policy.toml"),
                        f"没有政策“{name}”",
                        "",
                        nearest(name, list(self)),
                    )

    def _triggers_end(self) -> None:
        self._sorted({p.id: set(p.triggers) for p in self.values()}, "后续政策绕成了圈")

    def _ordered(self) -> list[str]:
        """Whoever decides about another one comes first; groups are judged together."""
        unit = {p.id: f"={p.higher_one}" if p.higher_one else p.id for p in self.values()}
        graph: dict[str, set[str]] = {u: set() for u in unit.values()}
        for policy in self.values():
            for exclusion in policy.excluded_by:
                graph[unit[policy.id]].add(unit[exclusion.policy])
        order = self._sorted(graph, "互斥关系绕成了圈")
        return [name for u in order for name in self if unit[name] == u]

    def _sorted(self, graph: Mapping[str, set[str]], what: str) -> list[str]:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as fault:
            names = [str(name).lstrip("=") for name in fault.args[1]]
            where = Place(f"{names[0]}/policy.toml")
            raise PolicyFault(where, what, " → ".join(names), "去掉其中一条") from None


def read_folder(folder: Path) -> Policy:
    """The policy in one folder."""
    texts = []
    for name in ("policy.toml", "numbers.toml"):
        path = folder / name
        try:
            texts.append(path.read_text("utf-8") if path.exists() else "")
        except UnicodeDecodeError:
            raise PolicyFault(
                Place(f"{folder.name}/{name}"), "文件不是 UTF-8", "", "另存为 UTF-8"
            ) from None
    shown = [f"{folder.name}/{name}" for name in ("policy.toml", "numbers.toml")]
    policy = read_policy(Texts(*texts, *shown), CITY)
    if policy.id != folder.name:
        raise PolicyFault(
            Place(shown[0]), f"id 是“{policy.id}”，文件夹是“{folder.name}”", "", "改成一样"
        )
    return policy


def policy_folders(home: Path = HOME) -> list[Path]:
    """Folders that hold a policy, by name; the folder itself when it is one."""
    if (home / "policy.toml").exists():
        return [home]
    return sorted(path.parent for path in home.glob("*/policy.toml"))


def load_book(home: Path = HOME) -> Book:
    """All policies of a folder; the shipped ones are known beside a folder of a city's own."""
    own = {folder.name: folder for folder in policy_folders(home)}
    if not own:
        raise PolicyFault(Place(str(home)), "这个文件夹里没有政策", "", "放入 名字/policy.toml")
    shipped = {folder.name: folder for folder in policy_folders()}
    return Book(read_folder(folder) for folder in {**shipped, **own}.values())
