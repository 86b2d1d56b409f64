"""The scene of scores: weights tried and set by the admin, a deal's parts, facts told in its form, an end to it."""

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """All of it, on one deal."""
    rep, admin, t, script = play.who("小李"), play.who("陈总"), play.t, play.script
    name = f"{script.nonsense}{script.short}"
    await play.enter_deals(name, to="小李")
    await play.deed(rep, "Score", on=await play.types(rep, f"/deal {name}"))
    opened = await play.types(admin, f"/genjin {script.score}")
    await play.press(admin, ids.SCORE_SET, on=opened)
    await play.send(admin, {t.plain("Weight: {factor}", factor=t.plain("Type")): "?", "Value": script.nonsense})
    await play.send(admin, {t.plain("Weight: {factor}", factor=t.plain("Type")): "10"})
    await play.send(admin, {"Value": "1000: 50\n2000: 40"})
    await play.send(admin, {"Value": "1000: 40\n2000: 50"})
    await play.send(admin, {})
    await admin.dismiss(everything=True)
    await play.types(rep, f"/genjin {script.score}")
    await play.press(rep, ids.DEAL_EDIT, on=await play.types(rep, f"/deal {name}"))
    await play.send(rep, {"Importance": t.plain("high"), "Approved as a project": t.plain("yes"), "Budget": "300000"})
    await rep.dismiss(everything=True)
    await play.deed(rep, "Score", on=await play.types(rep, f"/deal {name}"))
    await play.deed(rep, "Whole history", on=await play.types(rep, f"/deal {name}"))
    await play.types(rep, f"/deal {script.mine}")
    shown = await play.types(admin, f"/genjin {script.score}")
    menu = shown.input(ids.SCORE_PRESET)
    play.pressed.add(ids.SCORE_PRESET)
    play.shown.look(admin, await admin.choose(ids.SCORE_PRESET, menu.options[1], on=shown))
    await admin.dismiss(everything=True)
    await play.press(admin, ids.UNDO, on=await play.press(admin, ids.SCORE_STOP, on=shown))
