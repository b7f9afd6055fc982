"""The way out for text messages: one small interface, two gateways behind it."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from nuanban.offices import queries as offices

SYSTEM = "sms"


@dataclass(frozen=True)
class Receipt:
    """What the other side said when it took a message: its own number, and the cost in fen."""

    number: str
    cost_fen: int = 0


class GatewayTrouble(Exception):
    """Something went wrong; the text says what the other side said."""


class Declined(GatewayTrouble):
    """The other side answered, and did not take the message."""


class Away(GatewayTrouble):
    """The other side was not reached: nothing can have gone out."""


class NoAnswer(GatewayTrouble):
    """The message left us and no answer came: it may have gone out."""


class Gateway(Protocol):
    """Sends text messages. The same receiver key is sent once and gets the same receipt."""

    def send(self, receiver_key: str, to: str, text: str) -> Receipt:
        """Raises Declined, Away or NoAnswer. `to` is a mobile number in digits."""

    def find(self, receiver_key: str) -> Receipt | None:
        """Whether a message with this key was taken; raises Away or NoAnswer."""


def chosen_gateway() -> Gateway | None:
    """The gateway of this city: the configured one, the demo's box, or none."""
    # Imported late: both know the names above.
    from nuanban.notices.gateways.demo import DemoGateway
    from nuanban.notices.gateways.http import HttpGateway

    if settings.SMS_URL:
        return HttpGateway(settings.SMS_URL, settings.SMS_TOKEN)
    city = offices.city()
    return DemoGateway() if city is not None and city.is_demo else None
