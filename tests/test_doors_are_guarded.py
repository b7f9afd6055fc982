"""Every page × method × role is a written decision; a page missing from the table fails here."""

import copy
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import cast as cast_type
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import config.urls
from nuanban.accounts.enums import DeviceKind, Role
from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.catalogue import actions as catalogue
from nuanban.catalogue import queries as catalogue_queries
from nuanban.eligibility.tests.desk import policy_addresses
from nuanban.feeds.tests.files import feed_addresses
from nuanban.knocks.tests.doors import knock_addresses
from nuanban.lib.copying import take_time
from nuanban.lib.keys import new_key
from nuanban.notices import actions as notices
from nuanban.notices.enums import Kind
from nuanban.proactive.actions import make_partner_list, settle
from nuanban.proactive.queries import Entitlement, Task
from nuanban.proactive.tests.city import carried, elders
from nuanban.proactive.tests.ending import given_too_long
from nuanban.ratings import actions as ratings
from nuanban.ratings import queries as rating_queries
from nuanban.ratings.enums import Grade, RatedVia
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source, StatusKind
from nuanban.team import actions as team
from nuanban.team.enums import MemberKind
from nuanban.visits.tests.addresses import visit_addresses
from nuanban.visits.tests.days import picture
from nuanban.zone import actions as zone
from nuanban.zone.enums import HelpKind, Post, Via
from tests.cast import Cast, person
from tests.clients import colleague, machine
from tests.doors import ANYBODY, DOORS, Door
from tests.safety.seen import INVENTED, READERS, canaries, faults

# The content type of what is refused plainly.
REFUSED = "text/x-refused"
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
ITEM = "SG-RS-01"
Addresses = dict[str, str]


