"""How likely a lead is, in words."""

from core.chances import REASONS
from core.errors import msgid
from core.models import Chance, Lead
from handlers.words import Translate

CHANCES = {
    Chance.HIGH: msgid("High"),
    Chance.FAIR: msgid("Fair"),
    Chance.LOW: msgid("Low"),
    Chance.NONE: msgid("None: a dead lead"),
}
_USUAL = dict(
    zip(
        REASONS,
        (
            msgid("No budget"),
            msgid("No need"),
            msgid("Not now"),
            msgid("Buys from a competitor"),
            msgid("Cannot be reached"),
            msgid("Not a fit for what we sell"),
        ),
        strict=True,
    )
)


def reason(said: str | None, t: Translate) -> str:
    """Why the chance is low or none: a usual reason in the reader's language, others as they were written."""
    return t.plain(_USUAL[said]) if said in _USUAL else said or "–"


def told(lead: Lead, t: Translate) -> str:
    """The chance of a lead, and why where it is low or none."""
    word = t.plain(CHANCES[lead.chance]) if lead.chance else "–"
    return (
        t.plain("{chance}: {reason}", chance=word, reason=reason(lead.chance_reason, t)) if lead.chance_reason else word
    )
