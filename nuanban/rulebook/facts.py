"""The vocabulary: what may be known of a person, in which unit, who knows it, how to ask.

Rows follow the flat table of facts; one row per person, a missing value is unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

MOST = 10**12


class Kind(Enum):
    """What a value is."""

    BOOL = "bool"
    INT = "int"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True)
class Fact:
    """One thing to know of a person.

    `values` are the only texts allowed. An event (`is_event`) that is missing has not happened;
    every other missing value is unknown.
    """

    name: str
    kind: Kind
    title: str
    question: str
    department: str
    unit: str = ""
    values: tuple[str, ...] = ()
    least: int = 0
    most: int = MOST
    is_division: bool = False
    is_event: bool = False


class Vocabulary(Mapping[str, Fact]):
    """Facts by name, in their order."""

    def __init__(self, *facts: Fact) -> None:
        self._facts = {fact.name: fact for fact in facts}

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


def _day(
    name: str, title: str, department: str, question: str = "", *, is_event: bool = False
) -> Fact:
    question = question or f"{title}是哪一天？"
    return Fact(name, Kind.DATE, title, question, department, is_event=is_event)


def _yes_no(name: str, title: str, department: str, question: str) -> Fact:
    return Fact(name, Kind.BOOL, title, question, department)


def _count(
    name: str, title: str, department: str, question: str, unit: str, most: int, least: int = 0
) -> Fact:
    return Fact(name, Kind.INT, title, question, department, unit, least=least, most=most)


def _choice(name: str, title: str, department: str, question: str, *values: str) -> Fact:
    return Fact(name, Kind.TEXT, title, question, department, values=values)


def _division(name: str, title: str, question: str) -> Fact:
    return Fact(name, Kind.TEXT, title, question, "公安", is_division=True)


AID_KINDS = (
    *("none", "dibao", "tekun", "marginal", "rigid", "antireturn"),
    *("orphan", "defacto_orphan"),
)

CITY = Vocabulary(
    _day("birth_date", "出生日期", "公安"),
    _day("death_date", "死亡日期", "公安", is_event=True),
    _choice("sex", "性别", "公安", "性别是男还是女？", "male", "female"),
    _division("registered_division", "户籍所在地", "户口在哪个村或社区？"),
    _division("resident_division", "现在住的地方", "现在住在哪个村或社区？"),
    _day("registered_since", "户口迁入日期", "公安"),
    _choice("registration_kind", "户口类别", "公安", "是城镇户口还是农村户口？", "urban", "rural"),
    _count("disability_category", "残疾类别", "残联", "残疾人证上的类别是几？", "", 7, 1),
    _count("disability_level", "残疾等级", "残联", "残疾人证上的等级是几级？", "", 4, 1),
    _yes_no("has_disability_certificate", "持有残疾人证", "残联", "有没有有效的残疾人证？"),
    _day("disability_expires_on", "残疾人证有效期", "残联", "残疾人证有效期到哪一天？"),
    _choice("aid_kind", "救助类别", "民政", "现在享受哪一类社会救助？", *AID_KINDS),
    _count(
        "household_income_fen", "家庭人均月收入", "民政", "家里平均每人每月收入多少？", "fen", 10**9
    ),
    _choice(
        *("pension_kind", "养老金种类", "人社", "领的是哪一种养老金？"),
        *("none", "resident", "employee", "civil"),
    ),
    _count(
        "pension_contribution_years", "养老保险缴费年限", "人社", "养老保险交了几年？", "years", 80
    ),
    _yes_no("pension_receiving", "正在领养老金", "人社", "现在每月领养老金吗？"),
    _day("pension_certified_on", "上次养老金认证日期", "人社"),
    _count("insured_year", "医保最近缴费年度", "医保", "居民医保交到了哪一年？", "", 2200, 1990),
    _yes_no("electricity_account", "电表户号已核对", "供电公司", "家里的电表户号是谁的名字？"),
    _yes_no("water_account", "水表户号已核对", "供水公司", "家里的水表户号是谁的名字？"),
    _yes_no("gas_account", "燃气户号已核对", "燃气公司", "家里的燃气户号是谁的名字？"),
    _count("ability_level", "老年人能力等级", "民政", "能力评估结果是几级？", "", 4),
    _yes_no("work_injury_care", "领取工伤生活护理费", "人社", "领不领工伤生活护理费？"),
    _yes_no("orphan_support", "领取孤儿基本生活费", "民政", "领不领孤儿基本生活费？"),
    _choice(
        *("veteran_kind", "退役军人和烈属类别", "退役军人事务", "是退役军人或烈军属吗？"),
        *("none", "veteran", "martyr_family", "other_family"),
    ),
    _yes_no("has_veteran_card", "已有优待证", "退役军人事务", "有没有办过优待证？"),
    _day("enlisted_on", "入伍日期", "退役军人事务"),
    _day("discharged_on", "退役日期", "退役军人事务", is_event=True),
    Fact("licence_class", Kind.TEXT, "准驾车型", "驾驶证上是什么车型？", "公安交管"),
    _day("licence_first_issued_on", "初次领驾驶证日期", "公安交管"),
    _day("licence_medical_on", "上次驾驶人体检日期", "公安交管"),
    _day("pregnancy_due_on", "预产期", "卫健"),
    _count(
        *("children_under_3", "三岁以下孩子数", "公安"),
        *("户口簿上有几个三岁以下的孩子？", "people", 12),
    ),
    # As long as nobody tells it, a whole year is reckoned for each child.
    _day(
        *("eldest_under_3_born_on", "三岁以下最大的孩子的出生日期", "公安"),
        "三岁以下最大的那个孩子是哪天出生的？",
        is_event=True,
    ),
    _count(
        *("children_turning_3", "今年满三岁的孩子数", "公安"),
        *("今年有几个孩子满三岁？", "people", 12),
    ),
)
# Who a row is about; not judged.
KEYS = ("person_id", "household_id")