def names(patterns: list[URLPattern | URLResolver], room: str = "") -> Iterator[str]:
    """Names of all pages; the API has a table of its own."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{room}{pattern.namespace}:" if pattern.namespace else room
            yield from names(pattern.url_patterns, inside)
        else:
            yield f"{room}{pattern.name}"


def test_every_page_is_in_the_table() -> None:
    found = {n for n in names(get_resolver().url_patterns) if not n.startswith("api:")}
    assert found == set(DOORS)


def _bad_rating(cast: Cast) -> UUID:
    key = new_key()
    serving = cases.record_serving(
        channel=Channel.ZONE,
        site=cast.site,
        origin_id=key,
        groups=[],
        by=cast.by(),
        at=cast.at,
    )
    ratings.rate(serving, grade=Grade.BAD, via=RatedVia.QR, by=cast.by(), at=cast.at)
    task = rating_queries.call_backs_visible_to(cast.user(Role.SUPERVISOR)).get()
    return task.pk


def _merged(cast: Cast) -> tuple[UUID, UUID]:
    twin, _ = person("王秀兰", cast.wang.birth_on or cast.at.date())
    other, _ = person("王秀蓝", cast.wang.birth_on or cast.at.date())
    done = residents.merge(twin, other, reason="同一个人", by=cast.by(), at=cast.at)
    return twin.pk, done.pk


def _told(cast: Cast, kind: Kind, to: str) -> UUID:
    new = notices.NewNotice(
        kind=kind,
        purpose="test.reminder",
        receiver_key=kind.value,
        title="明天的预约",
        text=f"{cast.wang.name}，您明天上午九点在大厅有预约。",
        to=to,
        addressee=cast.wang.name,
        person_id=cast.wang.pk,
    )
    return notices.tell(new, by=cast.by(), at=cast.at).pk


def _entitled(cast: Cast) -> tuple[UUID, Entitlement, UUID, UUID]:
    """A run that gave somebody something, and a question it left open."""
    elders(cast, 1)
    run = carried(cast)
    entitlement = Entitlement.objects.get()
    task = Task.objects.create(
        kind="look_up",
        resident=cast.wang,
        policy=entitlement.policy,
        why="还差一项情况",
        division="430602",
        opened_at=cast.at,
    )
    settle(at=cast.at + timedelta(days=9))
    listed = make_partner_list(
        policy=entitlement.policy,
        period_key="2026-03",
        by=cast.user(Role.DEPARTMENT_OFFICER),
        at=cast.at,
    )
    return run.pk, entitlement, task.pk, listed.pk


MEMBER_PAGES = (
    *("member", "change", "leave", "skill", "drop_skill", "photo", "set_photo"),
    *("shifts", "drop_shift", "absence", "drop_absence"),
)


def _member(cast: Cast) -> UUID:
    joined = cast.at.date()
    member = team.add_member(
        name="段立新", kind=MemberKind.STAFF, phone="", joined_on=joined, by=cast.by(), at=cast.at
    )
    return team.set_photo(member, content=picture(), by=cast.by(), at=cast.at).pk


@pytest.fixture
def addresses(cast: Cast) -> Addresses:
    """An address for every page: with a ticket, a case, a person, a guide …"""
    by, at = cast.by(), cast.at
    arrival = zone.Arrival(site=cast.site, via=Via.CARD, id_number=cast.wang_number, item=ITEM)
    ticket = zone.check_in(arrival, by=cast.by_kiosk, at=at).ticket
    zone.hand_over(ticket, to=cast.user(Role.SPECIALIST), post=Post.SPECIALIST, by=by, at=at)
    case = cases.open_case(
        item=ITEM, resident=cast.wang, channel=Channel.ZONE, site=cast.site, by=by, at=at
    )
    done = cases.open_case(
        item=ITEM, resident=cast.liu, channel=Channel.ZONE, site=cast.site, by=by, at=at
    )
    cases.submit(done, by=by, at=at)
    message = _told(cast, Kind.SMS, "13900002209")
    task = _told(cast, Kind.CALL_TASK, "13900002209")
    letter = _told(cast, Kind.LETTER, "演示路 12 号 3 单元 501")
    asked = zone.call_help(
        site=cast.site, kind=HelpKind.GUIDE, place="东门", by=cast.by_kiosk, at=at
    )
    status = residents.add_status(
        cast.wang,
        kind=StatusKind.DIBAO,
        valid_from=at.date(),
        source=Source.PERSON,
        by=by,
        at=at,
    )
    twin, merge = _merged(cast)
    version = catalogue_queries.version_in_force(ITEM, at.date() + timedelta(days=900))
    assert version is not None
    catalogue.start_draft(version.item, by=cast.by(Role.LEAD_OFFICER), at=at)
    run, entitlement, asked_of, listed = _entitled(cast)
    keys: dict[str, list[object]] = {
        **feed_addresses(cast),
        **policy_addresses(cast),
        "proactive:told": [entitlement.code],
        "proactive:mine": [entitlement.code],
        "proactive:overpayment": [given_too_long(entitlement, cast.at).pk],
        "proactive:partner_list": [listed],
        "proactive:partner_file": [listed, "csv"],
        "proactive:posting": [run, "old_age_allowance"],
        "proactive:run": [run],
        "proactive:progress": [run],
        "proactive:people": [run],
        "proactive:move_run": [run, "propose"],
        "proactive:person": [cast.wang.pk],
        "proactive:entitlement": [entitlement.pk],
        "proactive:certificate": [entitlement.pk],
        "proactive:task": [asked_of],
        **visit_addresses(cast),
        **knock_addresses(cast),
        **{f"team:{page}": [_member(cast)] for page in MEMBER_PAGES},
        "cases:station_case": [cast.wang.pk],
        "papers:check": ["ABCD"],
        "ratings:ticket": [ticket.code],
        "ratings:call_back": [_bad_rating(cast)],
        "reports:download": ["csv"],
        "accounts:user": [cast.user(Role.GUIDE).pk],
        "accounts:revoke": [cast.kiosk.pk],
        "residents:withdraw_status": [status.pk],
        "residents:undo_merge": [merge],
        "cases:show_upload": [case.pk, new_key()],
        "zone:window": ["W1"],
        "zone:move": ["W1", "next"],
        "zone:move_help": [asked.pk, "take"],
        "offices:place": [cast.site],
        "notices:call": [task],
        "notices:take": [task],
        "notices:print_letter": [letter],
        "notices:letter_pdf": [letter],
        "notices:braille": [letter],
        "notices:posted": [letter],
        "notices:notice": [message],
        "notices:cancel": [message],
        "notices:retry": [message],
        "catalogue:bundle": [catalogue_queries.bundles()[0].pk],
        "catalogue:bundle_print": [catalogue_queries.bundles()[0].pk],
        "catalogue:preview": [version.pk],
        "catalogue:recall": [version.pk],
        "ui:gallery": [],
    }
    return {name: _address(name, keys, cast, ticket.pk, case.pk, twin) for name in DOORS}


def _address(
    name: str,
    keys: dict[str, list[object]],
    cast: Cast,
    ticket: UUID,
    case: UUID,
    twin: UUID,
) -> str:
    if name in keys:
        return reverse(name, args=keys[name])
    room, _, page = name.partition(":")
    guesses: dict[str, list[object]] = {
        "residents": [cast.wang.pk],
        "cases": [case],
        "zone": [ticket],
        "catalogue": [ITEM],
    }
    address = _try(name, []) or _try(name, guesses.get(room, []))
    if page in ("merge", "attach"):
        address += f"?other={twin}&resident={cast.liu.pk}"
    return address


def _try(name: str, args: list[object]) -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """One request whose effects are taken back. It may well be refused for what it says."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = cast_type("HttpResponse", client.generic(method, address))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def is_open(response: HttpResponse) -> bool:
    """Neither hidden nor sent to the sign-in page."""
    location = response.headers.get("Location", "")
    is_sent_away = response.status_code == HTTPStatus.FOUND and location.startswith("/login/?")
    return response.status_code != HTTPStatus.NOT_FOUND and not is_sent_away


