"""Moments as people write them."""

import argparse
from datetime import datetime

from nuanban.lib.days import CITY_TZ


def read_moment(text: str) -> datetime:
    """An aware moment from RFC 3339; without an offset it is the city's time."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"看不懂时间“{text}”。请写成 2026-03-02T10:15:00+08:00 或 2026-03-02 10:15:00"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TZ)


def in_city(moment: datetime) -> str:
    """`2026-03-02 10:15:00`, the city's time."""
    return moment.astimezone(CITY_TZ).strftime("%Y-%m-%d %H:%M:%S")
