"""Who may do what in the hall."""

from nuanban.accounts.enums import HALL_STAFF, DeviceKind, Role
from nuanban.accounts.queries import Device, User

_CALLERS = {Role.WINDOW_CLERK, Role.SPECIALIST, Role.LEAD_OFFICER, Role.SUPERVISOR}


def may_work_window(user: User) -> bool:
    """Calling people belongs to those who sit at windows."""
    return user.has_role(*_CALLERS)


def may_guide(user: User) -> bool:
    """Everybody on the floor sees who waits and may help."""
    return user.has_role(*HALL_STAFF)


def may_close_day(user: User) -> bool:
    """The head of the hall ends the day."""
    return user.has_role(Role.SUPERVISOR)


def device_may_check_in(device: Device) -> bool:
    """Kiosks and window terminals issue tickets."""
    return device.kind in (DeviceKind.KIOSK, DeviceKind.WINDOW)


def device_may_call(device: Device) -> bool:
    """Window terminals call people."""
    return device.kind == DeviceKind.WINDOW


def device_may_read_board(device: Device) -> bool:
    """Every machine of the hall may show the board."""
    return device.kind in (DeviceKind.KIOSK, DeviceKind.WINDOW, DeviceKind.BOARD)
