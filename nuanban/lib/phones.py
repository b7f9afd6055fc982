"""Telephone numbers as people in a Chinese city write them."""

import re

from nuanban.lib.id_numbers import tidy_number

_MOBILE = re.compile(r"1[3-9]\d{9}")
_FIXED = re.compile(r"0\d{2,3}\d{7,8}")
_SERVICE = re.compile(r"(0\d{2,3})?(1\d{2,4}|400\d{7})")


class PhoneFault(ValueError):
    """Raised with the sentence that says what is wrong and what to do."""


def read_phone(text: str) -> str:
    """Digits only, without +86; raises PhoneFault for what cannot be dialled."""
    digits = tidy_number(text).replace("(", "").replace(")", "").removeprefix("+86")
    if any(p.fullmatch(digits) for p in (_MOBILE, _FIXED, _SERVICE)):
        return digits
    raise PhoneFault("电话号码不对：手机应为 11 位，座机请带区号，如 0730-8880000。")


def is_mobile(digits: str) -> bool:
    """Whether a number can receive text messages."""
    return _MOBILE.fullmatch(digits) is not None


def mask_phone(digits: str) -> str:
    """13912342201 → 139****2201."""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else f"***{digits[-4:]}"
