"""A silent lead from its first warning back to the pool, in chat: kept, paused, given a rhythm, explained."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.models import Account, Keep, Lead, Member, Team
from tests import lists

MONDAY = datetime(2027, 3, 1, 2, tzinfo=UTC)  # ten in the morning in Shanghai; no holiday near
FIRST, LAST, SILENT, BACK = 4, 8, 9, 11  # days later: three working days before it turns silent, one, none, two after


async def later(house, days, *jobs):
    """So many days after that Monday, with the jobs of silence."""
    house.move_clock(MONDAY + timedelta(days=days))
    for job in jobs or ("warn-silent-leads", "recycle-silent-leads"):
        await house.run(job, house.now())
    await house.deliver()


async def held(house, who, name="方舟电子"):
    """A lead of that Monday's."""
    house.move_clock(MONDAY)
    await who.command(f"/lead new {name}")
    await who.press("lead.claim", on=await who.command("/lead pool" if who.name == "Alice" else "/lead 公海"))
    await house.deliver()


@pytest.fixture
async def warned(house, xiaoli):
    """小李 has been warned of a lead three working days ahead."""
    await held(house, xiaoli)
    await later(house, FIRST)
    return xiaoli.dms[-1]


@pytest.fixture
async def asked(house, xiaoli, zhangjun, warned):
    """小李 has asked to keep it, and 张军 sees the question."""
    await xiaoli.press("再保留 7 天", on=warned)
    await house.deliver()
    return zhangjun.dms[-1]


def as_it_is(who, message):
    """The message where it stands, as it reads now."""
    return next(each for each in who.sees(message.channel) if each.ts == message.ts)


async def the_lead(house):
    async with house.db.begin() as session:
        return (await session.scalars(select(Lead))).one()


async def test_the_owner_is_warned_in_one_message_that_follows_what_becomes_of_it(house, xiaoli, zhangjun, warned):
    assert (
        "🔕 方舟电子 ：从 3月1日 周一 起 4 个工作日没有有效跟进。3月10日 周三 通知小组，3月12日 周五 退回公海。"
        in warned
    )
    for name in ("记跟进", "再保留 7 天", "退回公海", "暂停到…"):
        assert warned.button(name)

    before = len(xiaoli.dms)
    await later(house, LAST)
    assert "6 个工作日" in as_it_is(xiaoli, warned)
    assert zhangjun.sees("#ads") == []
    await later(house, SILENT)
    assert "3月12日 周五 退回公海" in as_it_is(xiaoli, warned)
    assert len(xiaoli.dms) == before

    [alert] = zhangjun.sees("#ads")
    assert "负责人是 @小李" in alert
    assert alert.button("分配")
    await later(house, BACK)
    for who, message in ((xiaoli, warned), (zhangjun, alert)):
        shown = as_it_is(who, message)
        assert "已退回公海" in shown
        assert "🔕" not in shown
        assert shown.buttons == []


async def test_back_in_the_pool_all_concerned_are_told_once(house, xiaoli, zhangjun, alice, warned):
    for day in (LAST, SILENT, BACK, BACK, BACK + 3):
        await later(house, day)

    assert ["♻️" in message for message in xiaoli.dms].count(True) == 1
    assert "♻️ 你有 1 条线索没人跟进，已退回公海。\n• 方舟电子" in xiaoli.dms[-1]
    told = [message for message in zhangjun.sees("#ads") if "♻️" in message]
    assert len(told) == 1
    assert "• 方舟电子 ，原负责人 @小李" in told[0]
    card = alice.sees("#lead-pool")[-1]
    assert card.button("Claim") or card.button("认领")
    for _ in range(2):  # what a colleague logs on it in the pool is another matter
        why = await xiaoli.command("/lead 为什么 方舟电子")
        assert "退回公海：@小李 没有按时记有效跟进。\n从来没有有效跟进。" in why
        assert "通知了小组" in why
        await alice.command("/visit 方舟电子 Tom said they will buy 30 next month")


