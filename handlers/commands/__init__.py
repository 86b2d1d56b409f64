"""Every command and sub-command, once: its words in both languages, who answers it, examples with what they do."""

from handlers.commands.genjin import COMMANDS

__all__ = ["COMMANDS"]
