"""Difficulty and bonus: 1,000 × 2.5; each their own, whoever leads theirs, by the rules of the day it was won."""

from decimal import Decimal

from core import bonus, deals, moves
from core.bonus import Told
from core.deals import Terms
from core.moves import Ending
from tests.handlers.test_reviews import entered


async def ruled(house, **told):
    """A rule that has held for a long time."""
    by, now = await house.member("陈总"), house.now()
    async with house.db.begin() as session:
        begins = told.pop("from_on", now.date().replace(year=now.year - 1))
        newest = max((each.id for each in (await bonus.of_workspace(session, by=by)).all), default=0)
        sums = {name: Decimal(value) for name, value in told.items()}
        await bonus.put(session, told=Told(begins, **sums), seen=newest, by=by, now=now)


async def won(house, name, of="小李", **terms):
    """A deal entered and won."""
    by = await house.member(of)
    deal = await entered(house, name, of=of, **terms)
    async with house.db.begin() as session:
        await moves.win(session, deal_id=deal.id, ending=Ending(words="x"), by=by, now=house.now())
    return deal


async def test_two_and_a_half_thousand_for_a_hard_deal_of_a_new_customer_said_in_words(house, xiaoli, zhangjun):
    await ruled(house, base=1000, customer_extra=500)
    await entered(house, amount=80_000)
    rated = await zhangjun.command("/deal 方舟电子 系数 2.5 对方压价狠")
    assert "难度系数 2.5 · 对方压价狠" in rated.text
    await house.deliver()
    heard = xiaoli.dms[-1].text
    assert all(part in heard for part in ("@张军 把商机 方舟电子 的难度系数定为 2.5", "对方压价狠"))
    assert "难度系数 2.5" in (await xiaoli.command("/deal 方舟电子")).text
    would = await xiaoli.command("/genjin 奖金")
    assert "基数 ¥1,000 × 系数 2.5 + 新客户 ¥500 = ¥3,000" in would.text
    assert "1 笔跟进中的商机可得 ¥3,000，按概率折算 ¥150" in would.text

    card = await xiaoli.command("/deal 方舟电子")
    await xiaoli.press("赢单", on=card)
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)

    seen = await xiaoli.command("/genjin 奖金")
    assert "1 笔赢单，奖金 ¥3,000" in seen.text.replace("*", "")
    assert "基数 ¥1,000 × 系数 2.5 + 新客户 ¥500 = ¥3,000" in seen.text
    assert "0 笔赢单，奖金 –" in (await xiaoli.press("上月", on=seen)).text.replace("*", "")
    await xiaoli.choose("更多…", "重新打开", on=await xiaoli.command("/deal 方舟电子"))
    assert "0 笔赢单" in (await xiaoli.command("/genjin 奖金")).text


async def test_only_who_leads_the_owner_says_how_hard_it_is(house, alice, jia, zhangjun, admin):
    await entered(house, "Acme", of="Alice")
    await entered(house, "红杉机械", of="张军")

    assert "not its owner's to say. Ask @张军" in (await alice.command("/deal Acme coefficient 2.5")).text
    await alice.choose("More…", "Difficulty…", on=await alice.command("/deal Acme"))
    assert alice.form is None
    assert "没有叫" in (await jia.command("/deal Acme 系数 2.5")).text
    assert "请找 @陈总" in (await zhangjun.command("/deal 红杉机械 系数 2")).text
    for odd in ("0.05", "11", "2.555", "25"):
        assert "最多两位小数" in (await zhangjun.command(f"/deal Acme 系数 {odd}")).text
    assert "难度系数 2" in (await admin.command("/deal 红杉机械 系数 2")).text
    await zhangjun.choose("更多…", "难度系数…", on=await zhangjun.command("/deal Acme"))
    await zhangjun.fill({"系数": "太难", "原因": "三家竞争"})
    await zhangjun.submit()
    assert "系数" in zhangjun.form.errors
    await zhangjun.fill({"系数": "１.５"})
    saved = await zhangjun.submit()
    assert "难度系数 1.5 · 三家竞争" in saved.text
    await zhangjun.press("撤销", on=saved)
    await zhangjun.dismiss(everything=True)
    assert "Difficulty" not in (await alice.command("/deal Acme")).text.replace("Difficulty…", "")


