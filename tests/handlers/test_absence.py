"""Away, said in chat; leads given out unasked, as those who get them and those who lead read it."""

from datetime import timedelta

from sqlalchemy import update

from core.models import Member, Pool


async def test_whoever_goes_away_says_so_and_is_back_with_one_undo(house, alice):
    await alice.opens_home()
    await alice.press("Away…", on=alice.home)
    assert list(alice.form.fields) == ["Day of return"]
    await alice.fill({"Day of return": house.now() - timedelta(days=1)})
    await alice.submit()
    assert "has passed or is today" in alice.told.text

    await alice.fill({"Day of return": house.now() + timedelta(days=3)})
    told = await alice.submit()

    assert "is away until" in told.text
    await alice.dismiss(everything=True)
    await alice.opens_home()
    assert alice.home.button("🌴 Away until")
    assert "🌴 away until" in (await alice.command("/genjin team")).text
    await alice.command("/genjin away")
    await alice.fill({"Day of return": None})
    assert "is here, and is given leads again" in (await alice.submit()).text


async def test_a_manager_says_it_for_the_team_and_for_nobody_else(house, zhangjun, alice):
    team = await zhangjun.command("/genjin 小组")
    await zhangjun.press("请假…", on=team)
    names = [option["text"]["text"] for option in zhangjun.form.input("谁请假").element["options"]]
    assert sorted(names) == sorted(["张军", "小李", "Alice"])
    await zhangjun.fill({"谁请假": "Alice", "返岗日期": house.now() + timedelta(days=2)})

    told = await zhangjun.submit()

    assert "Alice 请假" in told.text.replace("@", "")
    undone = await zhangjun.press("撤销", on=told)
    assert "已撤销" in undone.text
    assert "🌴" not in (await alice.command("/genjin team")).text


async def test_a_pool_gives_its_leads_out_and_says_what_spoke_for_whom(house, xiaoli, alice, zhangjun):
    async with house.db.begin() as session:
        await session.execute(update(Pool).values(allots=True))
        await session.execute(update(Member).where(Member.name == "Alice").values(tags=["扫描枪"]))
    await xiaoli.command("/lead new 方舟电子 要200台扫描枪")

    await house.run("allot-leads", house.now())

    asked = alice.dms[-1]
    assert "of the pool is yours, by rank" in asked.text
    assert "What spoke for you: good at 扫描枪 · no history yet · holds 0 of 50" in asked.text
    assert asked.button("Accept")


async def test_what_suits_nobody_is_told_to_those_who_lead_with_why(house, xiaoli, zhangjun):
    async with house.db.begin() as session:
        await session.execute(update(Pool).values(allots=True))
        await session.execute(update(Member).values(capacity=0))
    await xiaoli.command("/lead new 方舟电子 要200台扫描枪")

    await house.run("allot-leads", house.now())

    told = zhangjun.dms[-1]
    assert "公海 有 1 条线索没能自动分配出去" in told.text
    assert "原因：不接线索" in told.text
    assert "方舟电子" in told.text
    form = await zhangjun.press("批量分配…", on=told)
    assert "符合条件的线索有 1 条" in form.text
