"""Channel of this deal 商机频道, in the More… menu of its card."""

from core.rooms import keeping
from handlers.pressing import Press
from handlers.rooms import views


async def make(press: Press) -> None:
    """Have the channel made, or looked after; a worker does it."""
    async with press.db.begin() as session:
        deal, room = await keeping.make(
            session, deal_id=press.id("deal"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(views.asked(deal, room, press.t))
