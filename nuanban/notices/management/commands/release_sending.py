"""Lets things go out again after a pause, from the machine itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Refusal
from nuanban.notices import actions


class Command(BaseCommand):
    """The reason stands in the journal."""

    help = "End the pause of sending."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", required=True)

    def handle(self, *, reason: str, **_options: Any) -> None:
        try:
            actions.release_sending(reason=reason, by=SYSTEM, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
