"""What the More… menu of a deal's card offers, in this order; handlers.register says who does each."""

from core.errors import msgid
from handlers.more import Deed, always

DEEDS: tuple[Deed, ...] = (
    Deed("timeline", msgid("Whole history"), always),
    Deed("same", msgid("Same customer as…"), always),
)
