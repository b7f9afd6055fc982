"""Logs: one JSON line an event on stderr, without personal data."""

import logging
import re
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from structlog.typing import Processor

_ID_NUMBER = re.compile(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)")


def without_numbers(
    _logger: object, _method: str, event: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """Masks identity and mobile numbers that slipped into a line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _ID_NUMBER.sub("[号码]", value)
    return event


def configure(options: Mapping[str, str]) -> None:
    """Routes standard logging and structlog through one JSON renderer."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    stderr = logging.StreamHandler()
    stderr.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [stderr]
    root.setLevel(options["level"])
    for quiet in ("httpx", "procrastinate", "fontTools", "pyhanko", "pikepdf", "axes"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
