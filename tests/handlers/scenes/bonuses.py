"""The scene of bonuses: rules set by the admin, a deal called hard, each looking at their own and the team's."""

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """All of it, over the deals that were won before."""
    rep, manager, admin, script = play.who("小李"), play.who("张军"), play.who("陈总"), play.script
    await play.types(rep, f"/genjin {script.bonus}")
    await rules(play)
    name = f"{script.nonsense}{script.gated}"
    await play.enter_deals(name, to="小李")
    card = await play.types(manager, f"/deal {name}")
    await play.deed(rep, "Difficulty…", on=await play.types(rep, f"/deal {name}"))
    await play.deed(manager, "Difficulty…", on=card)
    await play.send(manager, {"Coefficient": "?", "Reason": script.quoted})
    await play.send(manager, {"Coefficient": "2.5"})
    await manager.dismiss(everything=True)
    await play.types(rep, f"/deal {name}")
    for who in (rep, manager, admin):
        await play.types(who, f"/genjin {script.bonus}")
    shown = await play.types(manager, f"/genjin {script.bonus} {script.period}")
    for n in (2, 7, 6):
        shown = await play.press(manager, f"{ids.BONUS}.{n}")
    shown = await play.types(admin, f"/genjin {script.bonus}")
    menu = shown.input(ids.BONUS_MEMBER)
    play.pressed.add(ids.BONUS_MEMBER)
    play.shown.look(admin, await admin.choose(ids.BONUS_MEMBER, menu.options[0], on=shown))
    await play.types(rep, f"/genjin {script.bonus} {script.nonsense}")


async def rules(play: Play) -> None:
    """A rule that gives something of everything; one for a pipeline that gives nothing."""
    admin, rep, script = play.who("陈总"), play.who("小李"), play.script
    listed = await play.types(admin, f"/genjin {script.bonus} rules")
    await play.press(admin, ids.BONUS_RULE, on=listed)
    await play.send(admin, {"Base for each won deal": "1000", "Per cent of the amount": "101"})
    await play.send(
        admin,
        {
            "Per cent of the amount": "1.5",
            "More for a new customer": "500",
            "Times, for a new customer": "1.2",
            "More for a new product": "300",
            "Times, for a new product": "1.1",
            "New products": script.nonsense,
            "Per cent for the team's manager": "10",
        },
    )
    await admin.dismiss(everything=True)
    await play.press(admin, ids.BONUS_RULE, on=listed)
    form = admin.form.fields[play.t.plain("For deals of")]
    await play.send(admin, {"For deals of": form.options[-1], "What holds": play.t.plain("None from that day on")})
    await admin.dismiss(everything=True)
    await play.press(rep, ids.BONUS_RULES, on=await play.types(rep, f"/genjin {script.bonus}"))
