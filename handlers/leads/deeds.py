"""What the More… menu of a lead's card offers, in this order; handlers.register says who does each."""

from core.errors import msgid
from core.models import Lead, LeadStatus
from handlers.more import Deed, always


def is_open(lead: Lead) -> bool:
    """Nobody has converted it, and it is not dead."""
    return lead.status == LeadStatus.OPEN


DEEDS: tuple[Deed, ...] = (
    Deed("chance", msgid("Chance…"), is_open),
    Deed("contact", msgid("Add a contact…"), is_open),
    Deed("timeline", msgid("Whole history"), always),
)
