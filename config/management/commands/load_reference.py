"""Loads what ships with the rooms: divisions, calendar, catalogue. Repeating it changes nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from nuanban.catalogue import actions as catalogue
from nuanban.lib.actor import SYSTEM
from nuanban.offices import actions as offices


class Command(BaseCommand):
    """Idempotent by code."""

    help = "Load divisions, the working-day calendar and the catalogue."

    def handle(self, **_options: object) -> None:
        at = timezone.now()
        offices.load_reference(by=SYSTEM, at=at)
        catalogue.load_reference(by=SYSTEM, at=at)
