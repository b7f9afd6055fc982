"""Names of people: stored as written, never normalised; search keys and masks are made beside."""

import re

# GB A1A4 (U+00B7) is the separator of minority names; people type many look-alikes.
SEPARATORS = "·•‧・･．.·∙⋅"
_DROPPED = dict.fromkeys(map(ord, SEPARATORS + " \u3000\t"), None)
LONGEST_NAME = 100
# Family names of two characters that are met today.
_TWO = (
    *("欧阳", "上官", "司马", "司徒", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容"),
    *("令狐", "夏侯", "宇文", "长孙", "南宫", "端木", "申屠", "轩辕", "淳于"),
)


def match_form(name: str) -> str:
    """The name as it is compared: separators and blanks dropped, letters in lower case."""
    return name.translate(_DROPPED).lower()


def syllables(name: str) -> list[str]:
    """Pinyin without tones, one entry per character: 王秀兰 → [wang, xiu, lan]."""
    matched = match_form(name)
    if matched.isascii():
        return [matched] if matched else []
    # A dictionary that takes a second to load, and many processes never look into it.
    from pypinyin import Style, lazy_pinyin

    return [s for s in lazy_pinyin(matched, style=Style.NORMAL, v_to_u=False) if s]


def pinyin(name: str) -> str:
    """王秀兰 → wangxiulan."""
    return "".join(syllables(name))


def initials(name: str) -> str:
    """王秀兰 → wxl."""
    return "".join(s[0] for s in syllables(name))


def search_keys(name: str) -> list[str]:
    """What a name may be found by: whole, bigrams, pinyin, initials (no single characters)."""
    matched = match_form(name)
    bigrams = [matched[i : i + 2] for i in range(len(matched) - 1)]
    # Names in letters are looked for word by word: Anna Müller.
    words = [match_form(word) for word in name.split() if len(word) > 1]
    found = {matched, *bigrams, *words, pinyin(name), initials(name)}
    return sorted(key for key in found if key)


def mask_name(name: str) -> str:
    """王秀兰 → 王**; 阿迪力·吐尔逊 → 阿***; always at least one star."""
    length = len(match_form(name))
    return (name[:1] or "*") + "*" * max(1, min(length - 1, 3))


def family_name(name: str) -> str:
    """What is left where a name does not fit: 王秀兰 → 王; 欧阳梅 → 欧阳; 阿迪力·吐尔逊 → 阿迪力.

    Names in letters stay whole.
    """
    first = re.split(f"[{re.escape(SEPARATORS)}]", name.strip())[0]
    if first != name.strip() or first[:1] < "\u2e80":
        return first
    return first[:2] if first.startswith(_TWO) and len(first) > 2 else first[:1]


def name_fault(name: str) -> str:
    """Why `name` cannot be stored, as a sentence; empty when it can."""
    if not name.strip():
        return "请填写姓名。"
    if any(ord(c) < 32 or ord(c) == 127 for c in name):
        return "姓名里有看不见的控制字符，请重新输入。"
    if len(name) > LONGEST_NAME:
        return f"姓名最多 {LONGEST_NAME} 个字，请检查是否多输入了内容。"
    return ""