NOTHING_THERE = {
    "proactive:posting",
    "papers:check",
    "cases:show_upload",
    "cases:result",
    "visits:door_photo",
    "ratings:spoken",
    "notices:letter_pdf",
    "notices:braille",
}


def expected(door: Door, who: Role | DeviceKind | None) -> bool:
    """What the table says."""
    if door.who == ANYBODY:
        return True
    return who in door.devices if isinstance(who, DeviceKind) else who in door.who


class Walk:
    """Through every door as one person or machine, noting what is not as it should be."""

    def __init__(self, cast: Cast, addresses: Addresses, who: Role | DeviceKind | None) -> None:
        self.cast, self.addresses, self.who = cast, addresses, who
        self.client = _client_of(cast, who)
        self.client.raise_request_exception = False
        self.wrong: list[str] = []

    def go(self) -> list[str]:
        """What is wrong, a sentence each."""
        for name, door in DOORS.items():
            if name not in NOTHING_THERE:
                for method in door.methods.split():
                    self._open(name, door, method)
        return self.wrong

    def _open(self, name: str, door: Door, method: str) -> None:
        response = ask(self.client, method, self.addresses[name])
        is_wrong = response.status_code >= 500 or is_open(response) != expected(door, self.who)
        notes = [str(response.status_code)] if is_wrong else []
        if response.headers.get("Content-Type", "") != REFUSED:
            notes += faults(response)
        if method == "GET" and name not in INVENTED:
            page = response.content.decode("utf-8", "replace")
            notes += canaries(self.cast, page, name, may_read_names=self.who in READERS)
        self.wrong += [f"{self.who or 'stranger'}: {name} {method}: {note}" for note in notes]


def _client_of(cast: Cast, who: Role | DeviceKind | None) -> Client:
    if isinstance(who, DeviceKind):
        return machine(cast, who)
    return colleague(cast, who) if who else Client()


def _refused(_request: HttpRequest, **_why: object) -> HttpResponse:
    return HttpResponse("refused", status=HTTPStatus.NOT_FOUND, content_type=REFUSED)


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most doors are shut to most people; drawing a page for each would take minutes.

    What the real page of a refusal carries is tested in tests/safety.
    """
    monkeypatch.setattr(config.urls, "handler403", _refused)
    monkeypatch.setattr(config.urls, "handler404", _refused)


@pytest.mark.usefixtures("plain_refusals")
def test_every_door_opens_to_whom_it_should_and_shows_no_more_than_it_may(
    cast: Cast, addresses: Addresses
) -> None:
    """Decisions of the table, headers, nothing inline, no whole number, names for few.

    Everything is taken back after each request: one city serves for all.
    """
    with connection.cursor() as cursor:
        take_time(cursor)
    machines = (DeviceKind.KIOSK, DeviceKind.BOARD, DeviceKind.WINDOW)
    wrong = [it for who in (None, *Role, *machines) for it in Walk(cast, addresses, who).go()]
    assert not wrong, "\n".join(wrong)


def test_other_methods_are_refused(cast: Cast, addresses: Addresses) -> None:
    clients = {role: colleague(cast, role) for role in Role}
    for name, door in DOORS.items():
        if door.devices or name in NOTHING_THERE:
            continue
        role = next(iter(sorted(door.who))) if isinstance(door.who, frozenset) else Role.GUIDE
        for method in set(METHODS) - set(door.methods.split()) - {"PATCH"}:
            response = ask(clients[Role(role)], method, addresses[name])
            assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED, (name, method)


def test_nothing_says_whether_a_thing_exists(cast: Cast, addresses: Addresses) -> None:
    client = colleague(cast, Role.VOLUNTEER)
    hidden = client.get(addresses["cases:case"])
    missing = client.get(reverse("cases:case", args=[new_key()]))
    assert hidden.status_code == missing.status_code == HTTPStatus.NOT_FOUND
    assert len(hidden.content) == len(missing.content)
