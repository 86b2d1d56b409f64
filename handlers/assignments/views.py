"""Pictures of leads given to people."""

from collections.abc import Sequence

from core.models import Member
from handlers.blocks import Message, message, section
from handlers.words import Translate

LISTED = 20  # customers named in one sentence


def listed(names: Sequence[str], total: int, t: Translate) -> str:
    """Customers by name, and how many more there are."""
    told = t.listed(t.mrkdwn(name) for name in names[:LISTED])
    beyond = total - min(len(names), LISTED)
    return told + (f" … {t.n('and {n} more', 'and {n} more', beyond)}" if beyond > 0 else "")


def lost(names: Sequence[str], total: int, by: Member | None, t: Translate) -> Message:
    """The notice to whom several leads were taken from at once."""
    said = t.n(
        "{by} has given {n} of your leads to somebody else or back to the pool. Everything you logged goes with them.",
        "{by} has given {n} of your leads to somebody else or back to the pool. Everything you logged goes with them.",
        total,
        by=by,
    )
    return message(said, [section(said), section(listed(names, total, t))])
