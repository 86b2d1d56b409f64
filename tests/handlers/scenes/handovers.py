"""The scene of handing over: all that a rep holds goes to one, is taken back, is shared out, and taken back again."""

from datetime import timedelta

from handlers import ids
from sandbox.seen import Seen
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """Chosen from the list of the team, and by name."""
    rep, alice, manager, script = play.who("小李"), play.who("Alice"), play.who("张军"), play.script
    await play.types(rep, f"/genjin {script.handover}")
    await play.types(manager, f"/genjin {script.handover} {script.nonsense}")
    await play.press(manager, ids.HANDOVER, on=await play.types(manager, f"/genjin {script.team}"))
    await play.choose(manager, ids.HANDOVER_FROM, "From whom", "小李")
    await play.send(manager, {"To whom": "Alice", "Until": play.house.now() - timedelta(days=3)})
    later = {"Until": play.house.now() + timedelta(days=9), "A word with it": script.someday}
    await play.send(manager, later)
    await manager.dismiss(everything=True)
    await play.deliver(manager)
    await play.types(manager, f"/genjin {script.handover} 小李")
    await play.send(manager, {"To whom": "Alice"})
    await manager.dismiss(everything=True)
    await _through(play)
    summary = next(each for each in reversed(alice.dms) if f"{ids.HANDOVER_PAGE}.next" in _buttons(each))
    await play.press(alice, f"{ids.HANDOVER_PAGE}.next", on=summary)
    await play.press(alice, ids.HANDOVER_PAGE)
    await _taken_back(play)
    await play.types(manager, f"/genjin {script.handover} 小李")
    await play.send(manager, {"To whom": play.t.plain("Shared out by rank")})
    await manager.dismiss(everything=True)
    await _through(play)
    await _taken_back(play)


def _buttons(seen: Seen) -> set[str]:
    return {button.action_id for button in seen.buttons}


async def _through(play: Play) -> None:
    await play.house.do_errands()
    await play.deliver(play.who("张军"), play.who("Alice"), play.who("小李"))


async def _taken_back(play: Play) -> None:
    manager = play.who("张军")
    done = next(each for each in reversed(manager.dms) if ids.UNDO in _buttons(each))
    await play.press(manager, ids.UNDO, on=done)
    await play.deliver(play.who("小李"), play.who("Alice"))
