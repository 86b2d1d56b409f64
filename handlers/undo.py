"""Undo 撤销: takes back what a reply says was done, and draws what stands now."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import cards, undo
from core.errors import Missing
from core.models import AuditRow
from core.owners import taking_back
from core.plans import read as plans
from handlers import cards as card_views
from handlers.assignments import many
from handlers.blocks import Message, message, section
from handlers.plans import buttons as plan_buttons
from handlers.pressing import Press


async def take_back(press: Press) -> None:
    """Take back the change the button names."""
    async with press.db.begin() as session:
        entry = await undo.undo(session, audit_id=press.id("audit"), by=press.me, now=press.now(), source=press.source)
        shown = await _what_stands(session, entry, press)
    await press.show(shown)


async def _what_stands(session: AsyncSession, entry: AuditRow, press: Press) -> Message:
    """The lead's or deal's card as it is again; nothing where the thing itself was taken back."""
    if entry.noun == "assignment":
        return many.undone(await taking_back.counted(session, entry=entry), press.t)
    said = press.t("↩︎ Undone.")
    drawn = card_views.draw
    try:
        if entry.noun == "lead":
            card = await cards.of_lead(session, lead_id=entry.noun_id, by=press.me)
        elif entry.noun == "deal":
            card = await cards.of_deal(session, deal_id=entry.noun_id, by=press.me, now=press.now())
        elif entry.noun == "task" and (deal_id := await plans.deal_of(session, task_id=entry.noun_id, by=press.me)):
            return await plan_buttons.drawn(session, press, deal_id, note=said)
        else:
            return message(said, [section(said)])
    except Missing:
        return message(said, [section(said)])
    return message(said, [section(said), *drawn(card, press.t)["blocks"]])
