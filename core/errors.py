"""Refusals: what a person is told when a rule says no, a sentence with holes filled with domain values."""

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from core.models import Lead


def msgid(text: str) -> str:
    """Mark an English sentence for the catalogue; it is translated where it is shown."""
    return text


class Refusal(Exception):  # noqa: N818  # a rule saying no is an answer, not an error
    """A rule said no. `message` is a catalogue key; `holes` fill it; `field` names the form field it belongs to, where
    that is not the same each time it is given along."""

    message: ClassVar[str]
    field: str | None = None

    def __init__(self, *, field: str | None = None, **holes: Any) -> None:
        super().__init__(self.message, holes)
        self.holes = holes
        self.field = field or self.field


class Missing(Refusal):
    """Not there, or not for this person's eyes: the answer is the same, so that nobody learns which."""

    message = msgid("That record does not exist, or is not yours to see. /today shows what is yours.")


class NotAllowed(Refusal):
    message = msgid("Only a manager may do that. Ask {who}.")


class OddNumber(Refusal):
    message = msgid("Write a whole number from {least} to {most}.")


class Unclaimable(Refusal):
    """A rule of the pool keeps somebody from claiming the lead `refused`, not from claiming any: `instead` is the
    nearest that they may."""

    def __init__(self, refused: "Lead | None", **holes: Any) -> None:
        super().__init__(**holes)
        self.refused = refused
        self.instead: Lead | None = None
