"""Who goes out in the demo city: people with an account and without, cars, devices, shifts."""

from datetime import date, datetime, time, timedelta

from nuanban.accounts import queries as accounts
from nuanban.demo.faces import drawn_face
from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day
from nuanban.team import actions
from nuanban.team.enums import KitKind, MemberKind, Skill
from nuanban.team.queries import Member

S, K = Skill, MemberKind
# name, kind, login, skills
PEOPLE = (
    ("邓军", K.STAFF, "visitor", (S.RECEPTION, S.ID_CARD, S.SIGNING, S.DIALECT)),
    ("欧阳梅", K.HELPER, "helper", (S.RECEPTION, S.DIALECT)),
    ("彭小雨", K.VOLUNTEER, "volunteer", (S.NURSING, S.DIALECT)),
    ("周洁", K.STAFF, "specialist", (S.RECEPTION, S.SIGN_LANGUAGE)),
    ("段立新", K.STAFF, "", (S.RECEPTION, S.ID_CARD, S.LIFTING)),
    ("葛晓琳", K.STAFF, "", (S.RECEPTION, S.ASSESS_ABILITY)),
    ("廖医生", K.DOCTOR, "", (S.ASSESS_DISABILITY, S.ASSESS_ABILITY)),
    ("向医生", K.ASSESSOR, "", (S.ASSESS_DISABILITY,)),
    ("汤师傅", K.DRIVER, "", (S.DRIVING, S.LIFTING)),
    ("尹师傅", K.DRIVER, "", (S.DRIVING,)),
    ("戴老师", K.INTERPRETER, "", (S.SIGN_LANGUAGE,)),
)
KITS = (
    ("DK-01", KitKind.CARD_READER),
    ("DK-02", KitKind.CARD_READER),
    ("XJ-01", KitKind.CAMERA),
    ("XJ-02", KitKind.CAMERA),
    ("PS-01", KitKind.SCANNER),
    ("PS-02", KitKind.SCANNER),
    ("DY-01", KitKind.PRINTER),
    ("DY-02", KitKind.PRINTER),
    ("LY-01", KitKind.WHEELCHAIR),
    ("ZD-01", KitKind.TERMINAL),
    ("ZD-02", KitKind.TERMINAL),
)
PLANNED = timedelta(days=42)
HOURS, LUNCH = (time(8, 30), time(17, 30)), (time(11, 30), time(13, 30), 45)


def gather_team(at: datetime) -> list[Member]:
    """The team with its shifts for six weeks, cars and devices."""
    logins = {user.username: user for user in accounts.users()}
    found: list[Member] = []
    for name, kind, login, skills in PEOPLE:
        member = actions.add_member(
            name=name,
            kind=kind,
            phone="",
            joined_on=city_day(at),
            user=logins.get(login),
            by=SYSTEM,
            at=at,
        )
        _prepare(member, skills, at)
        face = drawn_face(len(found))
        found.append(actions.set_photo(member, content=face, by=SYSTEM, at=at))
    for plate, name, seats, places in (
        ("湘F·D0001", "爱心专车 1 号", 7, 2),
        ("湘F·D0002", "爱心专车 2 号", 5, 1),
    ):
        actions.set_vehicle(
            plate=plate,
            name=name,
            seats=seats,
            wheelchair_places=places,
            is_in_use=True,
            by=SYSTEM,
            at=at,
        )
    for code, device in KITS:
        actions.set_kit(code=code, kind=device, is_in_use=True, by=SYSTEM, at=at)
    return found


def _prepare(member: Member, skills: tuple[Skill, ...], at: datetime) -> None:
    today = city_day(at)
    for skill in skills:
        actions.grant_skill(
            member,
            skill=skill,
            since=date(today.year - 1, 1, 1),
            expires_on=_expiry(member, skill, today),
            evidence="培训合格",
            by=SYSTEM,
            at=at,
        )
    actions.plan_shifts(
        member,
        from_day=today,
        to_day=today + PLANNED + timedelta(days=30),
        weekdays=range(5),
        hours=HOURS,
        lunch=LUNCH,
        by=SYSTEM,
        at=at,
    )


def _expiry(member: Member, skill: Skill, today: date) -> date | None:
    """Certificates of doctors run out; one of them soon."""
    if skill != Skill.ASSESS_DISABILITY:
        return None
    return today + timedelta(days=70 if member.kind == MemberKind.ASSESSOR else 700)
