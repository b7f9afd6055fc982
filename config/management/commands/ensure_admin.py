"""A real city begins empty, with one administrator whose password is shown once."""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from nuanban.accounts import actions as accounts
from nuanban.accounts import queries as account_queries
from nuanban.accounts.enums import Role
from nuanban.lib.actor import SYSTEM
from nuanban.offices import actions as offices
from nuanban.offices import queries as office_queries
from nuanban.offices.enums import SiteKind
from nuanban.offices.founding import FOUNDINGS


class Command(BaseCommand):
    """Does nothing where an account is there already."""

    help = "Found the city and open its first administrator."

    def handle(self, **_options: object) -> None:
        at = timezone.now()
        founding = FOUNDINGS[settings.CITY]
        if office_queries.city() is None:
            offices.found_city(
                division=founding.division,
                phone=founding.phone,
                is_demo=False,
                seed=None,
                by=SYSTEM,
                at=at,
            )
            offices.open_site(
                code=f"{founding.division}-1",
                division=founding.division,
                kind=SiteKind.HALL,
                name=founding.hall,
                phone=founding.phone,
                by=SYSTEM,
                at=at,
            )
        if account_queries.users().exists():
            return
        password = secrets.token_urlsafe(12)
        accounts.open_account(
            username="admin",
            name="系统管理员",
            roles=[Role.SYSTEM_ADMIN],
            site=None,
            password=password,
            by=SYSTEM,
            at=at,
        )
        self.stdout.write(f"系统管理员  登录名 admin  密码 {password}  （只显示这一次）")
