"""The scene of chances: a lead rated, dead, undone, picked up by somebody else."""

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """One lead dies and lives again; then so many die that their list has pages."""
    rep, alice, script = play.who("小李"), play.who("Alice"), play.script
    await play.types(rep, f"/lead {script.dead}")
    await play.enter(script.doomed, to="小李")
    card = await play.types(rep, f"/lead {script.doomed}")
    await play.deed(rep, "Chance…", on=card)
    await play.send(rep, {"How likely is it?": play.t.plain("Low")})
    await play.send(rep, {"And in your own words": script.hollow})
    await rep.dismiss(everything=True)
    for n, name in enumerate((script.doomed, *(f"{name}{script.doomed}" for name in script.many))):
        if n:
            await play.enter(name, to="小李")
        await play.deed(rep, "Chance…", on=await play.types(rep, f"/lead {name}"))
        reason = {"Why, when it is low or none": play.t.plain("No budget")}
        given_up = await play.send(rep, {"How likely is it?": play.t.plain("None: a dead lead"), **reason})
        if not n:
            await play.press(rep, ids.UNDO, on=given_up)
        await rep.dismiss(everything=True)
    await play.types(alice, f"/lead {script.dead}")
    await play.press(alice, f"{ids.LEAD_DEAD}.next")
    await play.press(alice, ids.LEAD_DEAD)
    await play.days_pass(7, "revive-dead-leads")
    play.shown.look(alice)
    await play.press(alice, ids.LEAD_PICK_UP, on=await play.types(alice, f"/lead {script.dead}"))
