"""What the menu of an entry of the list offers; handlers.register says who does each."""

from core.errors import msgid
from core.sources.listing import Entry
from handlers.more import Deed, always


def is_unlisted(entry: Entry) -> bool:
    """Typed by somebody, and confirmed by nobody yet."""
    return not entry.source.listed


def is_offered(entry: Entry) -> bool:
    """Not retired."""
    return entry.source.retired_at is None


def is_retired(entry: Entry) -> bool:
    """Offered no longer."""
    return not is_offered(entry)


def has_spellings(entry: Entry) -> bool:
    """It is written in other ways too."""
    return bool(entry.spellings)


DEEDS = (
    Deed("confirm", msgid("Confirm"), is_unlisted),
    Deed("edit", msgid("Edit…"), always),
    Deed("costs", msgid("Costs…"), always),
    Deed("merge", msgid("Merge into…"), always),
    Deed("spellings", msgid("Other spellings…"), has_spellings),
    Deed("retire", msgid("Retire"), is_offered),
    Deed("restore", msgid("Offer again"), is_retired),
)
