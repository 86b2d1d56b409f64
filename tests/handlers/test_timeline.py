"""A customer's timeline: all that was done, by whom, for those who may see it."""

from tests.house import House


async def grown(house: House, xiaoli):
    """小李's lead: claimed, followed up, quoted, rated, made a deal, moved on."""
    await xiaoli.command("/lead new 方舟电子 刘兵 13800138000 要200台扫描枪")
    await xiaoli.press("认领", on=await xiaoli.command("/lead 公海"))
    await xiaoli.command("/visit 方舟电子 见了刘兵 13900139000，报价28万")
    await xiaoli.choose("更多…", "成交可能…", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.fill({"成交的可能有多大？": "小", "可能小或无时，说明原因": "没有预算"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)


async def history(who, name="方舟电子"):
    return await who.choose("更多…", "全部历史", on=await who.command(f"/lead {name}"))


async def test_all_that_was_done_stands_in_it_newest_first(house, xiaoli):
    await grown(house, xiaoli)

    told = (await history(xiaoli)).text

    steps = ["评估成交可能：小 · 没有预算", "见了刘兵", "从公海认领", "录入线索"]
    assert [step for step in steps if step in told] == steps
    assert [told.index(step) for step in steps] == sorted(told.index(step) for step in steps)
    assert told.count("@小李") >= 4


async def test_the_price_a_lead_came_with_stands_in_it_once_another_was_given(house, xiaoli, alice):
    await xiaoli.command("/lead new 方舟电子 要200台扫描枪 报价28.5万")
    await xiaoli.press("认领", on=await xiaoli.command("/lead 公海"))
    await xiaoli.command("/visit 方舟电子 刘兵嫌贵，改报26万")
    undone = await alice.command("/lead new Acme, quoted $1,250.50")
    await alice.press("Undo", on=undone)

    assert "🌱 录入线索 · 已报价格：¥28.5万" in (await history(xiaoli)).text
    assert "free" in (await alice.command("/taken Acme")).text


async def test_what_was_undone_is_struck_through_and_stays(house, xiaoli):
    await grown(house, xiaoli)
    await xiaoli.press("撤销", on=await xiaoli.command("/visit 方舟电子 刘兵说下周三拍板"))
    await xiaoli.press("推进", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.press("撤销", on=await xiaoli.submit())
    await xiaoli.dismiss(everything=True)

    told = (await history(xiaoli)).text

    assert "刘兵说下周三拍板" in told
    assert [line[:4] for line in told.split("\n") if "已撤销" in line] == ["💼 转为", "💬 刘兵"]


async def test_a_deal_shows_the_leads_days_too(house, xiaoli):
    await grown(house, xiaoli)
    await xiaoli.press("推进", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.fill({"金额": "30万"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)
    card = await xiaoli.command("/deal 方舟电子")
    await xiaoli.press("推进", on=card)

    told = (await xiaoli.choose("更多…", "全部历史", on=await xiaoli.command("/deal 方舟电子"))).text

    assert "获得销售机会 → 首次接触" in told
    assert "从公海认领" in told


async def test_whoever_is_given_a_deal_reads_the_days_of_its_lead_too(house, xiaoli, zhangjun, alice):
    await grown(house, xiaoli)
    await xiaoli.press("推进", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.submit()
    await zhangjun.choose("更多…", "转给同事", on=await zhangjun.command("/deal 方舟电子"))
    await zhangjun.fill({"转给": alice, "理由": "小李休假"})
    await zhangjun.submit()
    await house.deliver()

    card = await alice.command("/deal 方舟电子")
    told = (await alice.choose("More…", "Whole history", on=card)).text

    assert "见了刘兵 13900139000，报价28万" in alice.dms[0].text
    assert "1 hit" in (await alice.command("/genjin find 报价28万")).text
    assert all(part in told for part in ("claimed the lead", "见了刘兵", "made the lead a deal", "gave the deal to"))
    assert told.count("made the lead a deal") == 1
    assert "changed it" not in told


async def test_in_the_pool_it_gives_no_number_away_and_a_stranger_sees_nothing_of_a_held_one(house, xiaoli, jia):
    await grown(house, xiaoli)
    assert "没有" in (await jia.command("/lead 方舟电子")).text
    await xiaoli.press("退回公海", on=await xiaoli.command("/lead 方舟电子"))

    told = (await history(jia)).text

    assert "退回公海" in told
    assert "13900139000" not in told
    assert "139" in told


async def test_a_long_one_turns_pages(house, xiaoli):
    await grown(house, xiaoli)
    for n in range(15):
        await xiaoli.command(f"/visit 方舟电子 刘兵要了第{n}份样品，{n}号仓库验收")

    first = await history(xiaoli)
    second = await xiaoli.press("更早的 ›", on=first)

    assert "录入线索" not in first.text
    assert "录入线索" in second.text
    assert second.button("‹ 更新的")
