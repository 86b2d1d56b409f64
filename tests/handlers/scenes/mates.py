"""The scene of a deal's team: colleagues are put on it in a line and in the form, one is taken off; its channel."""

from core.rooms import name_of
from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """All of it, on one deal."""
    rep, alice, manager, script = play.who("小李"), play.who("Alice"), play.who("张军"), play.script
    name = f"{script.many[1]}{script.gated}"
    await play.enter_deals(name, to="小李")
    await play.types(rep, f"/deal {script.mates} {name} @Alice")
    await play.types(rep, f"/deal {name} {script.mates} @Alice {script.nonsense}")
    await play.deliver(alice)
    told = next(each for each in reversed(alice.dms) if any(b.action_id == ids.VISIT_LOG for b in each.buttons))
    await play.deed(alice, "Team…", on=told)
    await play.deed(rep, "Team…", on=await play.types(rep, f"/deal {name}"))
    await play.send(rep, {"Add colleagues": ["小李"]})
    await play.send(
        rep, {"Add colleagues": [manager.name], "Role in this deal": "售前" if play.t.chinese else "Presales"}
    )
    await rep.dismiss(everything=True)
    await play.press(rep, ids.MATES, on=await play.types(rep, f"/deal {name} {script.mates}"))
    await play.send(rep, {"Take off the team": ["Alice"]})
    await rep.dismiss(everything=True)
    await play.deliver(alice, manager)
    await play.deed(rep, "Channel of this deal", on=await play.types(rep, f"/deal {name}"))
    await play.house.do_errands()
    await play.deliver(rep)
    await play.types(rep, f"/visit {name} {script.visit}")
    await play.press(rep, ids.DEAL_ADVANCE, on=await play.types(rep, f"/deal {name}"))
    await play.deliver(rep)
    for each in rep.sees(f"#{name_of(name)}"):
        play.shown.look(rep, each)
    await play.deed(rep, "Whole history", on=await play.types(rep, f"/deal {name}"))
