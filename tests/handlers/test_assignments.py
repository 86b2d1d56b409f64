"""Leads given to people in chat: whom it suits and why, the question, the answer, what comes without one."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.models import Member

NEW = "/lead new 方舟电子 刘兵 13800138000 要200台扫描枪 预算30万"


async def good_at(house, name, *tags, **facts):
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == name).values(tags=list(tags), **facts))


async def opened(house, zhangjun, xiaoli):
    """The form, opened by 张军 on the pool's newest card."""
    await xiaoli.command(NEW)
    await house.deliver()
    return await zhangjun.press("分配", on=zhangjun.sees("#lead-pool")[-1])


async def given(house, zhangjun, xiaoli, to="Alice", note=None):
    await opened(house, zhangjun, xiaoli)
    await zhangjun.fill({"分配给": to, **({"附言": note} if note else {})})
    told = await zhangjun.submit()
    await house.deliver()
    return told


async def test_the_form_shows_the_team_by_rank_with_what_speaks_for_each(house, xiaoli, zhangjun):
    await good_at(house, "小李", "扫描枪", grade="A")
    await good_at(house, "Alice", "医疗", capacity=0)

    form = await opened(house, zhangjun, xiaoli)

    shown = form.text.replace("@", "")
    assert shown.index("1. 小李") < shown.index("张军 ·") < shown.index("Alice ·")
    assert "擅长 扫描枪" in shown
    assert "还没有成交记录 · 手上 0/50 条" in shown
    assert "⚠️ 不接线索" in shown
    assert "销售甲" not in shown
    assert "4 个工作小时" in shown
    assert form.fields["分配给"].value == "小李"


async def test_the_form_speaks_english_too(house, xiaoli, alice):
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "Alice").values(role="manager"))
    await good_at(house, "小李", "扫描枪")
    await xiaoli.command(NEW)
    await house.deliver()

    form = await alice.press("lead.assign", on=alice.sees("#lead-pool")[-1])

    assert "good at 扫描枪 · no history yet · holds 0 of 50" in form.text
    assert "They have 4 working hours of their own to accept" in form.text


async def test_the_one_chosen_is_asked_with_the_card_and_accepts(house, xiaoli, alice, zhangjun):
    told = await given(house, zhangjun, xiaoli, note="他们周五要报价")
    assert "Alice 须在" in told.text.replace("@", "")

    asked = alice.dms[-1]
    assert "gave you the lead 方舟电子" in asked.text
    assert "他们周五要报价" in asked.text
    assert "Please answer by" in asked.text
    accepted = await alice.press("Accept", on=asked)
    await house.deliver()

    assert "You have taken 方舟电子" in accepted.text
    assert "138 0013 8000" in alice.dms[-1].text
    assert "Please answer" not in alice.dms[-1].text
    assert not any(button.text == "Accept" for button in (await alice.command("/lead 方舟电子")).buttons)


async def test_declined_it_goes_to_the_next_and_all_are_told_in_their_language(house, xiaoli, alice, zhangjun):
    await given(house, zhangjun, xiaoli)
    asked = alice.dms[-1]

    await alice.press("Decline…", on=asked)
    await alice.submit()
    assert "Choose a reason" in alice.told.text
    await alice.fill({"Why not?": "Not my field"})
    declined = await alice.submit()
    await house.deliver()

    assert "You have declined 方舟电子. It has gone to 小李." in declined.text.replace("@", "")
    assert "declined · now with 小李" in alice.dms[-1].text.replace("@", "")
    assert "给你分配了线索 方舟电子" in xiaoli.dms[-1].text or "方舟电子" in xiaoli.dms[-1].text
    assert xiaoli.dms[-1].button("接受")
    manager = zhangjun.dms[-1].text.replace("@", "")
    assert "1 条线索没人接下" in manager
    assert "Alice 婉拒：不是我熟悉的行业" in manager
    assert "现归 小李" in manager
    late = await alice.press("Accept", on=asked)
    assert "comes too late" in late.text


async def test_without_an_answer_in_time_it_goes_on(house, xiaoli, alice, zhangjun):
    await given(house, zhangjun, xiaoli)

    await house.run("pass-on-offers", house.now() + timedelta(days=5))

    assert "超时未答复" in zhangjun.dms[-1].text
    assert "no answer came from you in time" in alice.dms[-1].text
    assert "not answered in time" in alice.dms[-2].text
    assert xiaoli.dms[-1].button("接受")


async def test_at_the_end_of_the_list_the_manager_may_give_it_again(house, xiaoli, alice, zhangjun):
    await given(house, zhangjun, xiaoli)
    for who, words in ((alice, ("Decline…", "Or in your own words")), (xiaoli, ("婉拒…", "或者自己写"))):
        await who.press(words[0], on=who.dms[-1])
        await who.fill({words[1]: "no <!here> time"})
        await who.submit()
        await house.deliver()

    assert "已回公海" in zhangjun.dms[-1].text
    assert "no <!here> time" in zhangjun.dms[-1].text
    told = zhangjun.dms[-1]
    assert "婉拒了线索，线索退回公海" in await zhangjun.choose(
        "更多…", "全部历史", on=await zhangjun.command("/lead 方舟电子")
    )
    again = await zhangjun.press("分配", on=told)
    assert "⚠️ 最近放掉过这一条" in again.text


