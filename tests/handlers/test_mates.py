"""The team of a deal: whoever is on it sees it, logs and shows what they did; nothing else of the owner's."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import deals, mates, members, tasks
from core.deals import Terms
from core.models import Deal, Mate, Member, Role, Task
from handlers import ids
from tests.handlers.forging import press

NONE = "没有"


async def entered(house, name="方舟电子", of="小李", **terms):
    by = await house.member(of)
    async with house.db.begin() as session:
        deal, _ = await deals.create(session, customer=name, terms=Terms(**terms), by=by, now=house.now(), anyway=True)
    return deal


async def on_team(house, deal, *names):
    """These colleagues are on the team of the deal."""
    owner = await house.member("小李")
    people = [await house.member(name) for name in names]
    async with house.db.begin() as session:
        _, entry = await mates.put(session, deal_id=deal.id, add=people, by=owner, now=house.now())
    return entry


async def standing(house, deal):
    async with house.db.begin() as session:
        return [each.member.name for each in await mates.of_deal(session, deal=deal)]


async def test_a_colleague_of_another_team_put_on_it_in_a_line_helps_and_sees_nothing_else(
    house, xiaoli, jia, zhangjun
):
    deal = await entered(house, amount=300_000)
    other = await entered(house, "三励公司")
    assert NONE in (await jia.command("/deal 方舟电子")).text

    told = await xiaoli.command("/deal 方舟电子 团队 @销售甲 售前")
    assert all(part in told.text for part in ("1 人", "@销售甲 售前"))
    await house.deliver()
    joined, card = jia.dms[-2:]
    assert "@小李把你加进了 方舟电子 的团队，角色：售前。" in joined.text
    assert "👥 @销售甲 售前" in card.text
    assert {"推进", "赢单…", "修改"}.isdisjoint(button.text for button in card.buttons)
    assert "👥 @销售甲 售前" in (await xiaoli.command("/deal 方舟电子")).text

    logged = await jia.command("/visit 方舟电子 做了现场演示，对方要200台扫描枪，下周三出方案")
    assert "方舟电子" in logged.text
    await xiaoli.command("/visit 方舟电子 刘兵说预算批了30万")
    seen = await jia.command("/deal 方舟电子")
    assert all(part in seen.text for part in ("现场演示", "预算批了", "¥30万"))
    history = await jia.choose("更多…", "全部历史", on=seen)
    assert all(part in history.text for part in ("预算批了", "👥 把 @销售甲 加进了团队"))
    assert "方舟电子" in (await jia.command("/genjin find 扫描枪")).text
    refused = await press(jia, ids.DEAL_ADVANCE, {"deal": deal.id, "stage": deal.stage_id})
    assert refused.status == 200
    assert "方舟电子 归 @小李" in jia.told.text
    await press(jia, ids.DEAL_CARD, {"deal": other.id})
    assert "三励" not in jia.told.text
    assert NONE in (await jia.command("/deal 三励公司")).text
    assert "¥30万" not in (await jia.command("/pipeline")).text
    assert "¥30万" in (await zhangjun.command("/pipeline")).text

    await xiaoli.command("/deal 方舟电子 团队 移出 @销售甲")
    await house.deliver()
    assert "@小李把你移出了 方舟电子 的团队。" in jia.dms[-1].text
    assert "你已不在 方舟电子 的团队里。" in next(each for each in jia.dms if each.ts == card.ts).text
    assert NONE in (await jia.command("/deal 方舟电子")).text
    await press(jia, ids.VISIT_LOG, {"deal": deal.id})
    assert jia.form is None
    async with house.db.begin() as session:  # what was planned for it is the owner's now
        step = (await session.scalars(select(Task).where(Task.text.contains("出方案")))).one()
        assert step.owner_id == deal.owner_id


async def test_the_form_adds_several_changes_and_takes_off_and_undo_takes_it_back(house, alice):
    deal = await entered(house, "Acme", of="Alice")
    house.slack.workspace.add_user("Bot", id="UROBOT").is_bot = True
    card = await alice.command("/deal Acme")

    await alice.choose("More…", "Team…", on=card)
    await alice.submit()
    assert "Choose whom" in str(alice.form.errors)
    for wrong, why in ((["Bot"], "an app"), (["Alice"], "owns Acme")):
        await alice.fill({"Add colleagues": wrong})
        await alice.submit()
        assert why in str(alice.form.errors)
    await alice.fill({"Add colleagues": ["销售甲", "李庆成"], "Role in this deal": "Technical"})
    drawn = await alice.submit()
    assert "👥 @销售甲 Technical · @李庆成 Technical" in drawn.text
    await alice.dismiss(everything=True)

    await alice.choose("More…", "Team…", on=await alice.command("/deal Acme"))
    await alice.fill({"Take off the team": ["销售甲 (Technical)"], "Add colleagues": ["销售乙"]})
    drawn = await alice.submit()
    assert "👥 @李庆成 Technical · @销售乙" in drawn.text
    undone = await alice.press("Undo")
    assert "👥 @李庆成 Technical · @销售甲 Technical" in undone.text
    await alice.dismiss(everything=True)

    await house.deliver()
    theirs = house.person("李庆成")  # manages others, and yet may not move what he only helps with
    await press(theirs, ids.DEAL_ADVANCE, {"deal": deal.id, "stage": deal.stage_id})
    async with house.db.begin() as session:
        stands = await session.get_one(Deal, (deal.workspace_id, deal.id))
    assert stands.stage_id == deal.stage_id
    shown = await theirs.command("/deal Acme 团队")
    assert "调整团队…" not in {button.text for button in shown.buttons}
    asked = await alice.command("/deal Acme team @销售乙 wizard")
    assert all(part in asked.text for part in ("There is no role “wizard”", "Presales"))
    assert "Genjin" in (await alice.command("/deal Acme team @Bot")).text


async def test_given_away_the_successor_leaves_the_team_and_mates_keep_what_they_planned(house, xiaoli, alice, jia):
    deal = await entered(house)
    await on_team(house, deal, "Alice", "销售甲")
    owner, by, now = await house.member("小李"), await house.member("销售甲"), house.now()
    async with house.db.begin() as session:
        held = await deals.get(session, deal_id=deal.id, by=owner)
        for who, text in ((owner, "报价"), (by, "演示")):
            step = await tasks.plan(session, thing=held, text=text, on=None, by=owner, now=now)
            step.owner_id = who.id

    successor = await house.member("Alice")
    async with house.db.begin() as session:
        _, entry = await deals.give(session, deal_id=deal.id, to=successor, by=owner, now=now, reason="调岗")

    assert await standing(house, deal) == ["销售甲"]
    async with house.db.begin() as session:
        steps = {step.text: step.owner_id for step in await session.scalars(select(Task))}
    assert steps == {"报价": successor.id, "演示": by.id}
    assert NONE in (await xiaoli.command("/deal 方舟电子")).text
    await press(xiaoli, ids.UNDO, {"audit": entry.id})
    assert await standing(house, deal) == ["Alice", "销售甲"]


async def test_two_who_add_at_once_add_each_once(house):
    deal, owner = await entered(house), await house.member("小李")
    people = [await house.member(name) for name in ("Alice", "销售甲", "销售乙")]

    async def add(who):
        async with house.db.begin() as session:
            await mates.put(session, deal_id=deal.id, add=who, by=owner, now=house.now())

    await asyncio.gather(*(add(who) for who in (people[:2], people[1:], people)))

    async with house.db.begin() as session:
        rows = await session.scalar(select(func.count()).select_from(Mate).where(Mate.left_at.is_(None)))
    assert rows == 3
    assert sorted(await standing(house, deal)) == ["Alice", "销售乙", "销售甲"]


async def test_a_hundred_are_a_team_and_one_more_is_told_so(house, xiaoli):
    deal, owner, now = await entered(house), await house.member("小李"), house.now()
    here = house.slack.workspace.id
    async with house.db.begin() as session:
        crowd = [
            Member(workspace_id=here, slack_id=f"UCROWD{n}", name=f"支持{n}", role=Role.SUPPORTER, created_at=now)
            for n in range(101)
        ]
        session.add_all(crowd)
        await session.flush()
        await mates.put(session, deal_id=deal.id, add=crowd[:100], by=owner, now=now)
        with pytest.raises(mates.TeamFull):
            await mates.put(session, deal_id=deal.id, add=crowd[100:], by=owner, now=now)
        crowd[0].active = False
    card = await xiaoli.command("/deal 方舟电子")
    assert "91" in card.text
    assert not card.problems

    await xiaoli.choose("更多…", "团队…", on=card)

    assert len(xiaoli.form.fields["移出团队"].element["options"]) == 99


async def test_of_a_closed_deal_the_team_stays_and_nobody_new_comes(house, jia):
    deal, owner = await entered(house), await house.member("小李")
    await on_team(house, deal, "销售甲")
    async with house.db.begin() as session:
        row = await deals.lock(session, deal_id=deal.id, by=owner)
        row.status, row.closed_at = "won", house.now() - timedelta(days=1)
    assert "方舟电子" in (await jia.command("/deal 方舟电子")).text

    async with house.db.begin() as session:
        with pytest.raises(deals.DealClosed):
            await mates.put(session, deal_id=deal.id, add=[await house.member("Alice")], by=owner, now=house.now())
        off = [(await members.known(session, slack_id="UXIAOSHOUJIA", by=owner)).id]
        await mates.put(session, deal_id=deal.id, off=off, by=owner, now=house.now())
    assert await standing(house, deal) == []
