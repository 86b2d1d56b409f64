"""The scene of what colleagues ask of each other: help, accepted, done, declined, given on, called off; urging."""

from core.models import Request
from handlers import ids
from sandbox.person import Person
from sandbox.seen import Seen
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """All of it, on one deal of each kind."""
    await asked(play)
    await late(play)
    await urged(play)


def newest(who: Person, action: str) -> Seen:
    """The last message that has that button."""
    return next(each for each in reversed(who.dms) if any(b.action_id == action for b in each.buttons))


async def asked(play: Play) -> None:
    """In a line and in the form; accepted, done, declined, called off."""
    rep, alice, script = play.who("小李"), play.who("Alice"), play.script
    name = f"{script.many[5]}{script.gated}"
    await play.enter_deals(name, to="小李")
    await play.types(alice, f"/deal {script.helping}")
    for _ in range(2):
        await play.types(rep, f"/deal {name} {script.help_on}")
    await play.deliver(alice)
    await play.press(alice, ids.REQUEST_ACCEPT, on=newest(alice, ids.REQUEST_ACCEPT))
    await play.press(alice, ids.REQUEST_DONE, on=newest(alice, ids.REQUEST_DONE))
    await play.send(alice, {"What was done": script.visit})
    await alice.dismiss(everything=True)
    await play.deliver(alice)
    await play.press(alice, ids.REQUEST_DECLINE, on=newest(alice, ids.REQUEST_DECLINE))
    await play.send(alice, {"Your reason": script.nonsense})
    await alice.dismiss(everything=True)
    await play.deliver(rep, alice)
    await play.press(rep, ids.REQUEST_ASK, on=newest(rep, ids.REQUEST_ASK))
    await play.send(rep, {"Whom": rep, "What you need": script.nonsense})
    await play.send(rep, {"Whom": alice})
    await rep.dismiss(everything=True)
    await play.deed(rep, "Ask for help…", on=await play.types(rep, f"/deal {name}"))
    await rep.dismiss(everything=True)
    for who in (alice, rep):
        await play.types(who, "/today")
    await play.deliver(alice)
    await play.press(alice, ids.REQUEST_ACCEPT, on=newest(alice, ids.REQUEST_ACCEPT))
    await play.press(rep, ids.REQUEST_WITHDRAW, on=await play.types(rep, "/today"))
    await play.deliver(rep, alice)
    await play.deed(rep, "Whole history", on=await play.types(rep, f"/deal {name}"))
    pages = [f"{each}{script.gated}{script.short}" for each in script.many]
    await play.enter_deals(*pages, to="小李")
    for each in pages:
        await play.types(rep, f"/deal {each} {script.mates} @Alice")
    await play.types(alice, f"/deal {script.helping}")
    await play.press(alice, f"{ids.DEAL_HELPING}.next")
    await play.press(alice, ids.DEAL_HELPING)


async def late(play: Play) -> None:
    """Nobody answers: reminded, taken to the manager, given to somebody else."""
    rep, alice, manager, script = play.who("小李"), play.who("Alice"), play.who("张军"), play.script
    name = f"{script.many[6]}{script.gated}"
    await play.enter_deals(name, to="小李")
    await play.types(rep, f"/deal {name} {script.help_on}")
    for _ in range(2):
        await play.set(Request, next_at=play.house.now())
        await play.house.run("chase-requests", play.house.now())
    await play.deliver(alice, manager)
    await play.press(manager, ids.REQUEST_PASS, on=newest(manager, ids.REQUEST_PASS))
    await play.send(manager, {"Whom": alice})
    await play.send(manager, {"Whom": play.who("销售甲")})
    await manager.dismiss(everything=True)
    await play.deliver(rep, alice, manager)


async def urged(play: Play) -> None:
    """The manager urges; the owner says by when; once logged it is settled."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    name = f"{script.many[7]}{script.gated}"
    await play.enter_deals(name, to="小李")
    await play.types(manager, f"/deal {name} {script.urge}")
    await play.types(manager, f"/deal {name} {script.urge}")
    await play.deliver(rep)
    await play.press(rep, ids.REQUEST_PROMISE, on=newest(rep, ids.REQUEST_PROMISE))
    await play.send(rep, {"In a few words": script.nonsense})
    await rep.dismiss(everything=True)
    await play.types(rep, f"/visit {name} {script.visit}")
    await play.deliver(manager)
    await play.deed(manager, "Urge…", on=await play.types(manager, f"/deal {name}"))
    await play.send(manager, {"Whom": play.who("陈总")})
    await play.send(manager, {"Whom": rep, "In a few words": script.nonsense})
    await manager.dismiss(everything=True)
    await play.deliver(rep)
