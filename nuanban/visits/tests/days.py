"""A crew on Monday, and people who want a visit."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from nuanban.accounts.enums import Role
from nuanban.lib.keys import new_key
from nuanban.residents.queries import Resident
from nuanban.team import actions as team
from nuanban.team.enums import MemberKind, Skill
from nuanban.team.queries import Member
from nuanban.visits import actions
from nuanban.visits.enums import AskedVia, DeedKind, Outcome, Slip, VisitKind, VisitState
from nuanban.visits.models import CashTaken, Crew, ReceiptBook, Visit, VisitConflict, VisitPhoto
from nuanban.visits.queries import Slot, offers
from tests.cast import MONDAY_9, Cast, person

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
ITEM = "SG-RS-01"
# A village north of the hall, and one some twenty minutes farther.
NEAR, FAR = (29.40, 113.15), (29.55, 113.35)


def member(cast: Cast, name: str, *skills: Skill, user: Role | None = None) -> Member:
    """Somebody of the team with a shift on Monday and Tuesday."""
    found = team.add_member(
        name=name,
        kind=MemberKind.STAFF,
        phone="",
        joined_on=MONDAY,
        user=cast.user(user) if user else None,
        by=cast.by(),
        at=MONDAY_9,
    )
    for skill in skills:
        team.grant_skill(
            found,
            skill=skill,
            since=MONDAY,
            expires_on=None,
            evidence="培训合格",
            by=cast.by(),
            at=MONDAY_9,
        )
    team.plan_shifts(
        found,
        from_day=MONDAY,
        to_day=TUESDAY,
        weekdays=range(5),
        hours=(time(8, 30), time(17, 30)),
        lunch=(time(11, 30), time(13, 30), 45),
        by=cast.by(),
        at=MONDAY_9,
    )
    return found


def crew(cast: Cast, name: str, members: Sequence[Member], day: date = TUESDAY) -> Crew:
    """Who goes out together."""
    return actions.form_crew(
        day=day,
        site=cast.site,
        name=name,
        members=[one.pk for one in members],
        vehicle=None,
        by=cast.by(),
        at=MONDAY_9,
    )


def one_crew(cast: Cast, day: date = TUESDAY) -> Crew:
    """The usual crew."""
    return crew(cast, "一组", [member(cast, "段立新", Skill.RECEPTION, Skill.LIFTING)], day)


def wish(cast: Cast, resident: Resident | None = None, **said: Any) -> Visit:
    """Somebody calls."""
    point = said.pop("point", NEAR)
    new = actions.NewVisit(
        resident=resident or cast.wang,
        kind=said.pop("kind", VisitKind.APPOINTMENT),
        via=AskedVia.PHONE,
        items=said.pop("items", [ITEM]),
        site=cast.site,
        division=said.pop("division", "430602"),
        latitude=point[0],
        longitude=point[1],
        address=said.pop("address", "演示路 12 号 3 单元 501"),
        contact_name="王秀兰的女儿",
        contact_phone=said.pop("phone", "13900002209"),
        **said,
    )
    return actions.ask(new, by=cast.by(), at=MONDAY_9)


def slots(visit: Visit, day: date = TUESDAY, at: datetime = MONDAY_9) -> list[Slot]:
    """What can be promised on a day."""
    return offers(visit, from_day=day, to_day=day, at=at)


def promised(cast: Cast, visit: Visit, slot: Slot, at: datetime = MONDAY_9) -> Visit:
    """Held and confirmed."""
    visit = actions.hold(visit, slot, by=cast.by(), at=at)
    return actions.confirm(visit, by=cast.by(), at=at + timedelta(minutes=2))


def seen_by_one_of(cast: Cast) -> tuple[Crew, Crew]:
    """The usual person was visited on Monday; Tuesday's crews: a stranger, and who came then."""
    stranger, known = (member(cast, name, Skill.RECEPTION) for name in ("段立新", "彭建国"))
    before = crew(cast, "周一组", [known], MONDAY)
    visit = promised(cast, wish(cast), slots(wish(cast), MONDAY)[0])
    assert visit.crew == before
    actions.arrive(visit, by=cast.by(), at=MONDAY_9 + timedelta(hours=1))
    end = MONDAY_9 + timedelta(hours=2)
    actions.finish(visit, outcome=Outcome.SETTLED, words="", by=cast.by(), at=end)
    Visit.objects.filter(state=VisitState.WANTED).delete()
    return crew(cast, "一组", [stranger]), crew(cast, "二组", [known])


def neighbour(number: int) -> Resident:
    """Somebody else."""
    return person(f"邻居{number}", date(1950, 1, 1) + timedelta(days=number))[0]


def disputed(cast: Cast, visit: Visit) -> VisitConflict:
    """A phone says that somebody arrived where nobody was promised."""
    deed = actions.SentDeed(
        key=new_key(),
        visit=visit.pk,
        kind=DeedKind.ARRIVE,
        promise="",
        believed=VisitState.PROMISED,
        phone_at=MONDAY_9,
        sent_at=MONDAY_9,
    )
    actions.take_deed(deed, by=cast.by(), at=MONDAY_9)
    return VisitConflict.objects.get(visit=visit)


def book(cast: Cast, holder: Role, first: int = 1, last: int = 100) -> ReceiptBook:
    """Receipts in the hands of a helper."""
    return actions.give_book(
        holder=cast.user(holder),
        site=cast.site,
        first=first,
        last=last,
        by=cast.by(Role.SUPERVISOR),
        at=MONDAY_9,
    )


def receipt(cast: Cast, visit: Visit, number: int = 201) -> CashTaken:
    """Five yuan against a receipt of a book of its own."""
    book(cast, Role.VISITING_STAFF, number, number)
    sent = actions.SentCash(
        key=new_key(),
        visit=visit.pk,
        phone_at=MONDAY_9,
        sent_at=MONDAY_9,
        number=number,
        amount_fen=500,
        what_for="身份证工本费",
        slip=Slip.WRITTEN,
    )
    actions.take_cash(sent, by=cast.by(Role.VISITING_STAFF), at=MONDAY_9)
    return CashTaken.objects.get(number=number)


def picture() -> bytes:
    """A small photo."""
    made = BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "PNG")
    return made.getvalue()


def photographed(cast: Cast, visit: Visit) -> VisitPhoto:
    """A paper of a visit."""
    sent = actions.SentPhoto(new_key(), picture(), MONDAY_9)
    actions.take_photo(visit, sent, by=cast.by(), at=MONDAY_9)
    return VisitPhoto.objects.get(visit=visit, key=sent.key)
