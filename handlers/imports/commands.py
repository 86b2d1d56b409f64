"""/lead import 导入: how a list of customers gets in."""

from handlers.asking import Answer, Ask
from handlers.imports import dialogs


async def begin(ask: Ask) -> Answer:
    """Open the form that says how, and takes the file."""
    return dialogs.way_in(ask.t)
