"""One round of the outbox; the keeper calls it again and again, from several threads."""

from collections.abc import Callable
from datetime import datetime

from nuanban.notices import outbox, paused
from nuanban.notices.gateways import Gateway, chosen_gateway

MOST_A_ROUND = 200


def send_due(
    *,
    clock: Callable[[], datetime],
    gateway: Gateway | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Asks about what is unknown, then sends what is due; gives how many notices it touched.

    Nothing happens while sending is paused or no gateway is there; `stopped` ends it early.
    """
    if paused.paused_since():
        return 0
    way_out = gateway or chosen_gateway()
    if way_out is None:
        return 0
    touched = 0
    for step in (outbox.ask_one, outbox.send_one):
        while touched < MOST_A_ROUND and not stopped() and step(way_out, at=clock()):
            touched += 1
    return touched
