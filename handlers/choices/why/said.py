"""What the whys of several nouns say alike."""

from collections.abc import Callable

from core.reasons import Reason
from handlers.words import Translate

Why = Callable[[Reason, Translate], list[str]]  # the sentences that tell why a notice came


def plainly(*keys: str) -> Why:
    """A why that is the same for everybody."""
    return lambda _reason, t: [t(key) for key in keys]


def yours(reason: Reason, t: Translate) -> list[str]:
    """Of a thing of theirs, and of whatever has no better reason."""
    return [t("It is about something of yours, and still open.")]


def set_up_by(reason: Reason, t: Translate) -> list[str]:
    """Who had a channel told."""
    by = reason.set_by
    return [t("{who} set this channel up.", who=by) if by else t("An admin set this channel up.")]