async def test_many_warnings_are_one_message_and_each_is_struck_through_on_its_own(house, xiaoli):
    await held(house, xiaoli)
    for name in ("三励公司", "宏达机械"):
        await held(house, xiaoli, name)
    before = len(xiaoli.dms)
    house.move_clock(MONDAY + timedelta(days=FIRST))

    await house.work()
    [told] = xiaoli.dms[before:]
    await xiaoli.command("/visit 三励公司 见了王工，确认要20台扫描枪")
    await house.work()

    shown = as_it_is(xiaoli, told)
    assert "现在需要你处理：2 件" in shown
    assert "三励公司 没跟进 · 已处理" in shown

    house.move_clock(MONDAY + timedelta(days=LAST))
    await house.work()  # drawn again where it stands: with the days as they are by then
    assert "🔕 方舟电子 ：从 3月1日 周一 起 6 个工作日没有有效跟进。" in as_it_is(xiaoli, told)


async def test_a_merge_leaves_the_warning_of_the_lead_that_stays(house, xiaoli, zhangjun, warned):
    house.move_clock(MONDAY + timedelta(days=FIRST, minutes=1))
    await xiaoli.command("/lead new 方周科技")
    await zhangjun.command("/genjin 合并 方舟电子 = 方周科技")
    assert (await zhangjun.submit()).ok
    await house.deliver()

    assert as_it_is(xiaoli, warned).button("再保留 7 天")
    await later(house, LAST)  # the same message goes on
    assert "从 3月1日 周一 起 6 个工作日没有有效跟进" in as_it_is(xiaoli, warned)


async def test_told_in_english_to_who_reads_it(house, alice):
    await held(house, alice)
    await later(house, FIRST)
    warned = alice.dms[-1]

    assert "no follow-up that counts for 4 working days, since Mon, Mar 1." in warned
    for name in ("Log a follow-up", "Keep 7 more days", "Release", "Pause until…"):
        assert warned.button(name)
    told = await alice.press("Keep 7 more days", on=warned)
    assert "@张军 is asked whether you may keep 方舟电子 for 7 more working days." in told
    why = await alice.command("/lead why 方舟电子")
    for said in (
        "when it came to @Alice: nothing that counts since",
        "Rhythm: every 7 working days, by the workspace's rule",
        "Working days since then: 4, up to Fri, Mar 5",
        "its owner was warned",
        "Next, if nobody does anything:",
        "it goes back to its pool",
    ):
        assert said in why


async def test_the_manager_decides_with_the_history_in_view(house, xiaoli, zhangjun):
    await held(house, xiaoli)
    await xiaoli.command("/visit 方舟电子 见了刘兵，报价28万")
    await xiaoli.command("/phone 方舟电子 跟进中")
    await later(house, FIRST)
    await xiaoli.press("再保留 7 天", on=xiaoli.dms[-1])
    await house.deliver()

    asked = zhangjun.dms[-1]

    for said in (
        "🙋 @小李 申请把 方舟电子 再保留 7 个工作日。",
        "之前没有保留过",
        "¥28万",
        "见了刘兵，报价28万",
        "不算有效跟进",
        "3月9日 周二",
    ):
        assert said in asked, said
    assert asked.button("同意")
    assert asked.button("不同意…")


async def test_approved_the_owner_hears_and_the_clock_is_put_off(house, xiaoli, zhangjun, warned, asked):
    told = await zhangjun.press("同意", on=asked)
    await house.deliver()

    assert "方舟电子 仍归 @小李" in told
    assert "✅ @张军 同意了， 方舟电子 保留到 3月19日 周五。" in xiaoli.dms[-1]
    assert "保留到 3月19日 周五" in as_it_is(xiaoli, warned)
    settled = as_it_is(zhangjun, asked)
    assert (settled.buttons, "已有结果" in settled) == ([], True)
    assert "3月19日 周五 前" in await xiaoli.command("/lead 方舟电子")
    await zhangjun.press("同意", on=asked)
    assert (await the_lead(house)).silent_on == date(2027, 3, 19)
    await later(house, 15)
    await xiaoli.press("再保留 7 天", on=xiaoli.dms[-1])
    await house.deliver()
    assert "之前保留过 1 次" in zhangjun.dms[-1]


