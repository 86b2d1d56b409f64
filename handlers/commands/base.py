"""What every command has: its own help."""

from typing import Any

from handlers import help as helping
from handlers.asking import Command, Word

HELP = ("help", "帮助", "?")


def command(name: str, description: str, hint: str, **parts: Any) -> Command:
    """A command that answers `help` with its own page."""
    made = Command(name, description, hint, **parts)
    words = (*made.words, Word(HELP, helping.of(made), alone=True))
    return Command(**{**vars(made), "words": words})
