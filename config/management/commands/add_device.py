"""Registers a machine and prints its bearer token once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nuanban.accounts import actions as accounts
from nuanban.accounts.enums import DeviceKind
from nuanban.lib.actor import SYSTEM
from nuanban.offices import queries as offices


class Command(BaseCommand):
    """The token is kept nowhere: who loses it registers the machine again."""

    help = "Register a kiosk, window, board or feed; print its token once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", required=True, choices=DeviceKind.values)
        parser.add_argument("--site", required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *, kind: str, site: str, name: str, **_options: Any) -> None:
        if offices.site(site) is None:
            known = "、".join(found.code for found in offices.sites()[:5])
            raise CommandError(f"没有场所代码 {site}。现有：{known}")
        made = accounts.add_device(
            kind=DeviceKind(kind), site=site, name=name, by=SYSTEM, at=timezone.now()
        )
        self.stdout.write(made.token)
