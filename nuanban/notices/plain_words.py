"""What may stand in a notice: plain words, never somebody's ID number."""

import re

from nuanban.lib.errors import Unusable, residents_read
from nuanban.lib.id_numbers import mask_number
from nuanban.lib.phones import mask_phone

LONGEST_SMS = 500
LONGEST_TEXT = 3_000
LONGEST_TITLE = 60
# 18 characters in one piece, or in the groups by which people read a number aloud.
_NUMBER = re.compile(r"(?<![\dXx])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![\dXx])")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_WIDE = {ord(wide): ord("0") + n for n, wide in enumerate("０１２３４５６７８９")}
_WIDE |= {ord("Ｘ"): ord("X"), ord("ｘ"): ord("X"), ord("　"): ord(" ")}
# The same in PostgreSQL, for what comes past us.
NUMBER_SQL = r"(^|[^0-9Xx])[0-9]{17}[0-9Xx]($|[^0-9Xx])"


@residents_read
class NumberInText(Unusable):
    """通知里不能写身份证号：短信和信件会被别人看到，也会长期留存。请只写姓名或办件号。"""


def has_number(text: str) -> bool:
    """True when 18 characters stand there that could be an ID number."""
    return _NUMBER.search(text.translate(_WIDE)) is not None


def check_words(title: str, text: str, longest: int) -> None:
    """Raises a refusal that says what is wrong with the words."""
    if not text.strip() or not title.strip():
        raise Unusable(sentence="请写明通知的标题和内容。")
    if len(text) > longest or len(title) > LONGEST_TITLE:
        sentence = f"通知太长：标题最多 {LONGEST_TITLE} 个字，内容最多 {longest} 个字。"
        raise Unusable(sentence=sentence)
    if "\x00" in text + title:
        raise Unusable(sentence="通知里有看不见的控制字符，请重新输入。")
    if has_number(title) or has_number(text):
        raise NumberInText


def without_numbers(text: str) -> str:
    """The text with ID numbers masked, for what others write to us."""
    plain = text.translate(_WIDE)
    if not _NUMBER.search(plain):
        return text
    return _NUMBER.sub(lambda found: mask_number(found[0].replace(" ", "")), plain)


def masked(text: str) -> str:
    """What a machine says, which may well repeat the telephone number it was given."""
    return _MOBILE.sub(lambda found: mask_phone(found[0]), without_numbers(text))
