"""The functions of the language: what they take, give and mean."""

from dataclasses import dataclass

from nuanban.rulebook.facts import Kind
from nuanban.rulebook.trees import BOOL, DATE, Type


@dataclass(frozen=True)
class Signature:
    """Kinds taken, type given, and what it means, for people."""

    takes: tuple[Kind, ...]
    gives: Type
    meaning: str
    has_words: bool = False
    of_event: bool = False
    of_division: bool = False
    unit_of_second: str = ""


_DAY = (Kind.DATE,)
_PLACE = (Kind.TEXT,)
_PAIR = (Kind.INT, Kind.INT)

FUNCTIONS = {
    "age": Signature(_DAY, Type(Kind.INT, "years", 9999), "满多少周岁，生日当天算满"),
    "age_on": Signature(
        (Kind.DATE, Kind.INT), Type(Kind.INT, "years", 9999), "在某一天（八位数年月日）满多少周岁"
    ),
    "months_since": Signature(_DAY, Type(Kind.INT, "months", 99_999), "过了几个整月"),
    "days_since": Signature(_DAY, Type(Kind.INT, "days", 9_999_999), "过了几天"),
    "days_until": Signature(_DAY, Type(Kind.INT, "days", 9_999_999), "还有几天"),
    "within_days": Signature(
        (Kind.DATE, Kind.INT), BOOL, "在今天起若干天之内（含今天）", unit_of_second="days"
    ),
    "last_anniversary": Signature(
        _DAY, DATE, "最近一个周年日，不晚于今天；2 月 29 日在平年算 3 月 1 日"
    ),
    "days_since_anniversary": Signature(
        _DAY, Type(Kind.INT, "days", 366), "从最近一个周年日起过了几天"
    ),
    "happened": Signature(_DAY, BOOL, "这件事已经发生", of_event=True),
    "in_place": Signature(_PLACE, BOOL, "在本次办理的地区之内", of_division=True),
    "in_division": Signature(_PLACE, BOOL, "在写明的地区之内", has_words=True, of_division=True),
    "min": Signature(_PAIR, Type(Kind.INT), "较小的一个"),
    "max": Signature(_PAIR, Type(Kind.INT), "较大的一个"),
}
