"""Who may do what with accounts, and the guard that every page uses."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponseBase

from nuanban.accounts.enums import STAFF, DeviceKind, Role
from nuanban.accounts.models import Device, User

if TYPE_CHECKING:
    from nuanban.lib.actor import Actor

P = ParamSpec("P")


class CityRequest(HttpRequest):
    """A request behind the guard: who acts is known."""

    user: User
    actor: "Actor"
    device: Device | None


def signed_in(request: HttpRequest) -> User | None:
    """The account of this session, or None for everybody else."""
    user = cast("object", request.user)
    return user if isinstance(user, User) else None


View = Callable[Concatenate[CityRequest, P], HttpResponseBase]


def requires(may: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """Lets the view answer only those for whom `may` holds; to all others it does not exist."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: CityRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = signed_in(request)
            if user is None or not may(user):
                raise Http404
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return guard


def requires_device(*kinds: DeviceKind) -> Callable[[View[P]], View[P]]:
    """Lets the view answer only paired machines of these kinds, and staff who set them up."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: CityRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.device is None or request.device.kind not in kinds:
                raise Http404
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return guard


def may_use_desk(user: User) -> bool:
    """Everyone who serves has a desk; residents and proxies have their own pages."""
    return user.has_role(*STAFF)


def may_manage_accounts(user: User) -> bool:
    """Accounts belong to the system administrator."""
    return user.has_role(Role.SYSTEM_ADMIN)


def may_manage_security(user: User) -> bool:
    """Second factors, devices and locks belong to the security administrator."""
    return user.has_role(Role.SECURITY_ADMIN)


def may_manage_devices(user: User) -> bool:
    """Machines are set up by security administrators and by the head of the hall."""
    return user.has_role(Role.SECURITY_ADMIN, Role.SUPERVISOR)


def may_read_journal(user: User) -> bool:
    """The whole journal is for the audit administrator alone."""
    return user.has_role(Role.AUDIT_ADMIN)
