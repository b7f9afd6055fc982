"""Citizen identity numbers (GB 11643-1999) and their relatives: read, check, mask.

A wrong check digit is a warning that a clerk may override, never a dead end.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.cn import ric

SYNTHETIC_AREAS = frozenset({"430699", "511499"})
LONG, SHORT = 18, 15
_WIDE: dict[int, int | str | None] = {
    **{ord(wide): ord("0") + n for n, wide in enumerate("０１２３４５６７８９")},
    **dict.fromkeys(map(ord, "Ｘｘx"), "X"),
    **dict.fromkeys(map(ord, "　 -\t"), None),
}


@dataclass(frozen=True)
class IdNumber:
    """One number as read. `number` always has 18 characters; `warning` is a sentence or empty."""

    number: str
    birth_on: date
    sex: Literal["male", "female"]
    warning: str = ""

    @property
    def area(self) -> str:
        """First six digits: place of first registration, never the present residence."""
        return self.number[:6]


class IdNumberFault(ValueError):
    """Raised with the sentence that says what is wrong and what to do."""


def tidy_number(text: str) -> str:
    """Full-width digits, blanks, hyphens and small x as people type them → plain characters."""
    return text.translate(_WIDE).strip()


def read_id_number(text: str, *, today: date) -> IdNumber:
    """Reads 18 or 15 characters; raises IdNumberFault when no person can be meant by them."""
    typed = tidy_number(text)
    if "\x00" in typed or not typed.isascii() or not typed[:-1].isdigit():
        raise IdNumberFault("身份证号只能有数字，最后一位可以是 X。请对照证件再输一次。")
    if len(typed) == SHORT and typed.isdigit():
        typed = _lengthen(typed)
    if len(typed) != LONG or not (typed[-1].isdigit() or typed[-1] == "X"):
        raise IdNumberFault(f"身份证号应为 18 位，现在是 {len(typed)} 位。请对照证件再输一次。")
    birth_on = _birth(typed, today)
    right = check_character(typed[:-1])
    warning = "" if right == typed[-1] else "最后一位校验码不对，可能抄错了一位，请再核对证件。"
    return IdNumber(typed, birth_on, "male" if int(typed[16]) % 2 else "female", warning)


def _lengthen(short: str) -> str:
    """Numbers of before 1999 lack the century and the check character."""
    body = f"{short[:6]}19{short[6:]}"
    return body + check_character(body)


def _birth(number: str, today: date) -> date:
    try:
        birth_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdNumberFault("身份证号里的出生日期不存在，请对照证件再输一次。") from None
    if birth_on > today or birth_on.year < 1890:
        raise IdNumberFault("身份证号里的出生日期不合理，请对照证件再输一次。")
    return birth_on


def mask_number(number: str) -> str:
    """First four and last two characters stay; short numbers show the last two only."""
    head = number[:4] if len(number) >= 12 else ""
    return head + "*" * (len(number) - len(head) - 2) + number[-2:]


def check_character(body: str) -> str:
    """Check character of 17 digits."""
    # The library leaves out the last character of what it is given.
    return str(ric.calc_check_digit(f"{body}0"))
