"""The scene of a customer's timeline, long enough for two pages."""

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """One lead with much done to it, read by its owner."""
    rep, script = play.who("小李"), play.script
    name = script.many[3]
    await play.enter(f"{name}{script.short}2", to="小李")
    for n in range(9):
        await play.types(rep, f"/visit {name}{script.short}2 {script.quoted} {n}")
    card = await play.types(rep, f"/lead {name}{script.short}2")
    for n in range(9):
        await play.deed(rep, "Chance…", on=card)
        await play.send(rep, {"How likely is it?": play.t.plain("High" if n % 2 else "Fair")})
        await rep.dismiss(everything=True)
    await play.deed(rep, "Whole history", on=card)
    await play.press(rep, f"{ids.TIMELINE}.next")
    await play.press(rep, ids.TIMELINE)
