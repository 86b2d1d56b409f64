"""The steps by which the workspace's clock may be moved."""

from collections.abc import Callable
from datetime import datetime, timedelta


def _nine_tomorrow(now: datetime) -> datetime:
    return (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


def _two(now: datetime) -> datetime:
    """The next afternoon: much is told once a half-day, and the morning may have had its message."""
    today = now.replace(hour=14, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


MOVES: dict[str, tuple[str, Callable[[datetime], datetime]]] = {
    "hour": ("+1 hour", lambda now: now + timedelta(hours=1)),
    "day": ("+1 day", lambda now: now + timedelta(days=1)),
    "week": ("+1 week", lambda now: now + timedelta(weeks=1)),
    "two": ("To 14:00", _two),
    "nine": ("To 09:00 tomorrow", _nine_tomorrow),
}
