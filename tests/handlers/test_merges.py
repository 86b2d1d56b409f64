"""Customers merged in chat: side by side, by who may; proposed by reps; told to all concerned; taken back for a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.models import Account, AuditRow, Lead


@pytest.fixture
async def two(house, xiaoli, alice):
    """方舟电子, 小李's, and 方周科技, Alice's."""
    for who, name, phone in ((xiaoli, "方舟电子", "13800138000"), (alice, "方周科技", "13900139000")):
        await who.command(f"/lead new {name} 刘兵 {phone} 要20台扫描枪")
        await who.press("lead.claim", on=await who.command("/lead pool"), near=name)
    await xiaoli.command("/visit 方舟电子 见了刘兵,下周三报价")
    await alice.command("/visit 方周科技 met 刘兵, quoted 280k, contract next Friday")
    await house.deliver()


async def rows(house, model):
    async with house.db.begin() as session:
        return list(await session.scalars(select(model).order_by(model.id)))


async def merged(who, keep=None, **entries):
    await who.command("/genjin 合并 方舟电子 = 方周科技")
    await who.fill({**({"保留哪一条记录？": keep} if keep else {}), **entries})
    return await who.submit()


@pytest.mark.usefixtures("two")
async def test_a_manager_sees_both_side_by_side_and_what_wins(zhangjun):
    await zhangjun.command("/genjin merge 方舟电子 = 方周科技")

    for seen in (
        "方舟电子",
        "方周科技",
        "小李",
        "Alice",
        "138 0013 8000",
        "139 0013 9000",
        "跟进 1 次",
        "一天内可以撤销",
    ):
        assert seen in zhangjun.form.text
    assert zhangjun.form.fields["由谁继续跟进？"].value


@pytest.mark.usefixtures("two")
async def test_merged_both_histories_stand_on_one_card_and_all_concerned_are_told(house, xiaoli, alice, zhangjun):
    done = await merged(zhangjun, keep="方周科技", **{"由谁继续跟进？": "小李"})
    await house.deliver()

    assert "方舟电子 和 方周科技 已合并为一家，保留 方周科技" in done.text.replace("*", "")
    assert "由 @小李 继续跟进" in done.text
    card = await xiaoli.command("/lead 方舟电子")
    for seen in ("方周科技", "¥28万", "contract next Friday", "下周三报价"):
        assert seen in card.text
    assert any("合并了，保留 方周科技" in told.text for told in xiaoli.dms)
    assert any("which @小李 follows up. It has left your list" in told.text for told in alice.dms)
    assert "no customer called" in (await alice.command("/lead 方周科技")).text
    assert [lead.status for lead in await rows(house, Lead)] == ["merged", "open"]


@pytest.mark.usefixtures("two")
async def test_it_is_undone_from_its_answer_the_next_morning(house, xiaoli, alice, zhangjun):
    done = await merged(zhangjun)
    await house.deliver()
    house.move_clock(house.now() + timedelta(hours=20))

    undone = await zhangjun.press("撤销", on=done)
    await house.deliver()

    assert "已撤销" in undone.text
    for who, said in (
        (xiaoli, "@张军 撤销了合并： 方舟电子 又是单独的一家客户。和之前一样由你跟进。"),
        (alice, "took back the merge: 方周科技 is a customer of its own again. You follow it up, as before."),
    ):
        assert len([told for told in who.dms if said in told]) == 1
    assert "280,000" in (await alice.command("/lead 方周科技")).text
    assert "下周三报价" in (await xiaoli.command("/lead 方舟电子")).text


@pytest.mark.usefixtures("two")
async def test_after_a_day_it_is_too_late_and_the_reason_is_told(house, zhangjun):
    done = await merged(zhangjun)
    house.move_clock(house.now() + timedelta(hours=25))

    assert "合并已超过一天" in (await zhangjun.press("撤销", on=done)).text


@pytest.mark.usefixtures("two")
async def test_the_timeline_tells_of_the_merge(zhangjun, xiaoli):
    await merged(zhangjun)
    await xiaoli.command("/lead 方舟电子")

    history = await xiaoli.choose("更多…", "全部历史")

    assert "把 方周科技 并入本客户" in history.text
    assert "139" in history.text, "the number that has no place on the card"
    assert "contract next Friday" in history.text


@pytest.mark.usefixtures("two")
async def test_a_reps_word_goes_to_the_manager_who_decides(house, xiaoli, zhangjun):
    asked = await xiaoli.command("/genjin merge 方舟电子 = 方周科技")
    await house.deliver()

    assert "已去问 @张军" in asked.text
    assert "Alice" not in asked.text
    question = zhangjun.dms[-1]
    assert "@小李 认为 方舟电子 和 方周科技 是同一家客户" in question.text.replace("*", "")
    await zhangjun.press("合并…", on=question)
    assert (await zhangjun.submit()).ok
    await house.deliver()
    assert any("两家客户可能是同一家 ：已合并" in told.text for told in zhangjun.dms), "the question is answered"


@pytest.mark.usefixtures("two")
async def test_two_customers_stay_two_and_nobody_is_asked_again(house, xiaoli, zhangjun):
    await xiaoli.command("/genjin merge 方舟电子 = 方周科技")
    await house.deliver()

    said = await zhangjun.press("不是同一家", on=zhangjun.dms[-1])
    await house.deliver()

    assert "是两家客户" in said.text
    assert "不是同一家客户" in xiaoli.dms[-1].text
    assert "@张军 已经确认这是两家客户" in (await xiaoli.command("/genjin merge 方舟电子 = 方周科技")).text


@pytest.mark.usefixtures("two")
async def test_from_a_card_a_rep_names_the_other_and_a_manager_goes_on_to_merge(house, xiaoli, alice, zhangjun):
    await alice.command("/lead 方周科技")
    await alice.choose("More…", "Same customer as…")
    await alice.fill({"Its name or phone number": "13800138000"})
    asked = await alice.submit()
    await zhangjun.command("/lead 方舟电子")
    await zhangjun.choose("更多…", "与另一家重复…")
    await zhangjun.fill({"它的名称或电话": "方周科技"})
    await zhangjun.submit()

    assert "I have asked @张军 whether 方周科技 is that customer" in asked.text.replace("*", "")
    assert "方舟电子" not in asked.text
    assert zhangjun.form.title == "是同一家吗？"
    assert (await zhangjun.submit()).ok
    assert [account.merged_into_id for account in await rows(house, Account)].count(None) == 1


@pytest.mark.usefixtures("two")
async def test_a_manager_names_the_other_by_its_number_and_another_teams_goes_to_the_admin(house, admin, jia, zhangjun):
    await jia.command("/lead new 丁机械，要5台")
    await jia.press("lead.claim", on=await jia.command("/lead 丁机械"))
    shown = {}
    for other in ("13800138000", "丁机械"):
        await zhangjun.choose("更多…", "与另一家重复…", on=await zhangjun.command("/lead 方周科技"))
        await zhangjun.fill({"它的名称或电话": other})
        shown[other] = await zhangjun.submit()
        await zhangjun.dismiss(everything=True)
    await house.deliver()

    assert "是同一家吗？" in shown["13800138000"]
    assert "方舟电子" in shown["13800138000"]
    assert "已去问 @陈总， 方周科技 是不是那一家客户" in shown["丁机械"]
    assert admin.dms[-1].button("合并…")


@pytest.mark.usefixtures("two")
async def test_the_form_says_what_is_missing_and_keeps_what_was_typed(alice):
    await alice.command("/lead 方周科技")
    await alice.choose("More…", "Same customer as…")
    await alice.submit()
    assert "Choose one, or write its name" in str(alice.form.errors)

    await alice.fill({"Its name or phone number": "绿洲食品"})
    await alice.submit()

    assert "There is no other customer called 绿洲食品" in str(alice.form.errors)
    assert alice.form.fields["Its name or phone number"].value == "绿洲食品"


@pytest.mark.parametrize("line", ["/genjin merge", "/genjin 合并 方舟电子", "/genjin merge A = B = C"])
async def test_two_names_are_needed(alice, line):
    assert "Write both, as in: /genjin merge" in (await alice.command(line)).text


@pytest.mark.usefixtures("two")
async def test_a_name_that_fits_several_is_asked_about(house, zhangjun, xiaoli):
    await xiaoli.command("/lead new 力诺集团")
    await xiaoli.command("/lead new 力诺医药")
    told = await zhangjun.command("/genjin merge 力诺 = 方舟电子")

    await zhangjun.press("力诺医药", on=told)

    assert "力诺医药" in zhangjun.form.text
    assert "方舟电子" in zhangjun.form.text
    assert "力诺集团" not in zhangjun.form.text


@pytest.mark.usefixtures("two")
async def test_unknown_or_another_teams_customers_are_not_there(house, zhangjun, jia):
    await jia.command("/lead new 绿洲食品")
    await jia.press("Claim" if "Claim" in jia.told.text else "认领", on=jia.told)

    for other in ("绿洲食品", "没有这家"):
        told = await zhangjun.command(f"/genjin merge 方舟电子 = {other}")
        assert f"没有叫 {other} 的客户" in told.text.replace("*", "") or "你没有" in told.text
    assert await rows(house, AuditRow)


@pytest.mark.usefixtures("two")
async def test_a_lead_of_the_pool_shows_no_number_before_it_is_claimed(xiaoli, zhangjun):
    await xiaoli.command("/lead new 三励公司 张总 13700137000 要打印机")

    await zhangjun.command("/genjin merge 三励公司 = 方舟电子")

    assert "137 0013 7000" not in zhangjun.form.text
    assert "13700137000" not in zhangjun.form.text


async def test_a_conversion_of_what_looks_like_a_colleagues_is_warned_of_once(house, alice, jia):
    await jia.command("/lead new 方周电子")
    await jia.press("lead.claim", on=await jia.command("/lead pool"))
    await alice.press("Enter anyway", on=await alice.command("/lead new 方舟电子, needs 20 scanners"))
    await alice.press("Claim", on=await alice.command("/lead pool"))
    await jia.press("推进", on=await jia.command("/lead 方周电子"))
    await jia.fill({"金额": "30万"})

    await jia.submit()

    assert "有同事在跟进一家和 方周电子 很像的客户，请问一下 @张军" in jia.form.text
    assert jia.form.fields["金额"].value == "30万"
    assert (await jia.submit()).ok
    assert [lead.status for lead in await rows(house, Lead)] == ["converted", "open"]
    await alice.press("Advance", on=await alice.command("/lead 方舟电子"))
    assert (await alice.submit()).ok, "who entered it anyway is not asked again"


async def test_an_old_card_of_what_was_merged_or_died_says_where_to_look(house, alice, zhangjun):
    cards = {}
    for name in ("甲测试", "乙贸易", "丙电子"):
        await zhangjun.command(f"/lead new {name}，要10台")
        cards[name] = await alice.command(f"/lead {name}")
    await zhangjun.command("/genjin 合并 甲测试 = 乙贸易")
    await zhangjun.submit()
    await zhangjun.dismiss(everything=True)
    await zhangjun.choose("更多…", "成交可能…", on=await zhangjun.command("/lead 丙电子"))
    await zhangjun.fill({"成交的可能有多大？": "无：成为死线索", "可能小或无时，说明原因": "没有预算"})
    await zhangjun.submit()

    joined = await alice.press("lead.claim", on=cards["乙贸易"])
    assert "That lead was joined with the customer's other one. /lead 甲测试 shows it." in joined
    dead = await alice.press("lead.claim", on=cards["丙电子"])
    assert "丙电子 was given up and is a dead lead." in dead
    assert "dead lead" in await alice.press("lead.edit", on=cards["丙电子"])
