"""A deal's plan: made from the template, changed by hand and in a line, late ones told, ended with its deal."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.models import Task

MONDAY = datetime(2026, 11, 30, 2, tzinfo=UTC)  # ten in the morning in Shanghai


@pytest.fixture
async def deal(house, xiaoli):
    """小李's deal with 方舟电子, to be closed in three weeks."""
    house.move_clock(MONDAY)
    await xiaoli.command("/deal new 方舟电子 30万, 20台扫描枪, 12月21日签合同")


async def rows(house):
    async with house.db.begin() as session:
        return list(await session.scalars(select(Task).where(Task.place.is_not(None)).order_by(Task.on, Task.place)))


async def plan_of(who, customer="方舟电子"):
    return await who.press("计划", on=await who.command(f"/deal {customer}"))


def said(person, part):
    return [each for each in person.dms if part in each.text]


@pytest.mark.usefixtures("deal")
async def test_a_plan_is_made_in_one_press_by_working_days_and_measured_against_the_close(house, xiaoli):
    shown = await plan_of(xiaoli)
    assert "还没有计划" in shown.text
    made = await xiaoli.press("按模板生成", on=shown)

    assert "已完成 0/8" in made.text
    assert "⬜ 首次拜访 · @小李 · 12月3日 周四 · 首次接触" in made.text
    assert "计划到 2月16日" in made.text, "and it ends after the expected close"
    assert all(each.on.isoweekday() < 6 for each in await rows(house))
    again = await xiaoli.press("按模板生成", on=shown)
    assert "已经有计划了" in again.text
    assert len(await rows(house)) == 8
    card = await xiaoli.command("/deal 方舟电子")
    assert "下一个：首次拜访" in card.text
    assert "晚于预计成交日" in card.text
    assert "没有计划下一步" not in card.text
    undone = await xiaoli.press("撤销", on=made)
    assert "计划：" not in undone.text
    assert await rows(house)
    assert all(each.cancelled_at for each in await rows(house))


@pytest.mark.usefixtures("deal")
async def test_in_a_line_a_milestone_is_added_moved_given_away_and_reached(house, xiaoli, alice):
    added = await xiaoli.command("/deal 方舟电子 plan 送样 周五")
    assert "送样 ：12月4日 周五，@小李" in added.text
    moved = await xiaoli.command("/deal 方舟电子 计划 送样 下周二 @Alice")
    assert "送样 ：12月8日 周二，@Alice" in moved.text
    (task,) = await rows(house)
    await house.deliver()
    (told,) = said(alice, "gave you a milestone")
    assert "送样" in told.text
    assert "方舟电子" in told.text
    weekend = await xiaoli.command("/deal 方舟电子 计划 验厂 12月12日")
    assert "这天是休息日" in weekend.text
    refused = await xiaoli.command("/deal 方舟电子 计划 报价 昨天")
    assert "昨天 已经过了" in refused.text
    assert "什么时候完成" in (await xiaoli.command("/deal 方舟电子 计划 报价")).text
    assert "没有叫 王老五 的人" in (await xiaoli.command("/deal 方舟电子 计划 报价 周五 @王老五")).text
    reached = await xiaoli.command("/deal 方舟电子 计划 送样 完成")
    assert "已完成：送样" in reached.text
    assert "✅ 送样" in reached.text
    assert "已完成 1/2" in reached.text
    assert "没有名为“送货”" in (await xiaoli.command("/deal 方舟电子 计划 送货 完成")).text
    assert task.id in {each.id for each in await rows(house)}
    assert "方舟电子 扫描枪 的计划" in (await xiaoli.command("/deal 方舟电子 plan")).text
    assert "方舟电子 扫描枪 的计划" in (await xiaoli.command("/deal plan 方舟电子")).text


@pytest.mark.usefixtures("deal")
async def test_whoever_is_given_a_milestone_joins_the_team_and_says_what_came_of_it(house, xiaoli, alice, jia):
    await xiaoli.command("/deal 方舟电子 plan 送样 周五 @Alice")
    await xiaoli.command("/deal 方舟电子 plan 谈价 周四")
    await house.deliver()
    (told,) = [each for each in alice.dms if "方舟电子" in each.text]
    assert "gave you a milestone" in told.text, "one word, for the team and the milestone"

    shown = await alice.press("Plan", on=told)
    assert "谈价" in shown.text
    assert not any(button.text in ("Add a milestone…", "Move all…") for button in shown.buttons)
    today = await alice.command("/today")
    assert "🚩 方舟电子 · 送样" in today.text
    done = await alice.press("Done", on=today)
    await alice.press("What came of it…", on=done)
    await alice.fill({"What came of it?": "Signed for by Mr Liu"})
    await alice.submit()
    assert "Signed for by Mr Liu" in (await plan_of(xiaoli)).text
    assert "没有叫" in (await jia.command("/deal 方舟电子 plan")).text


@pytest.mark.usefixtures("deal")
async def test_the_whole_plan_slips_by_working_days_and_its_owners_are_told(house, xiaoli, alice):
    await xiaoli.command("/deal 方舟电子 plan 送样 周四 @Alice")
    await xiaoli.command("/deal 方舟电子 plan 报价 周五")
    await house.deliver()
    shown = await plan_of(xiaoli)
    await xiaoli.press("整体调整…", on=shown)
    for wrong in ("abc", "0", "999"):
        await xiaoli.fill({"顺延几天": wrong})
        refused = await xiaoli.submit()
        assert "1" in refused.text
        assert "250" in refused.text
    await xiaoli.fill({"顺延几天": "-5"})
    assert "这天已经过去" in (await xiaoli.submit()).text
    await xiaoli.fill({"顺延几天": "３"})
    moved = await xiaoli.submit()

    assert "已调整 2 个里程碑" in moved.text
    assert [each.on for each in await rows(house)] == [date(2026, 12, 8), date(2026, 12, 9)]
    await house.deliver()
    (told,) = said(alice, "moved a milestone of yours")
    assert "Dec 8" in told.text
    await xiaoli.press("撤销", on=moved)
    assert [each.on for each in await rows(house)] == [date(2026, 12, 3), date(2026, 12, 4)]


