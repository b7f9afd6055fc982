"""Pages of notices: what goes out, calls to make, letters to post, what came in."""

from nuanban.notices.views.boxes import demo_box, inbound_list
from nuanban.notices.views.calls import call, call_list, take
from nuanban.notices.views.letters import (
    letter_braille,
    letter_list,
    letter_pdf,
    posted,
    print_letter,
)
from nuanban.notices.views.listing import notice_list, release, retry_all
from nuanban.notices.views.one import cancel, notice, retry

__all__ = [
    "call",
    "call_list",
    "cancel",
    "demo_box",
    "inbound_list",
    "letter_braille",
    "letter_list",
    "letter_pdf",
    "notice",
    "notice_list",
    "posted",
    "print_letter",
    "release",
    "retry",
    "retry_all",
    "take",
]
