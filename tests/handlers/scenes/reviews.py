"""The scene of reviews: what decided a deal is asked for and written down, and taught to the next like it."""

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """A deal that was won; another, of the same goods, is taught."""
    rep, script = play.who("小李"), play.script
    await play.deliver(rep)
    asked = next(each for each in reversed(rep.dms) if any(b.action_id == ids.REVIEW for b in each.buttons))
    await play.press(rep, ids.REVIEW, on=asked)
    told = {"Which goods?": script.nonsense, "What to do again, or otherwise?": script.quoted}
    await play.send(rep, {"What decided the deal?": script.visit, **told})
    await rep.dismiss(everything=True)
    await play.deliver(rep)
    card = await play.types(rep, f"/deal {script.short}{script.many[5]}")
    await play.deed(rep, "Lessons of similar deals", on=card)