@pytest.mark.usefixtures("deal")
async def test_late_ones_are_told_once_in_the_day_the_digest_and_on_the_card(house, xiaoli, alice, zhangjun):
    await xiaoli.command("/deal 方舟电子 plan 送样 今天 @Alice")
    await xiaoli.command("/deal 方舟电子 plan 报价 周三")
    house.move_clock(MONDAY + timedelta(days=3))
    await house.work()
    await house.work()

    assert len(said(alice, "送样")) == 2, "given, and overdue once"
    card = await xiaoli.command("/deal 方舟电子")
    assert "2 个里程碑已逾期：送样（11月30日 周一，@Alice）、报价（12月2日 周三，@小李）" in card.text
    today = await xiaoli.command("/today")
    assert "报价" in today.text.split("逾期")[2]
    (digest,) = [each for each in zhangjun.dms if "逾期的里程碑" in each.text]
    assert "🚩 逾期的里程碑 2" in digest.text
    assert "送样（11月30日 周一，@Alice）、报价（12月2日 周三，@小李）" in digest.text
    channel = [each for each in zhangjun.sees("#ads") if "逾期的里程碑" in each.text]
    assert channel
    assert "送样" not in channel[0].text


@pytest.mark.usefixtures("deal")
async def test_a_stage_left_behind_offers_what_is_open_and_marks_nothing(house, xiaoli):
    await xiaoli.press("按模板生成", on=await plan_of(xiaoli))
    card = await xiaoli.command("/deal 方舟电子")
    card = await xiaoli.press("推进", on=card)
    assert "离开的阶段" not in card.text, "nothing belongs to the first stage"
    card = await xiaoli.press("推进", on=card)

    assert "离开的阶段还有 1 个里程碑未完成" in card.text
    assert not any(each.done_at for each in await rows(house))
    shown = await xiaoli.press("✔ 首次拜访", on=card)
    assert "已完成 1/8" in shown.text


@pytest.mark.usefixtures("deal")
async def test_a_deal_that_ends_takes_its_plan_along_and_one_reopened_has_it_back(house, xiaoli, alice):
    await xiaoli.command("/deal 方舟电子 plan 送样 周四 @Alice")
    await xiaoli.command("/deal 方舟电子 plan 报价 周四")
    await xiaoli.command("/deal 方舟电子 plan 报价 完成")
    lost = await xiaoli.press("输单", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.fill({"为什么输？": "价格"})
    lost = await xiaoli.submit()
    assert "送样" not in (await alice.command("/today")).text
    assert "⏹ 送样" in (await plan_of(xiaoli)).text
    await xiaoli.dismiss(everything=True)
    assert lost

    await xiaoli.choose("更多…", "重新打开", on=await xiaoli.command("/deal 方舟电子"))
    assert "送样" in (await alice.command("/today")).text
    assert "⬜ 送样" in (await plan_of(xiaoli)).text


@pytest.mark.usefixtures("deal")
async def test_two_who_change_one_milestone_at_once_learn_of_each_other(house, xiaoli, zhangjun):
    await xiaoli.command("/deal 方舟电子 plan 送样 周四")
    his, hers = await plan_of(xiaoli), await plan_of(zhangjun)
    await xiaoli.press("修改…", on=his)
    await zhangjun.press("修改…", on=hers)
    await zhangjun.fill({"日期": date(2026, 12, 10)})
    await zhangjun.submit()
    await xiaoli.fill({"要达成什么": "送样两台", "日期": date(2026, 12, 9)})
    clash = await xiaoli.submit()
    assert "@张军 刚刚改过这个里程碑" in clash.text
    saved = await xiaoli.submit()

    assert "送样两台 ：12月9日 周三" in saved.text
    gone = await zhangjun.press("删除", on=await plan_of(zhangjun))
    assert "已从计划中删掉：送样两台" in gone.text
    late = await xiaoli.press("完成", on=saved)
    assert "刚刚被人从计划里删掉" in late.text


@pytest.mark.usefixtures("deal")
async def test_an_admin_keeps_the_template_in_chat(house, admin, xiaoli):
    listed = await admin.command("/genjin 流程设置")
    one = await admin.press("查看", on=listed, near="分销")
    shown = await admin.press("计划模板…", on=one)
    assert "4 个里程碑" in shown.text
    await admin.press("添加里程碑…", on=shown)
    await admin.fill({"中文名": "装车", "工作日": "x"})
    assert "0 到 366" in (await admin.submit()).text
    await admin.fill({"工作日": "２", "默认负责人": "负责人的经理", "所属阶段": "下单"})
    shown = await admin.submit()
    assert "5. 装车" in shown.text
    shown = await admin.press("上移", on=shown, near="5. 装车")
    assert "4. 装车" in shown.text
    shown = await admin.press("删除", on=shown, near="1. 给出报价")
    assert "1. 客户确认报价" in shown.text
    shown = await admin.press("修改…", on=shown, near="3. 装车")
    await admin.fill({"英文名": "Loaded"})
    assert "3. 装车" in (await admin.submit()).text
    await admin.dismiss(everything=True)
    refused = await xiaoli.command("/genjin 流程设置")
    assert "只有管理员" in refused.text
