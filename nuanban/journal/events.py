"""The way up: rooms above read what rooms below recorded."""

from nuanban.journal.delivery import reads
from nuanban.journal.models import Entry

__all__ = ["Entry", "reads"]
