"""/genjin export 导出, and the button below lists."""

from core import exports
from core.errors import Refusal, msgid
from handlers.asking import Answer, Ask
from handlers.exports import views
from handlers.pressing import Press

_NAMES = {
    **dict.fromkeys(("leads", "lead", "线索"), exports.LEADS),
    **dict.fromkeys(("pool", "公海"), exports.POOL),
    **dict.fromkeys(("deals", "deal", "商机"), exports.DEALS),
}


class ExportWhat(Refusal):
    message = msgid("Which list? `/genjin export leads`, `/genjin export pool` or `/genjin export deals`.")


async def export(ask: Ask) -> Answer:
    """Have all the leads or deals that the asker may see written out."""
    which = _NAMES.get(ask.text.strip().casefold())
    if which is None:
        raise ExportWhat
    async with ask.db.begin() as session:
        await exports.ask(session, which=which, by=ask.me, now=ask.now(), source=ask.source)
    return views.begun(which, ask.t)


async def press(pressed: Press) -> None:
    """Have the list under which the button stands written out."""
    which = str(pressed.values.get("list"))
    async with pressed.db.begin() as session:
        await exports.ask(session, which=which, by=pressed.me, now=pressed.now(), source=pressed.source)
    await pressed.tell(views.begun(which, pressed.t))
