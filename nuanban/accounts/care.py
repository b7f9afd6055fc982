"""Care mode of staff: kept with the account, so that it follows them to another desk."""

from django.http import HttpRequest

from nuanban.accounts.actions import keep_care
from nuanban.accounts.perms import signed_in
from nuanban.ui.care import CareSettings


def keep_with_account(request: HttpRequest, settings: CareSettings) -> None:
    """Hears every change of the toolbar."""
    user = signed_in(request)
    if user is not None:
        keep_care(user, care=settings.as_dict())
