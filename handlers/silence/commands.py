"""/lead why 为什么: why a lead is being recycled, or is not."""

from core import accounts, silence
from handlers import cards as card_views
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import message, section
from handlers.silence import why as views


async def why(ask: Ask) -> Answer:
    """Tell the arithmetic about a customer's lead."""
    if not ask.text:
        said = ask.t("Which customer? Put the name after it, as in `/lead why Acme`.")
        return message(said, [section(said)])
    async with ask.db.begin() as session:
        found = await accounts.meant_by(session, text=ask.text, by=ask.me)
        if len(found) != 1:
            return card_views.which(found, ask, ids.LEAD_WHY, command="/lead")
        story = await silence.of_customer(session, account_id=found[0].id, by=ask.me, now=ask.now())
    return views.picture(story, ask.t)
