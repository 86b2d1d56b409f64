"""Chances in chat: rated from the card's menu, dead leads listed, offered, picked up."""

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2027, 3, 1, 2, tzinfo=UTC)  # ten in the morning in Shanghai; no holiday near


async def held(house, who, name="方舟电子"):
    await who.command(f"/lead new {name} 刘兵 13800138000 要200台扫描枪")
    pool = "公海" if who.name != "Alice" else "pool"
    await who.press("lead.claim", on=await who.command(f"/lead {pool}"))
    await house.deliver()
    return await who.command(f"/lead {name}")


async def given_up(house, who, name="方舟电子"):
    await who.choose("更多…", "成交可能…", on=await held(house, who, name))
    await who.fill({"成交的可能有多大？": "无：成为死线索", "可能小或无时，说明原因": "没有预算"})
    return await who.submit()


async def test_none_without_a_reason_says_so_in_the_form(house, xiaoli):
    await xiaoli.choose("更多…", "成交可能…", on=await held(house, xiaoli))
    await xiaoli.fill({"成交的可能有多大？": "无：成为死线索"})

    told = await xiaoli.submit()

    assert "为什么这么低" in told.text
    assert xiaoli.form is not None


async def test_a_dead_lead_is_listed_with_why_and_anybody_else_picks_it_up(house, xiaoli, alice):
    told = await given_up(house, xiaoli)
    assert "没有预算" in told.text

    listed = await alice.command("/lead dead")
    assert "方舟电子" in listed.text
    assert "No budget" in listed.text
    assert "13800138000" not in listed.text
    card = await alice.press("Pick up", on=listed)

    assert "138 0013 8000" in card.text
    assert card.button("Log")
    assert "You hold 1 lead" in (await alice.command("/lead mine")).text
    assert "还没有死线索" in (await xiaoli.command("/lead 死线索")).text


async def test_what_died_is_told_with_its_reason_in_full_and_what_was_learnt_there(house, xiaoli, alice, jia):
    house.move_clock(MONDAY)
    await held(house, xiaoli)
    await xiaoli.command("/visit 方舟电子 见了刘兵 13800138000,预算要等明年")
    await xiaoli.choose("更多…", "成交可能…", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.fill(
        {
            "成交的可能有多大？": "无：成为死线索",
            "可能小或无时，说明原因": "没有预算",
            "也可以自己写（或补充说明）": "明年三月再看",
        }
    )
    assert "没有预算 · 明年三月再看" in (await xiaoli.submit()).text

    listed = await alice.command("/lead dead")
    assert "No budget · 明年三月再看" in listed.text
    assert "last follow-up today 10:00 AM, @小李" in listed.text
    assert "预算要等明年" in listed.text
    card = await alice.press("Open", on=listed)
    assert "None (dead): No budget · 明年三月再看" in card.text
    assert "13800138000" not in listed.text + card.text.replace(" ", "")

    told = await jia.command("/taken 方舟电子")
    assert "曾被标为死线索" in told.text
    assert "归" in (await jia.press("接手", on=told)).text
    assert "0 dead leads" in (await alice.command("/lead dead")).text
    refused = await alice.press("Pick up", on=listed)
    assert "already belongs to @销售甲" in refused.text
    assert "200台" not in refused.text


async def test_undone_from_its_form_it_is_mine_again(house, xiaoli):
    told = await given_up(house, xiaoli)

    await xiaoli.press("撤销", on=told)

    assert "你名下有 1 条线索" in (await xiaoli.command("/lead 我的")).text or "方舟电子" in xiaoli.told.text


async def test_each_week_others_are_offered_a_few_with_a_button(house, xiaoli, alice):
    house.move_clock(MONDAY)
    await given_up(house, xiaoli)
    house.move_clock(MONDAY + timedelta(days=7))

    ran = await house.run("revive-dead-leads", house.now())

    assert ran.found == 1
    offer = next(
        message for who in (alice, house.person("销售甲")) for message in who.dms if "方舟电子" in message.text
    )
    assert offer.button("Pick up") or offer.button("接手")
    assert not any("🌱" in message.text for message in xiaoli.dms)


async def test_an_offer_that_no_longer_holds_is_not_made(house, xiaoli, alice, jia):
    house.move_clock(MONDAY)
    await given_up(house, xiaoli)
    await jia.press("接手", on=await jia.command("/lead 死线索"))

    ran = await house.run("revive-dead-leads", house.now() + timedelta(days=7))

    assert ran.found == 0
    assert not any("🌱" in message.text for message in alice.dms)


async def test_the_workspaces_own_reasons_are_offered(house, xiaoli, admin):
    await admin.command("/genjin 设置")
    await admin.fill({"成交可能小的原因": "老板不批\n换了供应商\n老板不批"})
    await admin.submit()

    await xiaoli.choose("更多…", "成交可能…", on=await held(house, xiaoli))
    await xiaoli.fill({"成交的可能有多大？": "小", "可能小或无时，说明原因": "换了供应商"})
    card = await xiaoli.submit()

    assert "换了供应商" in card.text
