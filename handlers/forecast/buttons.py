"""Menus of the forecast: another length, another period, side by side by something else."""

from handlers.forecast import asked as asking
from handlers.forecast import views
from handlers.pressing import Press


async def show(press: Press) -> None:
    """Show what the entry chosen asks for."""
    asked = asking.chosen(press.values)
    async with press.db.begin() as session:
        found = await asking.look(session, asked=asked, by=press.me, now=press.now())
    await press.show(views.picture(found, press.t))
