"""Parts of what people wrote, as they may be shown in a sentence: short, long numbers masked."""

import re

LONGEST = 24
_LONG_NUMBER = re.compile(r"\d[\dXx*]{5,}")


def masked(text: str) -> str:
    """The text with long numbers masked but for their last two."""
    return _LONG_NUMBER.sub(lambda m: "*" * (len(m[0]) - 2) + m[0][-2:], text)


def shown(text: str) -> str:
    """At most 24 characters; numbers of six digits and more keep their last two."""
    clean = "".join(c if c.isprintable() else "□" for c in masked(text.strip()))
    return f"{clean[:LONGEST]}…" if len(clean) > LONGEST else clean
