"""Questions others may ask of the accounts."""

import hashlib
import time as clocks
from uuid import UUID

from django.db.models import QuerySet

from nuanban.accounts.enums import Role
from nuanban.accounts.models import Device, User

__all__ = ["Device", "User"]
from nuanban.lib.actor import Actor


def actor_of(user: User, address: str = "") -> Actor:
    """The account as one who acts."""
    return Actor("staff", user.pk, user.name, site=user.site_id or "", address=address)


def actor_of_device(device: Device, address: str = "") -> Actor:
    """The machine as one who acts."""
    return Actor(
        "device",
        device.pk,
        device.name,
        device_id=device.pk,
        site=device.site_id,
        address=address,
    )


def token_digest(token: str) -> bytes:
    """What is kept of a device token."""
    return hashlib.sha256(token.encode()).digest()


DEVICE_KEPT_SECONDS = 2.0
_devices: dict[bytes, tuple[float, Device]] = {}


def device_by_token(token: str) -> Device | None:
    """The device in use that holds this token.

    Kept for two seconds: a kiosk in a crowd is looked up once, and one that was taken out of use
    is refused two seconds later at most.
    """
    digest = token_digest(token)
    kept_at, kept = _devices.get(digest, (0.0, None))
    if kept is not None and clocks.monotonic() - kept_at < DEVICE_KEPT_SECONDS:
        return kept
    device = Device.objects.filter(token_digest=digest, revoked_at=None).first()
    if device is None:
        _devices.pop(digest, None)
    else:
        _devices[digest] = (clocks.monotonic(), device)
    return device


def forget_device(device: Device) -> None:
    """This process looks the device up anew."""
    _devices.pop(bytes(device.token_digest), None)


def devices() -> QuerySet[Device]:
    """All machines, those out of use too."""
    return Device.objects.select_related("site")


def users() -> QuerySet[User]:
    """All accounts."""
    return User.objects.select_related("site").order_by("username")


def staff_at(site: str, *roles: Role) -> QuerySet[User]:
    """Accounts in use at a site that hold any of the roles."""
    wanted = [role.value for role in roles]
    found = User.objects.filter(site_id=site, is_active=True)
    return found.filter(roles__overlap=wanted).order_by("name") if wanted else found


def user_named(user_id: UUID) -> User | None:
    """The account with this id."""
    return User.objects.filter(pk=user_id).first()
