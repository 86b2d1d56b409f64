"""The scene of giving: one lead declined, passed on, taken; many at once, taken together, taken back."""

from datetime import timedelta

from core.models import Member, Pool
from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """The manager gives, the team answers, or does not."""
    await one(play)
    await many(play)
    await allotted(play)


async def one(play: Play) -> None:
    """One lead: asked, declined, missed, at the end back in the pool, given again and taken."""
    rep, alice, manager, script = play.who("小李"), play.who("Alice"), play.who("张军"), play.script
    await play.enter(script.fair)
    await play.deliver(manager)
    await give(play, note=script.someday)
    await play.press(alice, ids.OFFER_DECLINE, on=alice.dms[-1])
    await play.send(alice, {})
    await play.send(alice, {"Why not?": play.t.plain("Not my region")})
    await alice.dismiss(everything=True)
    await play.deliver(alice, rep, manager)
    await play.days_pass(3, "pass-on-offers")
    for who in (alice, rep, manager):
        play.shown.look(who)
    await play.types(manager, f"/lead {script.fair}")
    await give(play)
    await play.press(alice, ids.OFFER_ACCEPT, on=alice.dms[-1])
    await play.deliver(alice)
    await play.types(manager, f"/lead {script.fair}")


async def give(play: Play, note: str = "") -> None:
    """The manager gives the lead to Alice."""
    manager = play.who("张军")
    await play.press(manager, ids.LEAD_ASSIGN, on=await play.types(manager, f"/lead {play.script.fair}"))
    await play.send(manager, {"Assign to": "Alice", **({"A word with it": note} if note else {})})
    await manager.dismiss(everything=True)
    await play.deliver(play.who("Alice"))


async def many(play: Play) -> None:
    """So many that their message has pages; one is opened, all are taken."""
    rep, alice, manager, script, t = play.who("小李"), play.who("Alice"), play.who("张军"), play.script, play.t
    await play.enter(*(f"{name}{script.fair}" for name in script.many))
    await play.types(manager, f"/lead {script.assign}")
    await play.choose(manager, ids.LEADS_FILTER, "Only those that say", script.nonsense)
    await play.choose(manager, ids.LEADS_FILTER, "Only those that say", script.fair)
    await play.send(manager, {"Assign to": t.plain("Shared out by rank")})
    await play.send(manager, {"Or": [t.plain("All {n} shown", n=len(script.many))]})
    await play.send(manager, {})
    await play.press(manager, ids.UNDO)
    await manager.dismiss(everything=True)
    await play.press(manager, ids.LEADS_SELECT, on=await play.types(manager, f"/lead {script.pool}"))
    await play.choose(manager, ids.LEADS_FILTER, "Only those that say", script.fair)
    every = {"Or": [t.plain("All {n} shown", n=len(script.many))], "Assign to": "Alice"}
    await play.send(manager, {**every, "A word with it": script.someday})
    await play.send(manager, {})
    await manager.dismiss(everything=True)
    await play.deliver(alice)
    given = alice.dms[-1]
    await play.press(alice, f"{ids.OFFER_PAGE}.next", on=given)
    await play.press(alice, ids.OFFER_PAGE)
    await play.press(alice, ids.LEAD_CARD)
    await play.press(alice, ids.OFFER_ACCEPT_ALL)
    await play.deliver(alice, rep, manager)


async def allotted(play: Play) -> None:
    """A pool gives its leads out; at last nobody is left."""
    rep, alice, manager, script = play.who("小李"), play.who("Alice"), play.who("张军"), play.script
    await play.set(Pool, allots=True)
    await play.enter(f"{script.fair}{script.short}")
    await play.days_pass(0, "allot-leads")
    await play.deliver(rep, alice)
    await manager.opens_home()
    await play.press(manager, ids.AWAY, on=manager.home)
    await play.send(manager, {"Who is away": "Alice", "Day of return": play.house.now() - timedelta(days=2)})
    await play.send(manager, {"Day of return": play.house.now() + timedelta(days=9)})
    await manager.dismiss(everything=True)
    await play.types(manager, f"/genjin {script.team}")
    await play.set(Member, capacity=0)
    await play.enter(f"{script.short}{script.fair}")
    await play.days_pass(0, "allot-leads")
    await play.set(Member, capacity=None)
    await play.set(Pool, allots=False)
