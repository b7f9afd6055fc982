"""The worker reads files when they came, and goes on when a held one was released."""

from django.utils import timezone

from nuanban.feeds.actions import read
from nuanban.feeds.models import Delivery
from nuanban.journal.events import Entry, reads


@reads("feeds.started", "feeds.released")
def read_the_file(entry: Entry) -> None:
    """Reads where the last reader stopped."""
    for delivery in Delivery.objects.filter(pk__in=[entry.object_id]):
        read(delivery, clock=timezone.now)
