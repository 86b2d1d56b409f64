"""The Undo 撤销 button, alike wherever something was written."""

from handlers import ids
from handlers.blocks import Block, button
from handlers.words import Translate


def undo_button(audit_id: int | None, t: Translate) -> Block | None:
    """Takes back the change of that audit row; None: nothing was changed."""
    return button(t.plain("Undo"), ids.UNDO, {"audit": audit_id}) if audit_id else None
