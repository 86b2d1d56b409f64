"""The steps by which the workspace's clock may be moved."""

from collections.abc import Callable
from datetime import datetime, timedelta


def _nine_tomorrow(now: datetime) -> datetime:
    return (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


MOVES: dict[str, tuple[str, Callable[[datetime], datetime]]] = {
    "hour": ("+1 hour", lambda now: now + timedelta(hours=1)),
    "day": ("+1 day", lambda now: now + timedelta(days=1)),
    "week": ("+1 week", lambda now: now + timedelta(weeks=1)),
    "nine": ("To 09:00 tomorrow", _nine_tomorrow),
}
