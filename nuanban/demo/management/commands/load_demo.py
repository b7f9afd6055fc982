"""Loads the demo city into an empty home."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from nuanban.demo.city import build, is_founded
from nuanban.offices import queries as offices


class Command(BaseCommand):
    """Leaves alone whatever is there: real data are never mixed with invented people."""

    help = "Build the demo city, through actions only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--city", default="yueyang", choices=["yueyang", "meishan"])
        parser.add_argument("--residents", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *, city: str, residents: int, seed: int, **_options: Any) -> None:
        if is_founded():
            found = offices.city()
            if found is None or not found.is_demo:
                self.stderr.write("这里已经有真实数据，不装入演示城市。")
            return
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
            bar = progress.add_task(f"请来 {residents} 位居民", total=residents)
            with transaction.atomic():
                build(city, residents, seed, timezone.now(), lambda n: progress.advance(bar, n))