async def test_refused_with_a_reason_the_owner_reads_it_and_may_not_ask_again(house, xiaoli, zhangjun, warned, asked):
    await zhangjun.press("不同意…", on=asked)
    await zhangjun.fill({"原因": "先约刘兵"})
    told = await zhangjun.submit()
    await house.deliver()

    assert "先约刘兵" in told
    assert "✋ @张军 没有同意保留 方舟电子 ：“先约刘兵”。" in xiaoli.dms[-1]
    shown = as_it_is(xiaoli, warned)
    assert "没有同意：“先约刘兵”" in shown
    assert [button.text for button in shown.buttons if "保留" in button.text] == []
    again = await xiaoli.press("再保留 7 天", on=warned)
    assert "没有同意" in again
    late = await zhangjun.press("同意", on=asked)
    assert "已经答复过了" in late


async def test_asked_twice_it_is_one_question(house, xiaoli, zhangjun, warned, asked):
    before = len(zhangjun.dms)

    await xiaoli.press("再保留 7 天", on=warned)
    await house.deliver()

    assert len(zhangjun.dms) == before
    shown = as_it_is(xiaoli, warned)
    assert "已请 @张军 审批保留，最晚等到 3月9日 周二。" in shown
    assert [button.text for button in shown.buttons if "保留" in button.text] == []
    async with house.db.begin() as session:
        assert len((await session.scalars(select(Keep))).all()) == 1


async def test_an_answer_too_late_is_told_so(house, xiaoli, zhangjun, warned, asked):
    for day in (7, LAST, SILENT, BACK, 14):
        await later(house, day)

    said = await zhangjun.press("同意", on=asked)

    assert "晚了一步：“方舟电子”已经回到公海" in said
    reminders = [message for message in zhangjun.dms if "申请把" in message]
    assert len(reminders) == 0  # all struck through by now
    assert "还没答复能否保留 方舟电子" in "".join(message.text for message in xiaoli.dms)


async def test_asking_and_answering_are_undone_from_their_replies(house, xiaoli, zhangjun, warned):
    told = await xiaoli.press("再保留 7 天", on=warned)
    await house.deliver()
    asked = zhangjun.dms[-1]
    await xiaoli.press("撤销", on=told)
    await house.deliver()
    assert as_it_is(zhangjun, asked).buttons == []
    assert as_it_is(xiaoli, warned).button("再保留 7 天")

    await xiaoli.press("再保留 7 天", on=as_it_is(xiaoli, warned))
    await house.deliver()
    agreed = await zhangjun.press("同意", on=zhangjun.dms[-1])
    await zhangjun.press("撤销", on=agreed)
    await house.deliver()
    assert zhangjun.dms[-1].button("同意")
    assert (await the_lead(house)).silent_on == date(2027, 3, 10)


async def test_a_manager_keeps_their_own_at_once(house, zhangjun):
    await held(house, zhangjun)
    await later(house, FIRST)

    told = await zhangjun.press("再保留 7 天", on=zhangjun.dms[-1])

    assert "方舟电子 仍归 @张军：应在 3月19日 周五 前跟进" in told or "应在 3月19日 周五 前跟进" in told


async def test_paused_with_a_reason_it_stands_on_the_card_and_the_manager_may_end_it(house, xiaoli, zhangjun, warned):
    await xiaoli.press("暂停到…", on=warned)
    await xiaoli.fill({"到哪天": MONDAY - timedelta(days=3), "原因": "年底盘点"})
    refused = await xiaoli.submit()
    assert "不在今天之后" in next(iter(refused.errors.values()))
    await xiaoli.fill({"到哪天": MONDAY + timedelta(days=200)})
    assert "最多暂停 90 天" in next(iter((await xiaoli.submit()).errors.values()))
    await xiaoli.fill({"到哪天": MONDAY + timedelta(days=31)})
    told = await xiaoli.submit()
    await house.deliver()

    assert "方舟电子 暂停到 4月1日 周四：“年底盘点”。" in told
    assert "4月13日 周二 前 · 每 7 个工作日 · 暂停到 4月1日 周四：年底盘点" in await xiaoli.command("/lead 方舟电子")
    assert "暂停到 4月1日" in as_it_is(xiaoli, warned)
    heard = zhangjun.dms[-1]
    assert "⏸ @小李 把 方舟电子 暂停到 4月1日 周四：年底盘点" in heard
    await later(house, SILENT)
    assert zhangjun.sees("#ads") == []

    await zhangjun.press("结束暂停", on=heard)
    await house.deliver()
    assert "方舟电子 不再暂停" in xiaoli.dms[-1]
    assert "方舟电子 不再暂停" in as_it_is(zhangjun, heard)
    again = await zhangjun.press("结束暂停", on=heard)
    assert "没有暂停" in again


