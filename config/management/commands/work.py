"""The worker: delivers journal entries and does slow work, until it is told to stop."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Runs procrastinate's worker with our numbers."""

    help = "Deliver the journal and do background work."

    def handle(self, **_options: Any) -> None:
        call_command(
            "procrastinate",
            "worker",
            concurrency=4,
            shutdown_graceful_timeout=8,
            delete_jobs="successful",
        )
