"""What the More… menu of a deal's card offers, in this order; handlers.register says who does each."""

from core.errors import msgid
from core.models import DealStatus
from handlers.more import Deed, always


def _open(deal: object) -> bool:
    return getattr(deal, "status", None) == DealStatus.OPEN


def _lapses(deal: object) -> bool:
    return _open(deal) and getattr(deal, "lapse_on", None) is not None


# What those may do who are on the team of a deal and do not lead it.
HELPING = ("help", "urge", "team", "evidence", "post", "playbook", "map", "lessons", "timeline")


def _closed(deal: object) -> bool:
    return getattr(deal, "status", None) in (DealStatus.WON, DealStatus.LOST)


def _counts(deal: object) -> bool:
    return getattr(deal, "status", None) in (DealStatus.OPEN, DealStatus.WON)


DEEDS: tuple[Deed, ...] = (
    Deed("amount", msgid("Amount…"), _open),
    Deed("give", msgid("Give to a colleague…"), _open),
    Deed("extend", msgid("New date…"), _lapses),
    Deed("difficulty", msgid("Difficulty…"), _counts),
    Deed("score", msgid("Score"), _open),
    Deed("help", msgid("Ask for help…"), _open),
    Deed("urge", msgid("Urge…"), _open),
    Deed("team", msgid("Team…"), always),
    Deed("room", msgid("Channel of this deal"), _open),
    Deed("evidence", msgid("Evidence"), always),
    Deed("post", msgid("Send the card to our messages"), always),
    Deed("playbook", msgid("Playbook of this stage"), lambda deal: bool(deal.stage.playbook)),
    Deed("map", msgid("Decision map"), always),
    Deed("lessons", msgid("Lessons of similar deals"), _open),
    Deed("history", msgid("History of its stages"), _open),  # a button of its own on a card that has few
    Deed("timeline", msgid("Whole history"), always),
    Deed("reopen", msgid("Reopen"), _closed),
    Deed("same", msgid("Same customer as…"), always),
)
