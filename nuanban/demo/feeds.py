"""Lists that departments of the demo city sent as files, with the rows that any real list has
spoilt, and one that is strange as a whole and waits for a lead officer.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nuanban.feeds import actions as feeds
from nuanban.feeds.queries import kinds, table_of
from nuanban.lib.actor import Actor
from nuanban.lib.days import age_on, city_day
from nuanban.lib.id_numbers import check_character
from nuanban.residents.actions import NewResident, NewStatus
from nuanban.residents.enums import DisabilityCategory, StatusKind

AID_WORDS = {StatusKind.DIBAO: "低保", StatusKind.TEKUN: "特困"}
LEVELS = ("", "一级", "二级", "三级", "四级")
AID = ("姓名", "身份证号", "救助类别", "家庭人均月收入", "能力等级", "享受起始日期", "备注")
CARDS = ("姓名", "身份证号", "残疾类别", "残疾等级", "有效期至", "发证日期")
SERVED = ("姓名", "身份证号", "人员类别", "已有优待证", "入伍日期", "退役日期")
Row = Sequence[str]


@dataclass
class Lists:
    """Fills up while people are invented; everybody's number is known only then."""

    seed: int
    today: datetime
    aid: list[Row] = field(default_factory=list)
    cards: list[Row] = field(default_factory=list)
    served: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"lists {self.seed}")

    def note(self, people: Iterable[NewResident]) -> None:
        """Puts people on the lists that their statuses belong to."""
        for person in people:
            held = {status.kind: status for status in person.statuses}
            self.aid += self._aid(person, held)
            if StatusKind.DISABILITY in held:
                self.cards.append(_card(person, held[StatusKind.DISABILITY]))
            if StatusKind.VETERAN in held:
                self.served.append(self._veteran(person))

    def _aid(self, person: NewResident, held: dict[StatusKind, NewStatus]) -> Iterator[Row]:
        """Those on aid, and old people whose abilities were assessed."""
        kind = next((kind for kind in AID_WORDS if kind in held), None)
        age = age_on(person.birth_on, city_day(self.today)) if person.birth_on else 0
        level = str(self._ability(age)) if age >= 60 and self.chance.random() < 0.12 else ""
        if kind is None and not level:
            return
        most = {StatusKind.DIBAO: 620, StatusKind.TEKUN: 300}.get(kind, 2_600) if kind else 2_600
        income = f"{self.chance.randrange(0, most * 100) / 100:.2f}"
        since = f"{held[kind].valid_from:%Y-%m-%d}" if kind else ""
        word = AID_WORDS[kind] if kind else "无"
        yield (*_who(person), word, income, level, since, "")

    def _ability(self, age: int) -> int:
        """0 able to 4 wholly unable; more often high at a high age."""
        return min(4, self.chance.choice((0, 0, 1, 1, 2)) + (age >= 75) + (age >= 85))

    def _veteran(self, person: NewResident) -> Row:
        assert person.birth_on is not None
        joined = person.birth_on + timedelta(days=self.chance.randrange(6_700, 7_900))
        left = joined + timedelta(days=self.chance.choice((730, 730, 1_826, 4_383)))
        has_card = "是" if self.chance.random() < 0.7 else "否"
        return (*_who(person), "退役军人", has_card, f"{joined:%Y/%m/%d}", f"{left:%Y/%m/%d}")

    def send(self, by: Actor) -> None:
        """The lists come in, a week ago; yesterday a list of veterans that lacks two in five."""
        week_ago = self.today - timedelta(days=7)
        spoilt = _spoilt(self.aid)
        self._file("civil_affairs_aid", "救助名单.csv", [AID, *self.aid, *spoilt], by, week_ago)
        self._file("disability_federation", "残疾人证.csv", [CARDS, *self.cards], by, week_ago)
        self._file("veterans", "退役军人.csv", [SERVED, *self.served], by, week_ago)
        some = self.served[: len(self.served) * 3 // 5]
        self._file("veterans", "退役军人（新）.csv", [SERVED, *some], by, self.today)

    def _file(self, kind: str, name: str, rows: Sequence[Row], by: Actor, at: datetime) -> None:
        stored = feeds.take([table_of(rows)])
        found = feeds.receive(kinds()[kind], stored, name=name, by=by, at=at)
        feeds.read(found, clock=lambda: at)


def _who(person: NewResident) -> tuple[str, str]:
    assert person.id_number is not None
    return person.name, person.id_number.number


def _card(person: NewResident, card: NewStatus) -> Row:
    category = str(DisabilityCategory(card.category).label)
    until = f"{card.valid_to:%Y-%m-%d}" if card.valid_to else ""
    return (*_who(person), category, LEVELS[card.level or 0], until, f"{card.valid_from:%Y-%m-%d}")


def _spoilt(rows: Sequence[Row]) -> Iterator[Row]:
    """What every real list holds: a lost digit, an old word, a shifted row, a stranger."""
    if len(rows) < 3:
        return
    first, second, third = rows[:3]
    yield ("演示甲", first[1][:-3], "低保", "300", "", "", "号码少了三位")
    yield (first[0], second[1], "低保", "300", "", "", "姓名和号码是两个人的")
    yield (third[0], third[1], "五保", "300", "", "", "旧叫法")
    body = "43069919500101451"
    yield (
        "演示乙",
        body + check_character(body),
        "特困",
        "120.5",
        "3",
        "2021-04-01",
        "还没有登记过",
    )
    yield ("", third[0], third[1], "低保", "300", "", "2020-01-01", "错了一列")
