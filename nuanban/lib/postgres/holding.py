"""Several commands share one server: who needs it starts it, the last one out stops it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from nuanban.lib.postgres.server import Server

# Says that a holder started the server. One that somebody else started is never stopped here.
NOTE = "started-by-holder"


@contextmanager
def held(server: Server) -> Iterator[Server]:
    """Keeps the server running for the length of the block.

    A server that outlived a killed holder is adopted, and stopped by the last holder after it.
    """
    server.make_folder()
    with (server.folder / "holders.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not server.is_running():
            # Noted before the start, so that one that is cut short is stopped too.
            (server.folder / NOTE).touch()
        try:
            server.start()
            yield server
        finally:
            _leave(server, lock)


def _leave(server: Server, lock: TextIO) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # Others still need it; the last of them stops it.
        return
    note = server.folder / NOTE
    if note.exists():
        server.stop(patience=8)
        note.unlink()
