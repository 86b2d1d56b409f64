"""Who decides at a customer: the map, its people changed, a circle refused, somebody gone, pages, warnings."""

from datetime import timedelta

from sqlalchemy import select

from core.models import Account, Contact, Deal
from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """One customer with a deal and many people."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    name = "威兰机器人" if play.t.chinese else "Weyland Robotics"
    at = "决策图" if play.t.chinese else "map"
    await play.types(rep, f"/deal {script.new} {name} {'30万' if play.t.chinese else '300k'}")
    await play.types(rep, f"/deal {name} {at}")
    people = "王总、李工、刘兵" if play.t.chinese else "Tom Baker, Jane Smith and Bob Stone"
    await play.types(rep, f"/visit {name} {'见了' if play.t.chinese else 'met '}{people}")
    drawn = await play.types(rep, f"/deal {name} {at}")
    await play.press(rep, ids.DECIDER_EDIT, on=drawn)
    await play.send(
        rep,
        {
            "Role": play.t.plain("decision maker"),
            "Stance": play.t.plain("for us"),
            "How much say": play.t.plain("much say"),
            "Cares about": script.quoted,
            "Likes, besides work": script.hollow,
        },
    )
    await rep.dismiss(everything=True)
    said = "王总 决策者 支持" if play.t.chinese else "Tom Baker decision maker for"
    await play.types(rep, f"/deal {name} {said}")
    plainly = "李工是技术负责人" if play.t.chinese else "Jane Smith is the technical lead"
    await play.types(rep, f"/visit {name} {plainly}")
    gone = "刘兵调走了,换周敏负责" if play.t.chinese else "Bob Stone left, Ann Field takes over"
    await play.types(rep, f"/visit {name} {gone}")
    await play.deliver(rep, manager)
    async with play.house.db.begin() as session:
        account = (await session.scalars(select(Account).where(Account.name == name))).one()
        facts = {"workspace_id": account.workspace_id, "account_id": account.id, "created_at": account.created_at}
        session.add_all(Contact(name=f"{script.person} {n}", **facts) for n in range(20))
    drawn = await play.types(rep, f"/deal {name} {at}")
    await play.press(rep, f"{ids.DECIDERS}.next", on=drawn)
    await play.press(rep, ids.DECIDERS)
    await play.deed(rep, "Decision map", on=await play.types(rep, f"/deal {name}"))
    await play.set(Deal, created_at=play.house.now() - timedelta(days=9))
    await play.days_pass(0.01, "warn-thin-deals")
    await play.deliver(rep, manager)
