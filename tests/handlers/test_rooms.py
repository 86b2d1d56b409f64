"""A deal's channel in Slack: made by a button, kept as the team changes, told of what happens, archived in the end."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from core import deals, mates, moves, rooms
from core.deals import Terms
from core.moves import Ending
from handlers.register import SCOPES


async def entered(house, name="方舟电子"):
    by = await house.member("小李")
    async with house.db.begin() as session:
        deal, _ = await deals.create(session, customer=name, terms=Terms(), by=by, now=house.now(), anyway=True)
    return deal


async def team(house, deal, *, add=(), off=()):
    owner = await house.member("小李")
    people, gone = [await house.member(name) for name in add], [(await house.member(name)).id for name in off]
    async with house.db.begin() as session:
        await mates.put(session, deal_id=deal.id, add=people, off=gone, by=owner, now=house.now())


async def kept(house):
    """What a worker does until nothing is left: errands, notices, and the errands that waited for those."""
    await house.do_errands()
    await house.deliver()
    async with house.databases.everywhere().begin() as session:
        await session.execute(text("update errands set due_at = now() where token is null"))
    await house.do_errands()


def channel_of(house, name="方舟电子"):
    return house.slack.workspace.channel(f"#{name}")


def people_of(house, channel):
    return {house.slack.workspace.users[each].display_name for each in channel.members} - {"Genjin"}


async def made(house, who, name="方舟电子"):
    return await who.choose("更多…", "商机频道", on=await who.command(f"/deal {name}"))


async def test_a_channel_is_made_and_kept_from_the_first_day_to_the_archive(house, xiaoli, jia):
    deal = await entered(house)
    await team(house, deal, add=("销售甲",))
    assert "正在为 方舟电子 建频道" in (await made(house, xiaoli)).text
    await kept(house)

    channel = channel_of(house)
    assert channel.kind == "private"
    assert {"小李", "销售甲"} <= people_of(house, channel)
    (card,) = xiaoli.sees("#方舟电子")
    assert channel.pinned == [card.ts]
    assert all(part in card.text for part in ("方舟电子", "👥 @销售甲", "@小李为商机建的"))
    assert "💬 频道" in (await xiaoli.command("/deal 方舟电子")).text

    logged = await jia.command("/visit 方舟电子 做了演示，对方要200台扫描枪")
    await xiaoli.press("推进", on=await xiaoli.command("/deal 方舟电子"))
    await jia.press("撤销", on=logged)
    await team(house, deal, add=("Alice",), off=("销售甲",))
    await kept(house)
    said = [each.text for each in xiaoli.sees("#方舟电子")]
    assert len(said) == 2  # the follow-up that was taken back before it was told is not
    assert "@小李把 方舟电子 从 获得销售机会 推到 首次接触，10%。" in said[1]
    assert "首次接触" in said[0]  # the pinned card is true
    assert people_of(house, channel) & {"小李", "Alice", "销售甲"} == {"小李", "Alice"}
    assert not jia.sees("#方舟电子")

    await made(house, xiaoli)
    await kept(house)  # asked again, nothing is made twice
    assert [each.name for each in house.slack.workspace.channels.values()].count("方舟电子") == 1
    by = await house.member("小李")
    async with house.db.begin() as session:
        lost = Ending(words="黄了")
        await moves.lose(session, deal_id=deal.id, ending=lost, by=by, now=house.now())
    house.move_clock(house.now() + timedelta(days=12, hours=1))
    await house.run("prune", house.now())
    await kept(house)
    assert "归档" in xiaoli.sees("#方舟电子")[-1].text
    assert not channel.archived
    house.move_clock(house.now() + timedelta(days=2, hours=1))
    await house.run("prune", house.now())
    await kept(house)
    assert channel.archived
    assert "频道" not in (await xiaoli.command("/deal 方舟电子")).text

    await xiaoli.choose("更多…", "重新打开", on=await xiaoli.command("/deal 方舟电子"))
    await kept(house)
    assert not channel.archived


async def test_a_taken_name_gets_a_number_and_a_worker_that_died_finds_its_channel(house, xiaoli):
    house.slack.workspace.add_channel("方舟电子", bot=False)
    house.slack.workspace.add_channel("方舟电子-2", private=True)  # made, and not lived to write down
    await entered(house)
    await made(house, xiaoli)

    await kept(house)

    assert {each.name for each in house.slack.workspace.channels.values()} >= {"方舟电子", "方舟电子-2"}
    assert "方舟电子-3" not in {each.name for each in house.slack.workspace.channels.values()}
    assert "小李" in people_of(house, channel_of(house, "方舟电子-2"))


async def test_what_slack_refuses_is_said_in_a_sentence_with_what_to_do(house, xiaoli):
    await entered(house)
    workspace, card = house.slack.workspace, await xiaoli.command("/deal 方舟电子")
    granted = workspace.app
    workspace.app = replace(granted, declared=True, scopes=frozenset({*SCOPES} - {"im:write"}))
    await xiaoli.choose("更多…", "商机频道", on=card)
    await kept(house)
    await kept(house)
    told = [each.text for each in xiaoli.dms if "groups:write" in each.text]
    assert len(told) == 1
    assert "bot manifest" in told[0]

    workspace.app = granted
    await made(house, xiaoli)
    await kept(house)
    channel = channel_of(house)
    channel.members.remove(workspace.bot.id)  # somebody takes Genjin out
    await made(house, xiaoli)
    await kept(house)
    assert "频道已经不在了" in xiaoli.dms[-1].text
    await made(house, xiaoli)
    await kept(house)
    assert "小李" in people_of(house, channel_of(house, "方舟电子-2"))


def test_names_keep_to_slacks_rules():
    assert rooms.name_of("方舟电子 (山东) 有限公司") == "方舟电子-山东-有限公司"
    assert rooms.name_of("ACME, Inc.") == "acme-inc"
    assert rooms.name_of("…") == "deal"
    assert len(rooms.name_of("x" * 200, number=12)) == 80
    assert rooms.name_of("x" * 200, number=12).endswith("-12")
