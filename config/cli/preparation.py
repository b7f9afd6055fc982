"""What must be true before the first request: tables, rights, reference data, a city, pages."""

import hashlib
import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from config.cli.home import Home, read_json, write_json
from config.cli.progress import Steps
from nuanban.lib.postgres import Role, ServerTrouble, connection_parameters
from nuanban.lib.postgres.connections import address_mark

ROOT = Path(__file__).resolve().parent.parent.parent
MIGRATION_LOCK = 0x6E75616E62616E
TRIES = 30
OLDEST_SERVER = 150_000


@dataclass(frozen=True)
class CityWish:
    """Which city a new home gets."""

    city: str
    residents: int
    seed: int
    demo: bool


def code_mark() -> str:
    """Changes with every file of the program, its pinned libraries and the interpreter."""
    digest = hashlib.sha256(sys.version.encode())
    for top in ("config", "nuanban", "requirements"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                line = f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n"
                digest.update(line.encode())
    return digest.hexdigest()


def database_mark(home: Home) -> str:
    """Tells one database from another: a restored one is prepared anew."""
    data = home.server().data
    return address_mark() or f"{data.stat().st_dev}-{data.stat().st_ino}"


def chosen_city(home: Home, wish: CityWish) -> CityWish:
    """The wish, with what this home was first made as. A second city in one home is refused."""
    note = read_json(home.note)
    if not note:
        return CityWish(wish.city or "yueyang", wish.residents, wish.seed, wish.demo)
    city = str(note.get("city", "yueyang"))
    if wish.city and wish.city != city:
        raise ServerTrouble(
            f"{home.path} 里已经是 {city}。要看另一座城市，请用 --home 换一个目录。"
        )
    return CityWish(city, wish.residents, wish.seed, bool(note.get("demo")))


def prepare(home: Home, wish: CityWish) -> None:
    """Brings database and pages to this version of the program; skips what has not changed."""
    marks = {"code": code_mark(), "database": database_mark(home)}
    note = read_json(home.note)
    if all(note.get(key) == mark for key, mark in marks.items()):
        return
    with Steps() as steps:
        steps.run("读入程序", lambda: _open(home))
        _prepare_database(home, steps, wish, is_new=note.get("database") != marks["database"])
        steps.run("整理页面素材", _collect_static)
    write_json(home.note, {**marks, "city": wish.city, "demo": wish.demo})


def _open(home: Home) -> None:
    # Late, so that a start with nothing to prepare does without Django.
    from config.cli.django_world import open_django

    open_django(home)


def _collect_static() -> None:
    from config.cli.django_world import tell

    # htmx's extensions name their imports so that no hashed name can be found; we use none.
    words = ["--noinput", "--verbosity", "0", "--ignore", "django_htmx/ext/*"]
    tell("collectstatic", *words, out=io.StringIO())


def _prepare_database(home: Home, steps: Steps, wish: CityWish, *, is_new: bool) -> None:
    from config.cli.django_world import acting_as, tell

    with one_migration_at_a_time(home):
        with acting_as(home, Role.OWNER):
            steps.run("建立数据表", lambda: migrate(steps))
            steps.run("登记数据库权限", lambda: tell("grant_rights"))
        with acting_as(home, Role.APP):
            steps.run("装入基础目录", lambda: tell("load_reference"))
            _found_city(steps, wish, is_new=is_new)


def _found_city(steps: Steps, wish: CityWish, *, is_new: bool) -> None:
    from config.cli.django_world import tell, tell_apart

    if not wish.demo:
        # Aloud, because it may show a password, once.
        steps.run_aloud("准备管理员", lambda: tell("ensure_admin"))
    elif is_new:
        # It draws its own progress bar, and leaves a city alone that is there already.
        words = ["--city", wish.city, "--residents", str(wish.residents), "--seed", str(wish.seed)]
        steps.run_aloud("装入演示城市", lambda: tell_apart("load_demo", *words))


@contextmanager
def one_migration_at_a_time(home: Home) -> Iterator[None]:
    """Waits for other starts on the same database, at most ten minutes."""
    address = make_conninfo("", **connection_parameters(home.path, Role.OWNER))
    with psycopg.connect(address, autocommit=True) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise ServerTrouble("需要 PostgreSQL 15 或更新的版本。")
        until = time.monotonic() + 600
        while not _took_lock(connection):
            if time.monotonic() > until:
                raise ServerTrouble("另一个程序正在更改数据表，等了十分钟还没有结束。")
            time.sleep(0.2)
        yield


def _took_lock(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATION_LOCK]).fetchone()
    return bool(row and row[0])


def migrate(steps: Steps) -> None:
    """Applies open migrations, never queueing up behind a long reader for more than a second."""
    from config.cli.django_world import tell

    retry(lambda: tell("migrate", "--noinput", out=steps.counting(" OK")))


def retry(
    deed: Callable[[], None], *, tries: int = TRIES, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Repeats `deed` while it cannot get its lock, after a random pause of up to a second."""
    from django.db.utils import OperationalError

    for left in reversed(range(tries)):
        try:
            return deed()
        except OperationalError as refusal:
            cause = refusal.__cause__
            if left == 0 or not isinstance(cause, psycopg.errors.LockNotAvailable):
                raise
            sleep(random.uniform(0.2, 1.0))
    return None
