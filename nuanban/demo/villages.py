"""Village days of the demo city: assessors go where many old people live."""

from collections import Counter
from datetime import datetime, time

from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.villages import actions

TOWNSHIP, LISTED, DAYS_AHEAD = 9, 6, (8, 15)
PURPOSES = (
    ("残疾评定、换证", "身份证、病历、两张照片"),
    ("养老待遇认证、高龄津贴问答", "身份证"),
)


def go_to_villages(site: str, at: datetime) -> None:
    """One next week, one the week after; the first has people on its list."""
    elders = list(residents.elders_at_home(75, city_day(at))[:400])
    homes = Counter((one.resident_division_id or "")[:TOWNSHIP] for one in elders)
    towns = [code for code, _ in homes.most_common(9) if offices.division(code) is not None]
    for turn, (code, ahead) in enumerate(zip(towns, DAYS_AHEAD, strict=False)):
        people = [one for one in elders if (one.resident_division_id or "").startswith(code)]
        _plan(site, code, turn, ahead, people[:LISTED] if turn == 0 else [], at)


def _plan(
    site: str, code: str, turn: int, ahead: int, people: list[Resident], at: datetime
) -> None:
    purpose, bring = PURPOSES[turn % len(PURPOSES)]
    new = actions.NewVillageDay(
        site=site,
        division=code,
        place="便民服务中心一楼，门口有坡道",
        day=offices.working_day_after(city_day(at), ahead),
        begins=time(9),
        ends=time(15, 30),
        capacity=30,
        purpose=purpose,
        bring=bring,
    )
    made = actions.plan_day(new, by=SYSTEM, at=at)
    for number, person in enumerate(people):
        note = "听力不好" if number == 1 else ""
        actions.add_seat(made, person, is_fetched=number == 2, note=note, by=SYSTEM, at=at)
