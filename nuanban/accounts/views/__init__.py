"""Pages of accounts: signing in, one's own account, the city's accounts, devices."""

from nuanban.accounts.views.devices import device_list, pair, revoke
from nuanban.accounts.views.mine import change_password, code_card, confirm_totp, me
from nuanban.accounts.views.people import user_list, user_page
from nuanban.accounts.views.signing_in import (
    lock,
    locked_out,
    second,
    sign_in,
    sign_out,
    unlock,
)

__all__ = [
    "change_password",
    "code_card",
    "confirm_totp",
    "device_list",
    "lock",
    "locked_out",
    "me",
    "pair",
    "revoke",
    "second",
    "sign_in",
    "sign_out",
    "unlock",
    "user_list",
    "user_page",
]
