"""Sweeps the whole database for what must never be."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from config.invariants import check_all


class Command(BaseCommand):
    """One line each; exit status 1 if any is broken."""

    help = "Check every invariant of the city."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        found = check_all()
        if options["json"]:
            lines = [{"name": f.name, "broken": f.broken, "text": f.text} for f in found]
            self.stdout.write(json.dumps(lines, ensure_ascii=False, indent=1))
        else:
            for one in found:
                mark = "正常" if one.broken == 0 else f"异常 {one.broken}"
                self.stdout.write(f"{mark:　<6}{one.text}")
        if any(one.broken for one in found):
            raise SystemExit(1)
