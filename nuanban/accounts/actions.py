"""Everything that can happen to accounts and devices."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.accounts.models import Device, User
from nuanban.accounts.queries import forget_device, token_digest
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable

CODES_ON_A_CARD = 10


class NameTaken(Refusal):
    """登录名“{username}”已经有人使用，请换一个。"""


class PasswordTooWeak(Unusable):
    """{sentence}"""


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    roles: Sequence[Role],
    password: str,
    site: str | None,
    by: Actor,
    at: datetime,
    department: str = "",
    must_change_password: bool = True,
) -> User:
    """Opens an account. Administrators hold one role alone (checked by the database too)."""
    if User.objects.filter(username=username).exists():
        raise NameTaken(username=username)
    user = User(
        username=username,
        name=name,
        roles=[role.value for role in roles],
        site_id=site,
        department=department,
        password=make_password(password),
        must_change_password=must_change_password,
        created_at=at,
    )
    _check(user)
    user.save(force_insert=True)
    record("accounts.opened", by=by, at=at, object_id=user.pk, payload={"roles": user.roles})
    return user


def _check(user: User) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as fault:
        raise Unusable(sentence=" ".join(fault.messages)) from None


@transaction.atomic
def change_roles(
    user: User, *, roles: Sequence[Role], is_active: bool, by: Actor, at: datetime
) -> User:
    """Gives an account other roles or takes it out of use; open sessions end."""
    user.roles, user.is_active = [role.value for role in roles], is_active
    _check(user)
    user.save(update_fields=["roles", "is_active"])
    record("accounts.changed", by=by, at=at, object_id=user.pk, payload={"roles": user.roles})
    return user


@transaction.atomic
def change_password(user: User, *, password: str, by: Actor, at: datetime) -> User:
    """Sets a new password; the password rules answer in words."""
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise PasswordTooWeak(sentence=" ".join(fault.messages)) from None
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record("accounts.password_changed", by=by, at=at, object_id=user.pk)
    return user


@transaction.atomic
def begin_totp(user: User, *, by: Actor, at: datetime) -> TOTPDevice:
    """A new authenticator key, not in force until its first code is confirmed."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    record("accounts.totp_begun", by=by, at=at, object_id=user.pk)
    return TOTPDevice.objects.create(user=user, name="authenticator", confirmed=False)


@transaction.atomic
def confirm_totp(device: TOTPDevice, *, code: str, by: Actor, at: datetime) -> bool:
    """Puts the authenticator in force when its code is right; older ones go."""
    if not device.verify_token(code):
        return False
    TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record("accounts.totp_confirmed", by=by, at=at, object_id=by.id)
    return True


@transaction.atomic
def print_code_card(user: User, *, by: Actor, at: datetime) -> list[str]:
    """Ten one-time codes on paper for staff without a phone; an older card stops working."""
    StaticDevice.objects.filter(user=user).delete()
    card = StaticDevice.objects.create(user=user, name="code card", confirmed=True)
    codes = [_card_code() for _ in range(CODES_ON_A_CARD)]
    StaticToken.objects.bulk_create([StaticToken(device=card, token=code) for code in codes])
    record("accounts.code_card_printed", by=by, at=at, object_id=user.pk)
    return codes


def _card_code() -> str:
    return base64.b32encode(secrets.token_bytes(5)).decode().lower()


@dataclass(frozen=True)
class NewDevice:
    """A device and its token, which is shown this once."""

    device: Device
    token: str


@transaction.atomic
def add_device(
    *, kind: DeviceKind, site: str, name: str, by: Actor, at: datetime, token: str = ""
) -> NewDevice:
    """Registers a machine; only the digest of its token is kept."""
    token = token or secrets.token_urlsafe(32)
    device = Device.objects.create(
        kind=kind, site_id=site, name=name, token_digest=token_digest(token), created_at=at
    )
    record("accounts.device_added", by=by, at=at, object_id=device.pk, site=site)
    return NewDevice(device, token)


@transaction.atomic
def revoke_device(device: Device, *, by: Actor, at: datetime) -> None:
    """Takes a machine out of use; other processes notice within two seconds."""
    Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=at)
    forget_device(device)
    record("accounts.device_revoked", by=by, at=at, object_id=device.pk, site=device.site_id)


@transaction.atomic
def keep_care(user: User, *, care: dict[str, object]) -> None:
    """Keeps how this account likes its pages; not an act on anyone, so not in the journal."""
    User.objects.filter(pk=user.pk).update(care=care)
