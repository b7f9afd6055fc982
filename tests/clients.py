"""Browsers of the cast: signed in with both factors, or paired as a machine."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.accounts.middleware import DEVICE_COOKIE
from tests.cast import Cast


def colleague(cast: Cast, role: Role) -> Client:
    """The browser of the colleague with this role."""
    user, client = cast.user(role), Client()
    device, _ = StaticDevice.objects.get_or_create(user=user, name="card", confirmed=True)
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def machine(cast: Cast, kind: DeviceKind) -> Client:
    """The browser of a kiosk, board or rating device."""
    client = Client()
    client.cookies[DEVICE_COOKIE] = cast.tokens[kind]
    return client
