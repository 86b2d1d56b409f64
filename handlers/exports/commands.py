"""/genjin export 导出, and the button below lists."""

from core import exports
from core.errors import Refusal, msgid
from core.pools import Only
from handlers.asking import Answer, Ask
from handlers.exports import views
from handlers.pressing import Press

_NAMES = {
    **dict.fromkeys(("leads", "lead", "线索"), exports.LEADS),
    **dict.fromkeys(("pool", "公海"), exports.POOL),
    **dict.fromkeys(("dead", "死线索"), exports.DEAD),
    **dict.fromkeys(("deals", "deal", "商机"), exports.DEALS),
}


class ExportWhat(Refusal):
    message = msgid(
        "Which list? `/genjin export leads`, `/genjin export pool`, `/genjin export dead` or `/genjin export deals`."
    )


async def export(ask: Ask) -> Answer:
    """Have all the leads or deals that the asker may see written out."""
    which = _NAMES.get(ask.text.strip().casefold())
    if which is None:
        raise ExportWhat
    async with ask.db.begin() as session:
        await exports.ask(session, which=which, by=ask.me, now=ask.now(), source=ask.source)
    return views.begun(which, ask.t)


async def press(pressed: Press) -> None:
    """Have the list under which the button stands written out; of a pool what is shown of it."""
    by, source, values = pressed.me, pressed.source, pressed.values
    which = str(values.get("list"))
    async with pressed.db.begin() as session:
        if which == exports.POOL and "pool" in values:
            only = Only.told(values.get("by"), values.get("is"))
            pool_id, now = pressed.id("pool"), pressed.now()
            export = await exports.ask_for_pool(session, pool_id=pool_id, only=only, by=by, now=now, source=source)
        else:
            export = await exports.ask(session, which=which, by=by, now=pressed.now(), source=source)
    await pressed.tell(views.begun(which, pressed.t, name=export.title or ""))
