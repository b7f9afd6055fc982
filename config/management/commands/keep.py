"""The keeper: seals the journal and gives jobs of dead workers back, every few seconds."""

import signal
import threading
from types import FrameType
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from nuanban.journal import actions as journal
from nuanban.journal.sweeping import give_back_orphans

EVERY_SECONDS = 5.0
log = structlog.get_logger("keeper")


class Command(BaseCommand):
    """Stands outside the queue, so that it lives when workers die."""

    help = "Seal the journal and sweep the queue."

    def handle(self, **_options: Any) -> None:
        stop = threading.Event()

        def leave(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
        while not stop.wait(EVERY_SECONDS):
            self._round()

    def _round(self) -> None:
        try:
            while journal.seal(at=timezone.now()):
                continue
            given = give_back_orphans()
            if given:
                log.warning("jobs_given_back", jobs=given)
        except DatabaseError as fault:
            # The database may be starting again; the next round tries anew.
            log.warning("round_failed", fault=type(fault).__name__)
            close_old_connections()
