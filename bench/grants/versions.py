"""Another version of a policy: another amount from two days ago on."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nuanban.accounts import queries as accounts
from nuanban.accounts.enums import Role
from nuanban.eligibility.queries import PolicyVersion, shipped
from nuanban.lib.days import city_day
from nuanban.rulebook.book import HOME

POLICY = "old_age_allowance"


def other_amount() -> None:
    """Written by one and released by another, as if long ago."""
    folder, at = HOME / shipped()[POLICY].id, timezone.now()
    numbers = (folder / "numbers.toml").read_text().replace("value = 5000", "value = 6100")
    PolicyVersion.objects.create(
        policy=POLICY,
        number=1,
        policy_text=(folder / "policy.toml").read_text(),
        numbers_text=numbers,
        examples_text=(folder / "examples.toml").read_text(),
        state="released",
        in_force_from=city_day(at) - timedelta(days=2),
        written_by=_colleague(Role.DEPARTMENT_OFFICER),
        released_by=_colleague(Role.LEAD_OFFICER),
        written_at=at,
        released_at=at,
    )


def _colleague(role: Role) -> Any:
    found = [user for user in accounts.users().order_by("pk") if user.has_role(role)]
    return found[0]
