"""Who may see, bring, mend and release files of departments."""

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.accounts.queries import Device, User


def may_see_feeds(user: User) -> bool:
    """Officers of departments see what they sent; lead officers and the head of the hall all."""
    return user.has_role(Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR)


def may_bring_files(user: User) -> bool:
    """Files come from departments; the head of the hall may help out."""
    return user.has_role(Role.DEPARTMENT_OFFICER, Role.SUPERVISOR)


def may_mend_rows(user: User) -> bool:
    """Rows hold personal data: whoever answers for the list mends them."""
    return may_bring_files(user)


def may_release_held(user: User) -> bool:
    """A file that is strange as a whole is decided by a lead officer."""
    return user.has_role(Role.LEAD_OFFICER)


def device_may_send(device: Device) -> bool:
    """Files are sent by machines of departments."""
    return device.kind == DeviceKind.FEED
