"""Customers proposed, merged, kept apart, taken apart again."""

from handlers import ids
from sandbox.seen import Seen
from tests.handlers.play import Play


def _asks(told: Seen) -> bool:
    return any(button.action_id == ids.MERGE for button in told.buttons)


async def act(play: Play) -> None:
    """Two pairs: one is merged and parted, one stays two."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    one, other = script.pair
    merge = "合并" if play.t.chinese else "merge"
    await play.types(rep, f"/genjin {merge}")
    await play.types(rep, f"/genjin {merge} {one} = {script.nonsense}")
    await play.types(rep, f"/genjin {merge} {one} = {other}")
    await play.types(rep, f"/genjin {merge} {one} = {other}")
    await play.deliver(rep, manager)
    await play.press(manager, ids.APART, on=next(told for told in reversed(manager.dms) if _asks(told)))
    await play.deliver(rep, manager)
    await play.types(rep, f"/genjin {merge} {one} = {other}")
    for who in (rep, manager):
        await play.deed(who, "Same customer as…", on=await play.types(who, f"/lead {one}"))
        await play.send(who, {})
        await play.send(who, {"Its name or phone number": script.nonsense})
        await who.dismiss(everything=True)
    third = script.many[0]
    await play.types(rep, f"/genjin {merge} {one} = {third}")
    await play.deliver(rep, manager)
    await play.press(manager, ids.MERGE, on=next(told for told in reversed(manager.dms) if _asks(told)))
    await manager.dismiss(everything=True)
    await play.types(manager, f"/genjin {merge} {script.short} = {third}")
    await play.press(manager, f"{ids.MERGE_CHOOSE}.0")
    merged = await play.send(manager, {})
    await play.deliver(rep, manager, play.who("Alice"))
    await play.press(manager, ids.UNDO, on=merged)
    await manager.dismiss(everything=True)
