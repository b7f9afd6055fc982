"""Telling the stream process that a board changed: the site code only, one word a transaction."""

from django.db import connection

CHANNEL = "nuanban_board"


def board_changed(site: str) -> None:
    """PostgreSQL merges equal notices of one transaction; check-ins do not send any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, site])
