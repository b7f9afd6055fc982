"""An address for every page: with a ticket, a case, a person, a guide, a visit …"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.catalogue import actions as catalogue
from nuanban.catalogue import queries as catalogue_queries
from nuanban.eligibility.tests.desk import policy_addresses
from nuanban.feeds.tests.files import feed_addresses
from nuanban.knocks.tests.doors import knock_addresses
from nuanban.lib.keys import new_key
from nuanban.notices import actions as notices
from nuanban.notices.enums import Kind
from nuanban.offices.tests.drawn import outline_addresses
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
from nuanban.villages.tests.days import village_addresses
from nuanban.visits.tests.addresses import visit_addresses
from nuanban.visits.tests.days import picture
from nuanban.zone import actions as zone
from nuanban.zone.enums import HelpKind, Post, Via
from tests.cast import Cast, person
from tests.doors import DOORS

# The content type of what is refused plainly.

ITEM = "SG-RS-01"
Addresses = dict[str, str]


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
    """The same in a transaction that is rolled back."""
    return addresses_of(cast)


def addresses_of(cast: Cast) -> Addresses:
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
        **village_addresses(cast),
        **policy_addresses(cast),
        **outline_addresses(),
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
