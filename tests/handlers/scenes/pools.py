"""The scene of pools: an admin opens, changes, orders and closes them; managers lock, move and look; people choose."""

from dataclasses import replace

from sqlalchemy import select

from core import pools
from core.models import Pool
from core.pools import rules
from handlers import ids
from sandbox.seen import Seen
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """An admin's hand, a manager's, a rep's."""
    for scene in (_made, _changed, _ordered, _of_leads, _looked_into, _closed):
        await scene(play)


async def _menu(play: Play, entry: str, near: str) -> Seen:
    """An entry of a pool's menu, on a fresh list."""
    admin = play.who("陈总")
    listed = await play.types(admin, f"/genjin {play.script.pools}")
    play.pressed.add(ids.POOL_MENU)
    seen = await admin.press(play.t.plain(entry), on=listed, near=near)
    play.shown.look(admin, seen)
    return seen


async def _made(play: Play) -> None:
    """One with every rule, wrong numbers on the way; then so many that the list has pages."""
    admin, script = play.who("陈总"), play.script
    await play.types(play.who("小李"), f"/genjin {script.pools}")
    await play.types(admin, f"/genjin {script.pools}")
    await play.press(admin, ids.POOL_NEW)
    await play.send(
        admin, {"Name": script.many[0], "Who may see and claim": play.t.plain("Only for those chosen below")}
    )
    await play.send(admin, {"Teams": ["广告组"], "Claims a day, each member": "x"})
    await play.send(admin, {"Claims a day, each member": "30", "Held at once, by grade": script.short})
    rules = {
        "Held at once, by grade": f"{script.person}=80 {script.short}=50",
        "Tags it asks for": script.short,
        "Regions it asks for": script.other,
    }
    await play.send(admin, {**rules, "Members": [play.who("Alice")], "Channel for its new leads": "#ads"})
    await play.press(admin, ids.POOLS)
    await admin.dismiss(everything=True)
    for name in script.many[1:12]:
        await play.types(admin, f"/genjin {script.pools}")
        await play.press(admin, ids.POOL_NEW)
        await play.send(admin, {"Name": name})
        await admin.dismiss(everything=True)
    await play.types(admin, f"/genjin {script.pools}")
    await play.press(admin, f"{ids.POOLS}.next")
    await play.press(admin, ids.POOLS)


async def _changed(play: Play) -> None:
    """Its rules, while somebody else changed them too; and what the first pool is called."""
    admin, script = play.who("陈总"), play.script
    await _menu(play, "Change…", script.many[0])
    await _behind_their_back(play, script.many[0])
    chance = play.t.plain("Working days between follow-ups, chance {chance}", chance=play.t.plain("High"))
    await admin.fill({chance: "3"})
    await play.send(admin, {"Days before a former owner may claim again": "5"})
    await play.send(admin, {"Days before a former owner may claim again": "0"})
    await admin.dismiss(everything=True)
    await _menu(play, "What was changed", script.many[0])


async def _behind_their_back(play: Play, name: str) -> None:
    by = await play.house.member("陈总")
    async with play.begun() as session:
        pool_id = await session.scalar(select(Pool.id).where(Pool.name == name))
        pool = await pools.lock(session, pool_id=pool_id or 0, by=by)
        told = replace(rules.rules_of(pool), open_to_all=True, regions=(), channel=None, claims_a_day=None)
        belongs = await rules.belonging(session, pool=pool)
        await rules.change(session, pool=pool, rules=told, belongs=belongs, by=by, now=play.house.now())


async def _ordered(play: Play) -> None:
    """One place earlier, one later."""
    await _menu(play, "Ask it earlier", play.script.many[1])
    await _menu(play, "Ask it later", play.script.many[1])
    await _menu(play, "What was changed", play.script.many[1])


async def _of_leads(play: Play) -> None:
    """Locked, unlocked, moved, looked at, by a manager; a rep is refused."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    told = script.lead.replace("13800138000", "13712345678")
    await play.types(rep, f"/lead {script.new} {script.pooled} {told}")
    await play.deliver(rep)
    posted, asked = rep.sees("#lead-pool")[-1], f"/lead {script.pooled}"
    await play.deed(rep, "Show contact", on=await play.types(rep, asked))
    await play.deed(manager, "Show contact", on=await play.types(manager, asked))
    await play.deed(manager, "Lock", on=await play.types(manager, asked))
    await play.deliver(rep)
    await play.press(rep, ids.LEAD_CLAIM, on=posted)
    await play.types(rep, f"/lead {script.pool}")
    await play.deed(manager, "Unlock", on=await play.types(manager, asked))
    for name in (script.many[2], script.many[0]):
        await play.deed(manager, "Move to pool…", on=await play.types(manager, asked))
        await play.send(manager, {"Pool": name})
        await manager.dismiss(everything=True)
        await play.deliver(rep)
    await play.types(manager, asked)


async def _looked_into(play: Play) -> None:
    """A rep chooses another pool and some of its leads, claims, lets go, and has to wait."""
    rep, alice, script = play.who("小李"), play.who("Alice"), play.script
    for name, place in zip(script.many, (script.short, script.other) * 7, strict=False):
        await play.types(alice, f"/lead {script.new}")
        await play.send(alice, {"Customer": f"{name}{script.pooled}", "Region": place})
        await alice.dismiss(everything=True)
    await play.types(rep, f"/lead {script.pool}")
    await play.choose(rep, ids.LEAD_POOL_PICK, "Pool", script.many[0])
    await play.choose(rep, ids.LEAD_POOL_ONLY, "Show only…", script.other)
    await play.choose(rep, ids.LEAD_POOL_ONLY, "Show only…", play.t.plain("Show all"))
    await play.press(rep, ids.LEAD_CLAIM)
    mine = await play.press(rep, ids.LEAD_CARD)
    await play.press(rep, ids.LEAD_RELEASE, on=mine)
    await play.deliver(rep)
    await play.types(rep, f"/lead {script.pool}")
    await play.choose(rep, ids.LEAD_POOL_PICK, "Pool", script.many[0])


async def _closed(play: Play) -> None:
    """Who looked at contacts, more than a page; and a pool is closed."""
    admin, script = play.who("陈总"), play.script
    card = await play.types(admin, f"/lead {script.pooled}")
    for _ in range(11):
        await play.deed(admin, "Show contact", on=card)
    await play.types(admin, f"/genjin {script.pools}")
    await play.press(admin, ids.REVEALS)
    await play.press(admin, f"{ids.REVEALS}.next")
    await play.press(admin, ids.REVEALS)
    await _menu(play, "Close…", script.many[0])
    await play.send(admin, {"Its leads go to": script.many[1]})
    await admin.dismiss(everything=True)
