"""The scene of a lead changed: by one, by two at once, with one more contact, and taken back."""

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """A lead whose facts two people change, and who else is there."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    name = f"{script.doomed}{script.other}"
    await play.enter(name, to="小李")
    card = await play.types(rep, f"/lead {name}")
    await play.press(rep, ids.LEAD_EDIT, on=card)
    await play.press(manager, ids.LEAD_EDIT, on=await play.types(manager, f"/lead {name}"))
    await play.send(manager, {"Phone": "13900139000", "Contact": script.person, "Budget": "300000"})
    await manager.dismiss(everything=True)
    await play.send(rep, {"Budget": "?"})
    told = {"Budget": "500000", "Price quoted": "280000", "Source": script.short, "Campaign": script.person}
    await play.send(rep, {**told, "Referred by": script.person, "Tags": script.short})
    await play.send(rep, {})
    await play.press(rep, ids.UNDO)
    await rep.dismiss(everything=True)
    await play.press(rep, ids.LEAD_EDIT, on=card)
    await play.send(rep, {})
    await rep.dismiss(everything=True)
    await play.press(play.who("销售甲"), ids.LEAD_EDIT, on=await _in_the_pool(play))
    await play.deed(rep, "Add a contact…", on=await play.types(rep, f"/lead {name}"))
    await play.send(rep, {})
    await play.send(rep, {"Name": script.short, "Job title": script.person, "Phone": "13700000000"})
    await play.press(rep, ids.UNDO)
    await rep.dismiss(everything=True)


async def _in_the_pool(play: Play):
    name = f"{play.script.other}{play.script.doomed}"
    await play.enter(name)
    return await play.types(play.who("销售甲"), f"/lead {name}")
