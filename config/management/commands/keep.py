"""The keeper: seals the journal, gives jobs of dead workers back, empties the outbox and
fetches the files that departments put into their folders."""

import signal
import threading
from types import FrameType
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from nuanban.feeds import actions as feeds
from nuanban.journal import actions as journal
from nuanban.journal.sweeping import give_back_orphans
from nuanban.knocks import actions as knocks
from nuanban.notices import actions as notices
from nuanban.proactive import actions as proactive
from nuanban.visits import actions as visits

EVERY_SECONDS = 5.0
PROPOSE_EVERY_SECONDS = KNOCK_EVERY_SECONDS = 60.0
# Sending waits for the other side most of its time, so several wait at once.
SENDERS, SEND_EVERY_SECONDS = 3, 1.0
# Typesetting is slow; whoever asks for a certificate gets it at once, the others in the night.
CERTIFICATES_A_ROUND = 5
KNOCKS_AGAIN_SECONDS = 600.0
log = structlog.get_logger("keeper")


class Command(BaseCommand):
    """Stands outside the queue, so that it lives when workers die."""

    help = "Seal the journal, sweep the queue, send what is due, fetch files of departments."

    def handle(self, **_options: Any) -> None:
        stop = threading.Event()

        def leave(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
        for _ in range(SENDERS):
            # A call that is under way when we leave is asked about by the next keeper.
            threading.Thread(target=_send, args=(stop,), daemon=True).start()
        threading.Thread(target=_fetch, args=(stop,), daemon=True).start()
        threading.Thread(target=_propose, args=(stop,), daemon=True).start()
        threading.Thread(target=_knock, args=(stop,), daemon=True).start()
        while not stop.wait(EVERY_SECONDS):
            self._round()

    def _round(self) -> None:
        try:
            while journal.seal(at=timezone.now()):
                continue
            while proactive.settle(at=timezone.now()):
                continue
            while proactive.end_faded(at=timezone.now()):
                continue
            proactive.resume_runs(at=timezone.now())
            visits.free_lapsed(at=timezone.now())
            given = give_back_orphans()
            if given:
                log.warning("jobs_given_back", jobs=given)
        except DatabaseError as fault:
            # The database may be starting again; the next round tries anew.
            log.warning("round_failed", fault=type(fault).__name__)
            close_old_connections()
        self._remind()

    def _remind(self) -> None:
        try:
            proactive.remind(at=timezone.now())
            proactive.certify_some(at=timezone.now(), most=CERTIFICATES_A_ROUND)
        except Exception as fault:
            # A policy or a letter that cannot be made today must not stop the sealing.
            log.warning("reminding_failed", fault=type(fault).__name__, exc_info=True)
            close_old_connections()


def _send(stop: threading.Event) -> None:
    while not stop.wait(SEND_EVERY_SECONDS):
        try:
            notices.send_due(clock=timezone.now, stopped=stop.is_set)
            connection.close()
        except Exception as fault:
            # A sender that dies of one bad round would be missed by nobody.
            log.warning("sending_failed", fault=type(fault).__name__)
            close_old_connections()


def _fetch(stop: threading.Event) -> None:
    while not stop.wait(EVERY_SECONDS):
        try:
            feeds.pick_up(settings.FEEDS, at=timezone.now())
            feeds.destroy_old_originals(at=timezone.now())
            connection.close()
        except Exception as fault:
            log.warning("fetching_failed", fault=type(fault).__name__)
            close_old_connections()


def _propose(stop: threading.Event) -> None:
    """Asks for tomorrow's plans; a worker thinks about them."""
    while not stop.wait(PROPOSE_EVERY_SECONDS):
        try:
            visits.ask_evening_plans(at=timezone.now())
            connection.close()
        except Exception as fault:
            log.warning("proposing_failed", fault=type(fault).__name__)
            close_old_connections()


def _knock(stop: threading.Event) -> None:
    """Looks the city through in the night: that may take minutes, and sealing does not wait."""
    while not stop.wait(KNOCK_EVERY_SECONDS):
        try:
            knocks.gather_nightly(at=timezone.now())
            connection.close()
        except Exception as fault:
            # Looking a city through is dear: not again at once.
            log.warning("knocks_failed", fault=type(fault).__name__, exc_info=True)
            close_old_connections()
            stop.wait(KNOCKS_AGAIN_SECONDS)
