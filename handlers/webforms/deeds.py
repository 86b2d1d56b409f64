"""What the menu of a web form offers; handlers.register says who does each."""

from core.errors import msgid
from core.webforms import Figures
from handlers.more import Deed, always


def is_closed(shown: Figures) -> bool:
    """Nothing is taken in through it."""
    return shown.form.closed_at is not None


def is_there(shown: Figures) -> bool:
    """It takes in leads."""
    return not is_closed(shown)


DEEDS = (
    Deed("address", msgid("Address and code…"), is_there),
    Deed("edit", msgid("Edit…"), always),
    Deed("close", msgid("Close"), is_there),
    Deed("reopen", msgid("Open again"), is_closed),
)
