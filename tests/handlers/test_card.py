"""A deal's card: changed on itself, by two at once, given to a colleague; every posted copy stays true."""

from datetime import date, timedelta

from tests.handlers.test_stages import entered

SOON = date(2027, 3, 31)


async def test_the_close_date_is_picked_on_the_card(house, xiaoli):
    await entered(house)

    card = await xiaoli.choose("预计成交", SOON, on=await xiaoli.command("/deal 方舟电子"))

    assert "3月31日" in card.text
    undone = await xiaoli.press("撤销", on=card)
    assert "3月31日" not in undone.text


async def test_picked_on_an_old_card_it_says_who_changed_it_and_shows_the_new_one(house, alice, zhangjun):
    await entered(house, "Acme", of="Alice")
    old = await alice.command("/deal Acme")
    await zhangjun.choose("预计成交", SOON, on=await zhangjun.command("/deal Acme"))

    told = await alice.choose("Expected close", SOON + timedelta(days=9), on=old)

    assert "Expected close: – → Wed, Mar 31" in told.text
    assert "by @张军" in told.text
    again = await alice.choose("Expected close", SOON + timedelta(days=9), on=told)
    assert "Apr 9" in again.text


async def test_advance_on_an_old_card_shows_the_new_one(house, alice, zhangjun):
    await entered(house, "Acme", of="Alice")
    old = await alice.command("/deal Acme")
    await zhangjun.press("推进", on=await zhangjun.command("/deal Acme"))

    told = await alice.press("Advance", on=old)

    assert "is in First contact now: @张军 moved it" in told.text
    assert told.button("Advance")
    assert "Goods" not in (await alice.press("Advance", on=told)).text


async def test_the_second_of_two_editors_is_told_and_loses_no_word(house, xiaoli, zhangjun):
    await entered(house, amount=100)
    for who in (xiaoli, zhangjun):
        await who.press("修改", on=await who.command("/deal 方舟电子"))
    await zhangjun.fill({"金额": "90万", "商机": "方舟电子 二期"})
    await zhangjun.submit()
    await xiaoli.fill({"金额": "80万", "成交概率（%）": "55"})

    told = await xiaoli.submit()

    assert "金额：¥100 → ¥90万，@张军" in told.text
    assert xiaoli.form.fields["金额"].value == "80万"
    assert xiaoli.form.fields["成交概率（%）"].value == "55"
    done = await xiaoli.submit()
    for shown in ("¥80万", "55%", "方舟电子 二期"):
        assert shown in done.text, shown


async def test_two_editors_of_different_things_both_have_their_way(house, xiaoli, zhangjun):
    await entered(house, amount=100)
    for who in (xiaoli, zhangjun):
        await who.press("修改", on=await who.command("/deal 方舟电子"))
    await zhangjun.fill({"金额": "90万"})
    await zhangjun.submit()
    await xiaoli.fill({"预计成交": SOON})

    done = await xiaoli.submit()

    assert "¥90万" in done.text
    assert "3月31日" in done.text


async def test_the_amount_alone_from_the_menu(house, alice):
    await entered(house, "Acme", of="Alice")
    await alice.choose("More…", "Amount…", on=await alice.command("/deal Acme"))
    await alice.fill({"Amount": "lots"})
    await alice.submit()
    assert "Amount" in alice.form.errors
    await alice.fill({"Amount": "1.5M"})

    assert "¥1,500,000" in (await alice.submit()).text


async def test_given_to_a_colleague_with_its_plans_and_both_are_told(house, xiaoli, alice, zhangjun):
    await entered(house)
    await xiaoli.command("/visit 方舟电子 见了刘兵,下周三报价")
    await xiaoli.choose("更多…", "把卡片发到私信", on=await xiaoli.command("/deal 方舟电子"))
    await house.deliver()
    posted = xiaoli.dms[-1]
    await zhangjun.choose("更多…", "转给同事", on=await zhangjun.command("/deal 方舟电子"))
    await zhangjun.fill({"转给": house.person("Alice"), "理由": "小李休假"})
    done = await zhangjun.submit()
    await house.deliver()

    assert "方舟电子 现在归 @Alice 负责" in done.text
    assert "@张军 gave you the deal 方舟电子" in alice.dms[-1].text
    assert all(part in alice.dms[-1].text for part in ("小李休假", "👤 刘兵", "📝 见了刘兵"))
    assert any("@张军 把商机 方舟电子 转给了 @Alice" in each.text for each in xiaoli.dms)
    assert "现在归 @Alice 负责" in next(each for each in xiaoli.dms if each.ts == posted.ts).text
    assert "没有叫" in (await xiaoli.command("/deal 方舟电子")).text
    assert "报价" in (await alice.command("/today")).text
    assert any("把商机 方舟电子 转给了 @Alice" in each.text and "小李休假" in each.text for each in xiaoli.dms)
    card = await zhangjun.command("/deal 方舟电子")
    assert "把商机转给了 @Alice：小李休假" in (await zhangjun.choose("更多…", "全部历史", on=card)).text
    await zhangjun.press("撤销", on=card)
    await house.deliver()
    assert "获得销售机会" in next(each for each in xiaoli.dms if each.ts == posted.ts).text
    assert "撤销" not in {button.text for button in (await zhangjun.command("/deal 方舟电子")).buttons}

    await xiaoli.choose("更多…", "转给同事", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.fill({"转给": house.person("Alice")})
    await xiaoli.submit()
    assert xiaoli.form.errors
    await xiaoli.fill({"理由": "调岗"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)
    await house.deliver()
    await xiaoli.press("撤销", on=next(each for each in xiaoli.dms if each.ts == posted.ts))
    assert "推进" in {button.text for button in (await xiaoli.command("/deal 方舟电子")).buttons}


async def test_not_given_outside_the_team_nor_to_a_stranger(house, xiaoli):
    await entered(house)
    await xiaoli.choose("更多…", "转给同事", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.fill({"转给": house.person("销售甲"), "理由": "调岗"})
    await xiaoli.submit()
    assert "不在 @小李 的小组里" in str(xiaoli.form.errors) or "不在" in str(xiaoli.form.errors)
    await xiaoli.fill({"转给": house.person("小李")})
    await xiaoli.submit()
    assert "已经是" in str(xiaoli.form.errors)


async def test_a_visit_logged_is_on_the_posted_card_at_once(house, xiaoli):
    await entered(house)
    await xiaoli.choose("更多…", "把卡片发到私信", on=await xiaoli.command("/deal 方舟电子"))
    await house.deliver()
    posted = xiaoli.dms[-1]

    await xiaoli.command("/visit 方舟电子 报价28万给刘兵,下周三回访")
    await house.deliver()

    again = next(each for each in xiaoli.dms if each.ts == posted.ts)
    assert "¥28万" in again.text
    assert "回访" in again.text
