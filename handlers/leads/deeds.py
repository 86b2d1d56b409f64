"""What the More… menu of a lead's card offers, in this order; handlers.register says who does each."""

from core.errors import msgid
from core.masks import is_masked
from core.models import Lead, LeadStatus
from core.pools.locks import is_locked
from handlers.more import Deed, always


def is_open(lead: Lead) -> bool:
    """Nobody has converted it, and it is not dead."""
    return lead.status == LeadStatus.OPEN


def _lockable(lead: Lead) -> bool:
    return is_open(lead) and not is_locked(lead)


def _unlockable(lead: Lead) -> bool:
    return is_open(lead) and is_locked(lead)


def _hidden(lead: Lead) -> bool:
    return is_open(lead) and is_masked(lead) and lead.contact_id is not None


def is_held(lead: Lead) -> bool:
    """It is open, and somebody's."""
    return is_open(lead) and lead.owner_id is not None


DEEDS: tuple[Deed, ...] = (
    Deed("chance", msgid("Chance…"), is_open),
    Deed("contact", msgid("Add a contact…"), is_open),
    Deed("reveal", msgid("Show contact"), _hidden),
    Deed("move", msgid("Move to pool…"), is_open),
    Deed("lock", msgid("Lock"), _lockable),
    Deed("unlock", msgid("Unlock"), _unlockable),
    Deed("rhythm", msgid("Follow-up rhythm…"), is_open),
    Deed("pause", msgid("Pause until…"), is_held),
    Deed("why", msgid("Why this clock?"), always),
    Deed("timeline", msgid("Whole history"), always),
    Deed("same", msgid("Same customer as…"), always),
)
