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


def why(said: str | None, words: str | None, t: Translate) -> str:
    """The same, with what was added to it."""
    return f"{reason(said, t)} · {words}" if words else reason(said, t)


def told(lead: Lead, t: Translate) -> str:
    """The chance of a lead, and why where it is low or none."""
    if lead.chance is None:
        return "–"
    word = t.plain("None (dead)") if lead.chance == Chance.NONE else t.plain(CHANCES[lead.chance])
    said = why(lead.chance_reason, lead.chance_words, t)
    return t.plain("{chance}: {reason}", chance=word, reason=said) if lead.chance_reason else word