async def test_of_several_deals_and_of_none_it_asks_which(house, zhangjun):
    await entered(house, "方舟电子", name_of_deal="方舟 一期")
    async with house.db.begin() as session:
        by = await house.member("小李")
        await deals.create(session, customer="方舟电子", terms=Terms("方舟 二期"), by=by, now=house.now())
    asked = await zhangjun.command("/deal 方舟电子 系数 2.5")

    await zhangjun.press("方舟 二期", on=asked)
    assert zhangjun.form.fields["系数"]
    await zhangjun.fill({"系数": "3", "原因": "远"})
    assert "难度系数 3" in (await zhangjun.submit()).text


async def test_an_admin_sets_the_rules_in_chat_and_two_at_once_hear_of_each_other(house, admin, alice, xiaoli):
    assert "还没有奖金规则" in (await xiaoli.command("/genjin 奖金")).text
    opened = await admin.command("/genjin 奖金 规则")
    await admin.press("设置规则…", on=opened)
    await admin.fill({"每赢一单的基数": "1k", "成交金额的百分比": "101"})
    await admin.submit()
    assert "成交金额的百分比" in admin.form.errors
    await ruled(house, base=5)  # meanwhile
    await admin.fill({"成交金额的百分比": "2%", "新客户倍数": "1.2", "小组经理所得百分比": "10"})
    await admin.submit()
    assert "在此期间 @陈总 已为这些商机设了规则" in admin.form.text
    assert admin.form.fields["每赢一单的基数"].value == "1k"
    saved = await admin.submit()
    assert "基数 ¥1,000、金额的 2%、新客户 × 1.2、小组经理另得 10%" in saved.text
    await admin.press("撤销", on=saved)
    await admin.dismiss(everything=True)
    read = await alice.command("/genjin bonus rules")
    assert "base ¥5" in read.text
    assert all(button.text != "Set a rule…" for button in read.buttons)


async def test_a_manager_sees_the_team_and_their_share_a_member_only_themselves_an_admin_all(
    house, xiaoli, alice, zhangjun, admin
):
    await ruled(house, base=1000, share=10)
    await won(house, "方舟电子")
    await won(house, "Acme", of="Alice")
    await won(house, "红杉机械", of="销售甲")
    await won(house, "Globex", of="小李", currency="USD")

    seen = await zhangjun.command("/genjin 奖金")
    assert "你的团队分成： *¥200*" in seen.fallback
    assert "小李：赢单 2 笔，奖金 ¥1,000" in seen.fallback
    assert "销售甲" not in seen.fallback
    assert "1 笔赢单没有计奖金" in seen.fallback
    one = await zhangjun.choose("看某个成员…", "Alice", on=seen)
    assert "Alice 的奖金" in one.text
    assert "基数 ¥1,000 = ¥1,000" in one.text
    everybody = await admin.command("/genjin 奖金 本季度")
    assert "销售甲：赢单 1 笔" in everybody.fallback
    assert "张军：赢单 0 笔，奖金 –，团队分成 ¥200" in everybody.fallback
    own = await xiaoli.command("/genjin bonus team")
    assert "Alice" not in own.text
    assert "另有 1 笔赢单是其他货币，没有计入" in own.text


async def test_a_new_product_earns_more_where_the_goods_are_known(house, alice):
    await ruled(house, base=100, product_extra=50, customer_extra=1)
    await won(house, "Acme", of="Alice", name_of_deal="Acme 20 scanners")
    await won(house, "Acme", of="Alice", name_of_deal="Acme 10 scanners")
    await won(house, "Acme", of="Alice", name_of_deal="Acme 3 servers")

    lines = (await alice.command("/genjin bonus")).text

    assert lines.count("base ¥100 = ¥100") == 1
    assert "base ¥100 + new customer ¥1 = ¥101" in lines
    assert "base ¥100 + new product ¥50 = ¥150" in lines
