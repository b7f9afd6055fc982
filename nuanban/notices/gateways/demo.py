"""The gateway of a demo city: messages go into a box that its visitors can look into."""

from django.db.models.functions import Now

from nuanban.lib.phones import mask_phone
from nuanban.notices.gateways import Receipt
from nuanban.notices.models import DemoMessage


class DemoGateway:
    """Nothing leaves the city."""

    def send(self, receiver_key: str, to: str, text: str) -> Receipt:
        """Puts the message into the box."""
        message = DemoMessage(
            receiver_key=receiver_key,
            to_masked=mask_phone(to),
            text=text,
            receipt=f"演示 {receiver_key[-12:]}",
            arrived_at=Now(),
        )
        DemoMessage.objects.bulk_create([message], ignore_conflicts=True)
        return Receipt(message.receipt)

    def find(self, receiver_key: str) -> Receipt | None:
        """What lies in the box under this key."""
        found = DemoMessage.objects.filter(receiver_key=receiver_key).first()
        return Receipt(found.receipt) if found else None
