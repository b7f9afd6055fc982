"""The cast of the tests: one hall, its staff, its people. Nobody of them exists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from django.contrib.auth.hashers import make_password

from nuanban.accounts import actions as accounts
from nuanban.accounts.enums import DeviceKind, Role
from nuanban.accounts.queries import Device, User, actor_of, actor_of_device
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.id_numbers import check_character, read_id_number
from nuanban.offices import actions as offices
from nuanban.offices.enums import SiteKind
from nuanban.offices.queries import Window, window
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source
from nuanban.residents.queries import Resident

SITE = "430600-1"
PASSWORD = "a quiet river in spring"
# Monday 2 March 2026, 09:00 in the city.
MONDAY_9 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
# The cast, called in one process and met in all of them, has those before.
_serial = count(100)


def id_number(born: date, *, female: bool = True, turn: int | None = None) -> str:
    """A valid number with an area code that was never assigned."""
    serial = (next(_serial) if turn is None else turn) % 500 * 2 + (0 if female else 1)
    body = f"430699{born:%Y%m%d}{serial:03d}"
    return body + check_character(body)


def person(
    name: str,
    born: date,
    *,
    female: bool = True,
    at: datetime = MONDAY_9,
    turn: int | None = None,
) -> tuple[Resident, str]:
    """Somebody on file, and their number."""
    number = id_number(born, female=female, turn=turn)
    found = residents.register(
        residents.NewResident(
            name=name,
            id_number=read_id_number(number, today=at.date()),
            registered_division="430602001001",
            resident_division="430602001001",
            phone="13900002201",
            source=Source.CARD,
        ),
        by=SYSTEM,
        at=at,
    )
    return found, number


@dataclass
class Cast:
    """Everybody and everything a test may need."""

    wang: Resident
    wang_number: str
    liu: Resident
    liu_number: str
    users: dict[Role, User]
    kiosk: Device
    terminal: Device
    board: Device
    tokens: dict[DeviceKind, str]
    zone_window: Window
    window: Window
    at: datetime = MONDAY_9
    site: str = SITE

    def user(self, role: Role) -> User:
        """The colleague with this role."""
        return self.users[role]

    def by(self, role: Role = Role.SPECIALIST) -> Actor:
        """The colleague as one who acts."""
        return actor_of(self.users[role])

    @property
    def by_kiosk(self) -> Actor:
        """The kiosk as one who acts."""
        return actor_of_device(self.kiosk)


_HASH = ""


def _user(role: Role, at: datetime) -> User:
    global _HASH
    _HASH = _HASH or make_password(PASSWORD)
    at_hall = role not in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    user = accounts.open_account(
        username=role.value,
        name=f"{role.label}甲",
        roles=[role],
        password="unused-here-0",
        site=SITE if at_hall else None,
        must_change_password=False,
        by=SYSTEM,
        at=at,
    )
    user.password = _HASH
    user.save(update_fields=["password"])
    return user


def _hall(at: datetime) -> None:
    offices.found_city(
        division="430600", phone="0730-12345", is_demo=False, seed=None, by=SYSTEM, at=at
    )
    offices.open_site(
        code=SITE,
        division="430600",
        kind=SiteKind.HALL,
        name="岳阳市政务服务大厅",
        phone="0730-12345",
        by=SYSTEM,
        at=at,
    )
    for number in range(1, 4):
        offices.set_window(
            site=SITE,
            code=f"W{number}",
            name=f"爱心专窗 {number}" if number == 1 else f"{number} 号窗口",
            area="一楼爱心专区" if number == 1 else "一楼综合区",
            skills=[],
            is_zone=number == 1,
            is_open=True,
            by=SYSTEM,
            at=at,
        )


def gather(at: datetime = MONDAY_9) -> Cast:
    """Opens the hall and calls everybody in."""
    _hall(at)
    wang, wang_number = person("王秀兰", date(1953, 6, 1), turn=1)
    liu, liu_number = person("刘志强", date(1988, 4, 9), female=False, turn=1)
    machines = {}
    tokens = {}
    for kind in DeviceKind:
        made = accounts.add_device(kind=kind, site=SITE, name=str(kind.label), by=SYSTEM, at=at)
        machines[kind], tokens[kind] = made.device, made.token
    zone_window, other = window(SITE, "W1"), window(SITE, "W3")
    assert zone_window is not None
    assert other is not None
    return Cast(
        wang=wang,
        wang_number=wang_number,
        liu=liu,
        liu_number=liu_number,
        users={role: _user(role, at) for role in Role},
        kiosk=machines[DeviceKind.KIOSK],
        terminal=machines[DeviceKind.WINDOW],
        board=machines[DeviceKind.BOARD],
        tokens=tokens,
        zone_window=zone_window,
        window=other,
    )


def helper_at(cast: Cast, division: str) -> User:
    """The station helper, now at a station of this village."""
    station = offices.open_site(
        code=f"{division}-1",
        division=division,
        kind=SiteKind.VILLAGE_STATION,
        name="村便民服务站",
        phone="0730-12345",
        by=SYSTEM,
        at=cast.at,
    )
    User.objects.filter(pk=cast.user(Role.STATION_HELPER).pk).update(site=station)
    helper = User.objects.select_related("site").get(pk=cast.user(Role.STATION_HELPER).pk)
    cast.users[Role.STATION_HELPER] = helper
    return helper
