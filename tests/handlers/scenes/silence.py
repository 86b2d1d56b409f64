"""The scene of silence: a rhythm, warnings, what is asked and answered, a pause, and back to the pool."""

from datetime import timedelta

from handlers import ids
from tests.handlers.play import Play

JOBS = ("warn-silent-leads", "recycle-silent-leads")


async def act(play: Play) -> None:
    """One lead is given a rhythm, kept, refused, paused, explained; others go back."""
    rep, manager, script = play.who("销售甲"), play.who("李庆成"), play.script
    await play.types(rep, f"/lead {script.why}")
    await play.types(rep, f"/lead {script.why} {script.nonsense}")
    name = f"{script.silent[0]}"
    await play.enter(*script.silent, to="销售甲")
    await _rhythm(play, name)
    await play.types(rep, f"/phone {name} {script.hollow}")
    for days in (1, 2):
        await play.days_pass(days, *JOBS)
        await play.types(rep, "/today")
    await _keep(play, name)
    await _pause(play, name)
    for who in (rep, manager):
        await play.types(who, f"/lead {script.why} {name}")
    await play.types(play.who("陈总"), f"/lead {script.why} {script.short}")
    await play.enter(*(f"{script.alike} {name}" for name in script.many[:2]))
    which = await play.types(play.who("陈总"), f"/lead {script.why} {script.alike}")
    await play.press(play.who("陈总"), f"{ids.LEAD_WHY}.0", on=which)
    for days in (1,) * 15:
        await play.days_pass(days, *JOBS)
    for who in (rep, manager):
        play.shown.look(who)
    await play.press(rep, ids.LEAD_WHY, on=next(each for each in rep.dms if _has(each, ids.LEAD_WHY)))
    await play.types(rep, f"/lead {script.why} {script.silent[-1]}")
    await play.deed(rep, "Whole history", on=await play.types(rep, f"/lead {name}"))


async def _rhythm(play: Play, name: str) -> None:
    rep, script = play.who("销售甲"), play.script
    await play.deed(rep, "Follow-up rhythm…", on=await play.types(rep, f"/lead {name}"))
    how = "How often is it to be followed up?"
    await play.send(rep, {how: play.t.plain("So many working days:"), "Working days": script.nonsense})
    await play.send(rep, {how: play.t.plain("So many working days:"), "Working days": "2"})
    await rep.dismiss(everything=True)
    await play.deed(rep, "Why this clock?", on=await play.types(rep, f"/lead {name}"))


async def _keep(play: Play, name: str) -> None:
    """Asked for, refused; asked for again, taken back; granted to oneself."""
    rep, manager, script = play.who("销售甲"), play.who("李庆成"), play.script
    warned = next(each for each in reversed(rep.dms) if name in each.text and _has(each, ids.LEAD_KEEP))
    await play.press(rep, ids.LEAD_KEEP, on=warned, near=name)
    await play.deliver(rep, manager)
    await play.press(manager, ids.KEEP_REFUSE, on=manager.dms[-1])
    await play.send(manager, {"Because": script.someday})
    await manager.dismiss(everything=True)
    await play.deliver(rep, manager)
    await play.press(rep, ids.LEAD_KEEP, on=warned, near=name)
    await play.types(rep, f"/visit {name} {script.quoted}")
    await play.deliver(rep, manager)
    await play.days_pass(3, *JOBS)
    await play.days_pass(1, *JOBS)
    again = next(each for each in reversed(rep.dms) if name in each.text and _has(each, ids.LEAD_KEEP))
    asked = await play.press(rep, ids.LEAD_KEEP, on=again, near=name)
    await play.press(rep, ids.UNDO, on=asked)
    await play.press(rep, ids.LEAD_KEEP, on=again, near=name)
    await play.deliver(rep, manager)
    question = next(each for each in reversed(manager.dms) if _has(each, ids.KEEP_APPROVE))
    await play.press(manager, ids.KEEP_APPROVE, on=question)
    await play.deliver(rep, manager)
    await play.press(manager, ids.KEEP_APPROVE, on=question)


async def _pause(play: Play, name: str) -> None:
    rep, manager, script = play.who("销售甲"), play.who("李庆成"), play.script
    await play.deed(rep, "Pause until…", on=await play.types(rep, f"/lead {name}"))
    await play.send(rep, {"Until": play.house.now() + timedelta(days=200), "Because": script.someday})
    await play.send(rep, {"Until": play.house.now() + timedelta(days=20)})
    await rep.dismiss(everything=True)
    await play.types(rep, f"/lead {name}")
    await play.types(rep, f"/lead {script.mine}")
    await play.deliver(manager)
    paused = next(each for each in reversed(manager.dms) if _has(each, ids.LEAD_PAUSE_END))
    await play.press(manager, ids.LEAD_PAUSE_END, on=paused)
    await play.press(manager, ids.LEAD_PAUSE_END, on=paused)
    await play.deliver(rep, manager)
    warned = next((each for each in reversed(rep.dms) if _has(each, ids.LEAD_PAUSE)), None)
    if warned is not None:
        await play.press(rep, ids.LEAD_PAUSE, on=warned)
        await rep.dismiss(everything=True)


def _has(message: object, action: str) -> bool:
    return any(button.action_id == action for button in getattr(message, "buttons", ()))