async def test_paused_from_the_card_ended_in_the_form_and_undone(house, xiaoli):
    await held(house, xiaoli)
    card = await xiaoli.command("/lead 方舟电子")
    await xiaoli.choose("更多…", "暂停到…", on=card)
    await xiaoli.fill({"原因": "客户出国"})
    told = await xiaoli.submit()
    await xiaoli.press("撤销", on=told)
    assert (await the_lead(house)).paused_until is None
    await xiaoli.dismiss(everything=True)

    await xiaoli.choose("更多…", "暂停到…", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.fill({"原因": "客户出国"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)
    await xiaoli.choose("更多…", "暂停到…", on=await xiaoli.command("/lead 方舟电子"))
    assert "暂停到 3月15日 周一：客户出国" in xiaoli.form
    ended = await xiaoli.press("结束暂停")

    assert "不再暂停" in ended
    assert (await the_lead(house)).silent_on == date(2027, 3, 10)


async def test_a_rhythm_from_the_cards_menu_shows_in_the_day(house, alice):
    await held(house, alice)
    await alice.choose("More…", "Follow-up rhythm…", on=await alice.command("/lead 方舟电子"))
    assert "As usual: every 7 working days (the workspace's rule)" in alice.form
    await alice.fill({"How often is it to be followed up?": "So many working days:", "Working days": "often"})
    refused = await alice.submit()
    assert "from 1 to 90" in next(iter(refused.errors.values()))
    await alice.fill({"How often is it to be followed up?": "weekly"})
    told = await alice.submit()

    assert "方舟电子 is to be followed up weekly. The next follow-up is due by Mon, Mar 8" in told
    await alice.dismiss(everything=True)
    house.move_clock(MONDAY + timedelta(days=4))
    day = await alice.command("/today")
    assert "🔁 Follow-ups due by rhythm 1" in day
    assert "方舟电子 · by Mon, Mar 8 · weekly" in day
    house.move_clock(MONDAY + timedelta(days=7))
    assert "方舟电子 · due today" in await alice.command("/today")
    why = await alice.choose("More…", "Why this clock?", on=await alice.command("/lead 方舟电子"))
    assert "Rhythm: weekly (5 working days), by its own rhythm" in why


async def test_a_pools_days_for_a_deal_are_set_told_of_and_explained(house, admin, xiaoli, alice, zhangjun):
    await admin.press("修改…", on=await admin.command("/genjin 公海"))
    await admin.fill({"多少个工作日内要转成商机（否则退回公海）": "3"})
    assert "5 到 250" in (await admin.submit()).text
    await admin.fill({"多少个工作日内要转成商机（否则退回公海）": "10"})
    await admin.submit()
    assert "10 个工作日没转成商机就退回公海" in (await admin.command("/genjin 公海")).text
    await held(house, xiaoli)
    await held(house, alice, "三励公司")
    for days in (4, 9):  # Friday of the first week, Wednesday of the second
        house.move_clock(MONDAY + timedelta(days=days - 1))
        for who, name in ((xiaoli, "方舟电子"), (alice, "三励公司")):
            await who.command(f"/visit {name} 见了王工，第{days}次确认要{days}台扫描枪")
        await later(house, days)

    told = xiaoli.dms[-1]
    assert "方舟电子 归你 7 个工作日了，还没转成商机。按公海的规则，3月15日 周一 退回公海，记跟进也不延后。" in told
    assert "请经理锁定" in told
    assert told.button("推进")
    english = alice.dms[-1]
    assert "has been yours for 7 working days and is no deal yet" in english
    assert english.button("Advance")
    why = await alice.command("/lead why 三励公司")
    assert "Without a deal it goes back on Mon, Mar 15: the lead pool gives 10 working days" in why.text
    assert "转商机期限" in (await xiaoli.command("/lead 方舟电子")).text

    await xiaoli.press("退回公海", on=told)
    await house.deliver()
    assert "方舟电子 没转商机 · 已退回公海。" in as_it_is(xiaoli, told)
    await later(house, 14)
    assert "it had not become a deal in time" in alice.dms[-1]
    assert "@Alice 没有按时把它转成商机" in (await zhangjun.command("/lead 为什么 三励公司")).text
    history = await zhangjun.choose("更多…", "全部历史", on=await zhangjun.command("/lead 三励公司"))
    assert "把线索退回公海：没有按时转成商机" in history.text
    assert "不转成商机，3月15日 周一 退回公海" in history.text


async def test_a_manager_asks_why_and_is_told_of_holidays_and_hollow_notes(house, xiaoli, zhangjun):
    house.move_clock(datetime(2026, 9, 28, 2, tzinfo=UTC))  # the national week is near
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.press("lead.claim", on=await xiaoli.command("/lead 公海"))
    await xiaoli.command("/visit 方舟电子 见了刘兵，要200台扫描枪")
    await xiaoli.command("/phone 方舟电子 持续跟进")
    house.move_clock(datetime(2026, 10, 12, 2, tzinfo=UTC))

    why = await zhangjun.command("/lead 为什么 方舟电子")

    for said in (
        "最近一次有效跟进：",
        "@小李：见了刘兵，要200台扫描枪",
        "不算有效跟进：",
        "到 10月12日 周一 已过 6 个工作日",
        "假日不算：10月1日 周四、10月2日 周五、10月5日 周一、10月6日 周二、10月7日 周三",
        "调休上班：10月10日 周六",
        "10月13日 周二 算沉默",
    ):
        assert said in why, said


async def test_a_customer_without_a_lead_is_said_to_have_none(house, xiaoli):
    await xiaoli.command("/deal 新建 方舟电子 30万，200台扫描枪")

    assert "方舟电子 没有线索，所以没有在计时" in (await xiaoli.command("/lead 为什么 方舟电子")).text


async def test_why_without_a_name_of_nobody_and_of_a_colleagues_lead(house, xiaoli, jia):
    await held(house, xiaoli)
    assert "哪个客户" in await jia.command("/lead 为什么")
    assert "方舟电子" not in (await jia.command("/lead 为什么 方舟电子")).text.replace("/taken 方舟电子", "").replace(
        "叫“方舟电子”", ""
    ).replace("方舟电子 的客户", "")


async def test_of_several_customers_why_asks_which(house, xiaoli):
    await held(house, xiaoli, "方舟电子")
    await held(house, xiaoli, "方舟物流")

    which = await xiaoli.command("/lead 为什么 方舟")
    why = await xiaoli.press("方舟物流", on=which)

    assert "🕒 方舟物流" in why


async def test_the_menu_of_the_alert_tells_the_same(house, xiaoli, warned):
    why = await xiaoli.press("为什么收到", on=warned)

    for said in ("从 3月1日 周一 归 @小李 起算", "依据：工作区规则", "到 3月5日 周五 已过 4 个工作日", "提醒了负责人"):
        assert said in why, said


async def test_another_members_words_copied_do_not_count_and_say_so_everywhere(house, xiaoli, zhangjun):
    await held(house, xiaoli)
    await xiaoli.command("/visit 方舟电子 刘兵说下月招标，预算30万")
    told = await zhangjun.command("/visit 方舟电子 预算30万，刘兵说下月招标")

    assert "不算有效跟进。和之前记的一样" in told
    card = await xiaoli.command("/lead 方舟电子")
    assert "不算有效跟进：和之前记的一样" in card
    history = await xiaoli.choose("更多…", "全部历史", on=card)
    assert "不算有效跟进：和之前记的一样" in history


async def test_the_history_tells_each_step(house, xiaoli, zhangjun, warned, asked):
    await zhangjun.press("同意", on=asked)
    card = await xiaoli.command("/lead 方舟电子")
    await xiaoli.choose("更多…", "跟进节奏…", on=card)
    await xiaoli.fill({"多久跟进一次？": "每周"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)

    history = await xiaoli.choose("更多…", "全部历史", on=await xiaoli.command("/lead 方舟电子"))

    for said in ("提醒了负责人", "申请再保留一段时间", "同意保留到 3月19日 周五", "定了跟进节奏：每周"):
        assert said in history, said


async def test_without_a_channel_the_manager_is_told_and_asked_in_their_own_messages(house, xiaoli, zhangjun, warned):
    async with house.db.begin() as session:
        await session.execute(update(Team).values(channel=None))
    for day in (LAST, SILENT):
        await later(house, day)
    alert = zhangjun.dms[-1]
    assert alert.button("分配")

    await xiaoli.press("再保留 7 天", on=as_it_is(xiaoli, warned))
    await house.deliver()

    assert zhangjun.dms[-1].ts != alert.ts
    assert zhangjun.dms[-1].button("同意")
    assert as_it_is(zhangjun, alert).buttons == []


async def test_the_lead_of_somebody_who_left_is_told_of_with_a_way_to_give_it_on(house, xiaoli, zhangjun, alice):
    await held(house, xiaoli)
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "小李").values(active=False))
    assert "接下来： 3月5日 周五 通知小组 · 3月9日 周二 退回公海" in await zhangjun.command("/lead 为什么 方舟电子")
    await later(house, FIRST)
    assert "接下来： 3月9日 周二 退回公海" in await zhangjun.command("/lead 为什么 方舟电子")

    [alert] = zhangjun.sees("#ads")
    assert "负责人 @小李 已离开" in alert
    await zhangjun.press("分配", on=alert)
    await zhangjun.fill({next(iter(zhangjun.form.fields)): "Alice"})
    await zhangjun.submit()
    await house.deliver()

    assert as_it_is(zhangjun, alert).buttons == []
    await later(house, LAST)
    assert (await the_lead(house)).owner_id == (await house.member("Alice")).id


async def test_of_a_fairs_cards_those_let_lie_go_back_and_the_one_followed_up_stays(house, zhangjun, xiaoli, alice):
    house.move_clock(MONDAY)
    await zhangjun.uploads("展会.csv", lists.text(lists.HEAD, *lists.many(24)))
    await house.do_errands()
    await zhangjun.press("import.start", on=zhangjun.dms[-1])
    await house.do_errands()
    await zhangjun.press("分配", on=zhangjun.dms[-1])
    await zhangjun.fill({"或者": ["显示的全部 24 条"]})
    await zhangjun.submit()
    await zhangjun.submit()
    await house.deliver()
    await xiaoli.press("全部接受", on=xiaoli.dms[-1])
    await alice.press("Accept all", on=alice.dms[-1])
    async with house.db.begin() as session:
        mine = select(Account.name).join(Lead, Lead.account_id == Account.id).where(Lead.owner_id == Member.id)
        kept = (await session.scalars(mine.where(Member.name == "Alice").order_by(Lead.id))).first()

    await later(house, FIRST)
    assert "没有有效跟进" in xiaoli.dms[-1].text
    await alice.command(f"/visit {kept} met Tom, wants 20 scanners, quote next Wed")
    for day in (LAST, SILENT, BACK):
        await later(house, day)

    async with house.db.begin() as session:
        still = select(Account.name).join(Lead, Lead.account_id == Account.id).where(Lead.owner_id.is_not(None))
        assert (await session.scalars(still)).all() == [kept]
    back = [message for message in alice.sees("#lead-pool") if "23" in message.text]
    assert ["♻️ 有 23 条线索退回公海" in message for message in back] == [True], "one word for all, and no card"
    assert "没有被认领" not in await alice.press("公海", on=back[0])
