"""Who may see, mend, print and call."""

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.accounts.queries import Device, User


def may_see_notices(user: User) -> bool:
    """The hotline, the head of the hall and the system administrator watch what goes out."""
    return user.has_role(Role.HOTLINE_AGENT, Role.SUPERVISOR, Role.SYSTEM_ADMIN)


def may_read_texts(user: User) -> bool:
    """Words may hold names: they are for those who speak with people."""
    return user.has_role(Role.HOTLINE_AGENT, Role.SUPERVISOR)


def may_mend_notices(user: User) -> bool:
    """Cancelling and trying again belong to whoever answers for the channel."""
    return user.has_role(Role.SUPERVISOR, Role.SYSTEM_ADMIN)


def may_make_calls(user: User) -> bool:
    """Call tasks belong to the hotline; the head of the hall may help out."""
    return user.has_role(Role.HOTLINE_AGENT, Role.SUPERVISOR)


def may_post_letters(user: User) -> bool:
    """Letters hold names and addresses: printed by the hotline or the head of the hall."""
    return user.has_role(Role.HOTLINE_AGENT, Role.SUPERVISOR)


def may_release_sending(user: User) -> bool:
    """A pause is ended by the system administrator alone."""
    return user.has_role(Role.SYSTEM_ADMIN)


def device_may_bring_inbound(device: Device) -> bool:
    """Messages that came in are brought by a feed."""
    return device.kind == DeviceKind.FEED
