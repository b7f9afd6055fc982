"""Prints the demo people against the census: how true is the invented city?"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from nuanban.demo.margins import compare
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices


class Command(BaseCommand):
    """One line a margin: synthetic share, census share, difference in points."""

    help = "Compare the synthetic population with census margins."

    def handle(self, **_options: Any) -> None:
        city = offices.city()
        if city is None or not city.is_demo:
            self.stdout.write("这里不是演示城市。")
            return
        name = "meishan" if city.division_id.startswith("5114") else "yueyang"
        self.stdout.write(f"{'':16}  合成 %   普查 %    相差")
        for line in compare(name, city_day(timezone.now())):
            gap = line.synthetic - line.census
            self.stdout.write(
                f"{line.name:　<12}{line.synthetic:8.2f} {line.census:8.2f} {gap:+8.2f}"
            )
