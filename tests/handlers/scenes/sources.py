"""The scene of sources: the list grows with leads; a manager confirms, renames, merges, retires, enters costs."""

from handlers import ids
from sandbox.seen import Seen
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """The list from nothing to two pages, with everything that can be done to it."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    for who in (rep, manager):
        await play.types(who, f"/genjin {script.sources}")
    for name in (*script.many[:11], script.many[12]):  # short enough to stand below a bar
        await play.enter_from(f"{name}{script.sources}", f"{script.other}{name}{script.short}")
    listed = await play.types(manager, f"/genjin {script.sources}")
    await play.press(manager, f"{ids.SOURCES}.next", on=listed)
    await play.press(manager, ids.SOURCES)
    confirmed = await play.entry(manager, "Confirm", on=await play.types(manager, f"/genjin {script.sources}"))
    await play.press(manager, ids.UNDO, on=confirmed)
    await play.press(manager, ids.SOURCE_NEW, on=await play.types(manager, f"/genjin {script.sources}"))
    await play.send(manager, {"Name": script.nonsense})
    await manager.dismiss(everything=True)
    await play.press(manager, ids.SOURCE_NEW, on=await play.types(manager, f"/genjin {script.sources}"))
    await play.send(manager, {"Name": script.nonsense})
    campaign = {"What is it?": play.t.plain("A campaign"), "Name": script.short}
    await play.send(manager, {**campaign, "Source of the campaign": script.nonsense})
    await manager.dismiss(everything=True)
    await changes(play)
    await costs(play)
    await play.press(rep, ids.SOURCE_NEW, on=await play.types(manager, f"/genjin {script.sources}"))


async def changes(play: Play) -> None:
    """One entry renamed, merged, parted, retired and offered again."""
    manager, script = play.who("张军"), play.script
    first, name = f"{script.many[0]}{script.sources}", script.nonsense
    await play.entry(manager, "Edit…", on=await page_of(play, name), of=name)
    await play.send(manager, {"Name": f"{name}{script.other}"})
    await manager.dismiss(everything=True)
    await play.entry(manager, "Merge into…", on=await page_of(play, name), of=name)
    await play.send(manager, {"Merge into": name})
    await play.send(manager, {"Merge into": first})
    await manager.dismiss(everything=True)
    await play.entry(manager, "Other spellings…", on=await page_of(play, first), of=first)
    await play.press(manager, ids.SOURCE_PART)
    await play.entry(manager, "Retire", on=await page_of(play, first), of=first)
    await play.entry(manager, "Offer again", on=await page_of(play, first), of=first)


async def page_of(play: Play, name: str) -> Seen:
    """The page of the list on which an entry stands."""
    seen = await play.types(play.who("张军"), f"/genjin {play.script.sources}")
    return seen if name in seen else await play.press(play.who("张军"), f"{ids.SOURCES}.next", on=seen)


async def costs(play: Play) -> None:
    """Costs entered on one entry until they fill a page; one is removed."""
    manager = play.who("张军")
    page = await play.entry(manager, "Costs…", on=await play.types(manager, f"/genjin {play.script.sources}"))
    for amount in ("?", *("300",) * 11):
        await play.press(manager, ids.COST_NEW, on=page)
        await play.send(manager, {"Amount": amount, "What for": play.script.short})
        await manager.dismiss(everything=True)
    page = await play.entry(manager, "Costs…", on=await play.types(manager, f"/genjin {play.script.sources}"))
    await play.press(manager, f"{ids.SOURCE_COSTS}.next", on=page)
    await play.press(manager, ids.SOURCE_COSTS)
    await play.press(manager, ids.COST_REMOVE)