@pytest.mark.parametrize("hours", ["0", "8"])
async def test_an_admin_sets_how_long_people_have_to_answer(house, xiaoli, alice, zhangjun, admin, hours):
    await admin.command("/genjin 设置")
    await admin.fill({"分配的线索须在多少工作小时内接受（0 表示无需确认）": hours})
    assert (await admin.submit()).ok

    form = await opened(house, zhangjun, xiaoli)

    assert ("无需确认" if hours == "0" else "8 个工作小时") in form.text


async def stack(house, xiaoli, count=12):
    """A trade fair's stack of leads in the pool."""
    for n in range(count):
        await xiaoli.command(f"/lead new 第{n}号仪表厂 展会来的,要扫描枪")
    await house.deliver()


async def test_a_stack_is_shared_out_with_one_message_each_and_one_undo(house, xiaoli, alice, zhangjun):
    await stack(house, xiaoli)
    await good_at(house, "小李", "扫描枪")
    await zhangjun.press("批量分配…", on=await zhangjun.command("/lead 公海"))
    await zhangjun.fill({"或者": ["显示的全部 12 条"], "附言": "展会来的，尽快联系"})

    preview = await zhangjun.submit()
    assert "12 条线索 → 2 人" in preview.text
    assert "擅长 扫描枪" in preview.text
    assert "手上 5/50" in preview.text or "/50" in preview.text
    done = await zhangjun.submit()
    before = len(alice.dms)
    await house.deliver()

    assert "已分配 12 条线索" in done.text
    assert len(alice.dms) == before + 1
    assert "gave you" in alice.dms[-1].text
    assert "展会来的，尽快联系" in alice.dms[-1].text
    undone = await zhangjun.press("撤销", on=done)
    await house.deliver()
    assert "12 条恢复原状" in undone.text
    assert "now in the pool" in alice.dms[-1].text or "in the pool" in alice.dms[-2].text


async def test_several_are_chosen_narrowed_and_given_to_one_who_takes_them_all(house, xiaoli, alice, zhangjun):
    await stack(house, xiaoli)
    await xiaoli.command("/lead new 蓝海物流 山东,要仓库系统")
    form = await zhangjun.command("/lead 分配 仪表厂")
    assert "符合条件的线索有 12 条" in form.text
    await zhangjun.choose("只看包含", "物流")
    assert "符合条件的线索有 1 条" in zhangjun.form.text
    await zhangjun.choose("只看包含", "仪表厂")
    await zhangjun.fill({"线索": ["第3号仪表厂", "第7号仪表厂"], "分配给": "Alice"})

    assert "2 条线索 → 1 人" in (await zhangjun.submit()).text
    await zhangjun.submit()
    await house.deliver()
    taken = await alice.press("Accept all", on=alice.dms[-1])

    assert taken.text.count("✅") == 2
    assert not any(button.text == "Accept all" for button in taken.buttons)


async def test_nothing_chosen_is_said_and_a_rep_is_told_whom_to_ask(house, xiaoli, zhangjun):
    await stack(house, xiaoli, 1)
    await zhangjun.command("/lead 分配")
    await zhangjun.submit()

    assert "请至少选一条线索" in zhangjun.told.text
    refused = await xiaoli.command("/lead 分配")
    assert "张军" in refused.text
    assert not any(button.text == "批量分配…" for button in (await xiaoli.command("/lead 公海")).buttons)


async def test_an_empty_pool_has_nothing_to_choose(house, zhangjun):
    form = await zhangjun.command("/lead 分配")

    assert "这里没有可分配的线索" in form.text
    assert "请至少选一条线索" in (await zhangjun.submit()).text


async def test_the_leads_to_choose_from_follow_the_place_chosen(house, xiaoli, zhangjun):
    await xiaoli.command("/lead new 方舟电子 要200台扫描枪")
    await xiaoli.command("/lead new 三励公司 要50台打印机")
    await house.deliver()
    await xiaoli.press("认领", on=xiaoli.sees("#lead-pool")[-1])
    form = await zhangjun.command("/lead 分配")
    assert "方舟电子" in str(form.blocks)

    form = await zhangjun.choose("哪些线索", "小李 手上的")

    assert "三励公司" in str(form.blocks)
    assert "方舟电子" not in str(form.blocks)


async def test_whoever_lost_a_lead_by_anothers_hand_hears_that_it_is_theirs_again(house, xiaoli, zhangjun):
    for name in ("方舟电子", "三励公司"):
        await xiaoli.command(f"/lead new {name}")
        await xiaoli.press("lead.claim", on=await xiaoli.command(f"/lead {name}"))

    async def gives(to="Alice"):
        await zhangjun.press("lead.assign", on=await zhangjun.command("/lead 方舟电子"))
        await zhangjun.fill({"分配给": to})
        return await zhangjun.submit()

    async def dies():
        await zhangjun.choose("更多…", "成交可能…", on=await zhangjun.command("/lead 三励公司"))
        await zhangjun.fill({"成交的可能有多大？": "无：成为死线索", "可能小或无时，说明原因": "没有预算"})
        return await zhangjun.submit()

    for takes, lost, again in (
        (gives, "转给了 @Alice", "@张军 已撤销， 方舟电子 又归你了"),
        (dies, "把你的线索 三励公司 标为死线索", "@张军 已撤销， 三励公司 又归你了"),
    ):
        done = await takes()
        await house.deliver()
        assert lost in xiaoli.dms[-1]
        await zhangjun.press("撤销", on=done)
        await zhangjun.dismiss(everything=True)
        await house.deliver()
        assert again in xiaoli.dms[-1]
    await gives("张军")
    await house.deliver()
    assert "@张军 接手了你的线索 方舟电子 ，你记的跟进都一起带过去。" in xiaoli.dms[-1]
