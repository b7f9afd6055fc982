"""`python -m bench.check_ins`: check-ins per second beside the bare floor, in one run."""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from bench.check_ins.client import Sent, Target, send
from bench.check_ins.floor import TABLES
from bench.running import city, running, token_of, wait_for
from nuanban.lib.postgres import Role, connection_parameters

FLOOR_AFTER = 5


def _floor_environment(home: Path) -> dict[str, str]:
    place = connection_parameters(home, Role.OWNER)
    with psycopg.connect(make_conninfo("", **place), autocommit=True) as connection:
        connection.execute(TABLES)
    names = {"HOST": "host", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return {**os.environ, **{f"FLOOR_{name}": place[key] for name, key in names.items()}}


def _floor_command(port: int) -> list[str]:
    words = "--host 127.0.0.1 --interface wsgi --workers 2 --blocking-threads 4 --http 1 --no-ws"
    return [
        *(sys.executable, "-m", "granian", *words.split(), "--port", str(port)),
        *("--log-level", "warning", "bench.check_ins.floor:application"),
    ]


def _print(name: str, sent: Sent) -> None:
    points = " ".join(f"p{int(p * 100)} {sent.percentile(p):6.1f} ms" for p in (0.5, 0.95, 0.99))
    print(f"{name:<28}{sent.per_second:8.0f}/s   {points}   others {sent.others or 0}")


def _rounds(home: Path, port: int, rounds: int, seconds: float, clients: int) -> None:
    """Takes both in turn, so that a slow minute of the machine hits both."""
    token = token_of(home, "kiosk")
    floor = Target(port + FLOOR_AFTER, "/write", "", 201)
    ours = Target(port, "/api/v1/zone/check-ins", token, 201)
    ratios = []
    for _ in range(rounds):
        bare = asyncio.run(send(floor, lambda _n: {}, clients=clients, seconds=seconds))
        full = asyncio.run(
            send(
                ours,
                lambda _n: {"site": "430600-1", "via": "typed"},
                clients=clients,
                seconds=seconds,
            )
        )
        _print("floor: one numbered row", bare)
        _print("check-in: whole stack", full)
        ratios.append(full.per_second / bare.per_second)
    print(f"check-in ÷ floor, median of {rounds}: {sorted(ratios)[rounds // 2]:.2f}")


def main() -> None:
    """Starts a city and the floor beside it on loopback, loads both, stops both."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=6.0)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--clients", type=int, default=16)
    words.add_argument("--port", type=int, default=8460)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with city(home, wish.port):
            floor = _floor_command(wish.port + FLOOR_AFTER)
            with running(floor, _floor_environment(home)):
                wait_for(f"http://127.0.0.1:{wish.port + FLOOR_AFTER}/")
                _rounds(home, wish.port, wish.rounds, wish.seconds, wish.clients)


if __name__ == "__main__":
    main()
