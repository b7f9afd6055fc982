"""What an answer of the city carries, and what it must not let out."""

import re
from collections.abc import Iterator
from typing import Any

from nuanban.lib.id_numbers import check_character
from tests.cast import Cast
from tests.doors import DOORS

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Attributes that run or style by themselves; htmx reads its own (hx-on would need `eval`).
INLINE = re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|style|hx-on[a-z:-]*)\s*=", re.IGNORECASE)
SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE
)
STYLE = re.compile(r"<style[\s>]", re.IGNORECASE)


def faults(response: Any) -> Iterator[str]:
    """What is missing or too much."""
    for name, value in WANTED.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        yield f"policy: {policy}"
    if "text/html" in response.headers.get("Content-Type", "") and not response.streaming:
        page = response.content.decode()
        for pattern in (INLINE, SCRIPT, STYLE):
            found = pattern.search(page)
            if found:
                yield f"inline: {found.group()[:120]}"


# Names and numbers of the cast are canaries: they never sing where nobody may hear them.
PHONE = "13900002201"
# Pages of components show invented people only.
INVENTED = {"ui:gallery"}
# Sheets to take along say whom to call: whoever prints one may go out.
SHEETS = {"knocks:sheet"}
_EIGHTEEN = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
# Who may read whole names: they find people, call them or work on their cases.
READERS: frozenset[object] = frozenset().union(
    *(DOORS[name].who for name in ("residents:find", "cases:case", "zone:window", "zone:guide"))
)


def valid_numbers(text: str) -> list[str]:
    """Everything that could be somebody's ID number: 18 characters with the right check digit."""
    return [n for n in _EIGHTEEN.findall(text) if check_character(n[:17]) == n[17].upper()]


def canaries(cast: Cast, page: str, name: str, *, may_read_names: bool) -> Iterator[str]:
    """Whole numbers on a page, and names where they may not be read."""
    yield from valid_numbers(page)
    if PHONE in page and name not in SHEETS:
        yield "phone"
    if not may_read_names:
        yield from (who.name for who in (cast.wang, cast.liu) if who.name in page)
