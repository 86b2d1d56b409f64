"""The scene of dates: a deal is past its date; a new one is asked for, refused, granted; in the end it lapses."""

from datetime import timedelta

from sqlalchemy import update

from core.models import Deal, Pipeline
from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """All of it, on one deal."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    name = f"{script.other}{script.gated}"
    await play.enter_deals(name, to="小李")
    await past(play, name, 5)
    await play.house.run("warn-closing-deals", play.house.now())
    await play.deliver(rep)
    told = next(each for each in reversed(rep.dms) if any(b.action_id == ids.EXTENSION for b in each.buttons))
    await play.press(rep, ids.EXTENSION, on=told)
    day = play.house.now() + timedelta(days=20)
    await play.send(rep, {"Expected close": day})
    await play.send(rep, {"Your reason": script.quoted})
    await rep.dismiss(everything=True)
    await answer(play, ids.EXTENSION_REFUSE)
    await play.send(manager, {"Your reason": script.hollow})
    await manager.dismiss(everything=True)
    await play.deliver(rep, manager)
    await play.deed(rep, "New date…", on=await play.types(rep, f"/deal {name}"))
    await play.send(rep, {"Expected close": day, "Your reason": script.quoted})
    await rep.dismiss(everything=True)
    await answer(play, ids.EXTENSION_APPROVE)
    await play.deliver(rep, manager)
    await past(play, name, -1)
    await play.types(rep, f"/deal {name}")
    await play.house.run("close-overdue-deals", play.house.now())
    await play.deliver(rep)
    await play.types(manager, "/pipeline closing")
    await play.deed(rep, "Whole history", on=await play.types(rep, f"/deal {name}"))


async def answer(play: Play, action: str) -> None:
    """The manager answers the question for a new date."""
    manager = play.who("张军")
    await play.deliver(manager)
    asked = next(each for each in reversed(manager.dms) if any(b.action_id == action for b in each.buttons))
    await play.press(manager, action, on=asked)


async def past(play: Play, name: str, left: int) -> None:
    """The deal's date was yesterday; so many days are left until it is closed by itself."""
    today = play.house.now().date()
    async with play.house.db.begin() as session:
        await session.execute(
            update(Deal)
            .where(Deal.name == name)
            .values(
                expected_close=today - timedelta(days=1), warn_close_on=today, lapse_on=today + timedelta(days=left)
            )
        )
        await session.execute(update(Pipeline).values(grace_days=5))
