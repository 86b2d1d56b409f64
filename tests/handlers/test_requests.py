"""What colleagues ask of each other on a deal, 协助 and 催办: answered by button, chased once, then to the manager."""

import asyncio
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select, update

from core import deals, mates
from core.calendar import instant
from core.deals import Terms
from core.models import AuditRow, Member, Notice, Request
from core.requests import answer
from handlers import ids
from tests.handlers.forging import press

MONDAY = date(2026, 12, 7)  # a working week without a holiday
ZONE = "Asia/Shanghai"


def shanghai(days, at):
    return instant(MONDAY + timedelta(days=days), at, ZONE)


@pytest.fixture
async def deal(house):
    """小李's, on Monday at ten."""
    house.move_clock(shanghai(0, time(10)))
    owner = await house.member("小李")
    async with house.db.begin() as session:
        made, _ = await deals.create(session, customer="方舟电子", terms=Terms(), by=owner, now=house.now())
    return made


async def at(house, days, hour):
    """The job runs at that hour of that day of the week."""
    moment = shanghai(days, hour)
    house.move_clock(moment)
    return await house.run("chase-requests", moment)


async def the_request(house):
    async with house.db.begin() as session:
        return (await session.scalars(select(Request).order_by(Request.id.desc()).limit(1))).one()


async def told(house, kind):
    """How many notices of a kind were ever written."""
    async with house.db.begin() as session:
        asked = select(func.count()).select_from(Notice).where(Notice.kind == kind, Notice.mode == "post")
        return await session.scalar(asked)


async def test_asked_in_a_line_a_colleague_accepts_and_does_it_and_whoever_asked_hears_each_once(
    house, deal, xiaoli, jia
):
    asked = await xiaoli.command("/deal 方舟电子 协助 @销售甲 周五前 出一份200台扫描枪的报价")
    assert all(part in asked.text for part in ("@销售甲", "12月11日", "出一份200台扫描枪的报价"))
    assert (
        "🙏 @小李 → @销售甲：出一份200台扫描枪的报价 · 12月11日 周五 · 还没答复"
        in (await xiaoli.command("/deal 方舟电子")).text
    )
    await house.deliver()
    got = jia.dms[-1]
    assert "🙏 @小李 请你协助 方舟电子 （12月11日 周五 前）：出一份200台扫描枪的报价" in got.text
    assert [b.text for b in got.buttons if "request" in b.action_id] == ["接受", "已完成…", "婉拒…"]
    assert "请你协助" in (await jia.command("/today")).text
    assert "等待答复" in (await xiaoli.command("/today")).text
    assert "方舟电子" in (await jia.command("/deal 协助")).text

    await jia.press("接受", on=got)
    await press(jia, ids.REQUEST_ACCEPT, {"request": (await the_request(house)).id})
    await house.deliver()
    assert "👍 @销售甲 接受了 方舟电子 的协助" in xiaoli.dms[-1].text
    await jia.press("已完成…", on=next(each for each in jia.dms if each.ts == got.ts))
    await jia.fill({"做了什么": "报价已发到群里，共30万"})
    await jia.submit()
    await jia.dismiss(everything=True)
    await house.deliver()
    assert "报价已发到群里，共30万" in xiaoli.dms[-1].text
    assert await told(house, "request_answer") == 2
    assert "已完成：报价已发到群里" in next(each for each in jia.dms if each.ts == got.ts).text
    card = await xiaoli.command("/deal 方舟电子")
    assert "还没答复" not in card.text
    assert "✅ 完成了协助：报价已发到群里，共30万" in (await xiaoli.choose("更多…", "全部历史", on=card)).text

    for days in (4, 5, 7, 8, 9):
        await at(house, days, time(10))
    assert (await told(house, "request_chased"), await told(house, "request_raised")) == (0, 0)
    await press(jia, ids.REQUEST_ACCEPT, {"request": (await the_request(house)).id})
    assert "已经有结果" in jia.told.text


async def test_not_answered_it_is_chased_once_then_told_to_the_manager_once_who_gives_it_to_another(
    house, deal, xiaoli, jia, zhangjun, alice
):
    await xiaoli.command("/deal 方舟电子 协助 @销售甲 周二下午3点前 现场演示")
    request = (await the_request(house)).id
    await house.deliver()
    steps = []
    for days, hour in ((1, 14), (1, 15), (1, 16), (2, 9), (2, 14), (2, 15), (2, 16), (3, 15), (7, 15)):
        await at(house, days, time(hour))
        steps.append((await told(house, "request_chased"), await told(house, "request_raised")))
    assert steps == [(0, 0), *[(1, 0)] * 4, *[(1, 1)] * 4]
    assert "🔔 @小李 还在等你协助 方舟电子" in jia.dms[-1].text
    assert "下面已再次提醒" in jia.dms[-2].text
    raised = zhangjun.dms[-1]  # 李庆成, who leads 销售甲, does not see the deal
    assert "🆘 @小李 请 @销售甲 协助 方舟电子" in raised.text
    assert "现场演示" in raised.text

    await zhangjun.press("转给别人…", on=raised)
    await zhangjun.fill({"找谁": "销售甲"})
    await zhangjun.submit()
    assert "已经在" in str(zhangjun.form.errors)
    await zhangjun.fill({"找谁": "Alice"})
    await zhangjun.submit()
    await zhangjun.dismiss(everything=True)
    await house.deliver()
    assert "asks for your help" in alice.dms[-1].text
    assert "现已转请 @Alice" in xiaoli.dms[-1].text
    for old in (jia.dms[-1], zhangjun.dms[-1]):
        assert "已转给别人" in old.text
        assert not {"接受", "转给别人…"} & {button.text for button in old.buttons}
    await press(jia, ids.REQUEST_DECLINE, {"request": request})
    assert "已经有结果" in jia.told.text
    async with house.db.begin() as session:
        verbs = (await session.scalars(select(AuditRow.verb).where(AuditRow.noun == "request").order_by("id"))).all()
    assert list(verbs) == ["ask", "chase", "raise", "pass_on", "ask"]


async def test_declined_with_a_reason_in_english_and_a_second_press_hears_that_it_is_settled(
    house, deal, xiaoli, alice
):
    card = await xiaoli.command("/deal 方舟电子")
    await xiaoli.choose("更多…", "请求协助…", on=card)
    await xiaoli.fill({"找谁": "小李", "需要什么": "技术方案"})
    await xiaoli.submit()
    assert "不能找自己" in str(xiaoli.form.errors)
    await xiaoli.fill({"找谁": "Alice"})
    sent = await xiaoli.submit()
    assert "12月8日" in sent.text  # the next working day
    await xiaoli.dismiss(everything=True)
    await house.deliver()
    got = alice.dms[-1]
    assert all(part in got.text for part in ("asks for your help on 方舟电子", "技术方案"))
    await alice.press("Decline…", on=got)
    await alice.fill({"Your reason": "at the fair all week"})
    await alice.submit()
    await alice.dismiss(everything=True)
    await house.deliver()
    heard = xiaoli.dms[-1]
    assert "✋ @Alice 在 方舟电子 上帮不了：at the fair all week" in heard.text
    assert "请求协助…" in {button.text for button in heard.buttons}
    await press(alice, ids.REQUEST_ACCEPT, {"request": (await the_request(house)).id})
    assert "settled" in alice.told.text


async def test_who_may_ask_whom_and_answer_what(house, deal, xiaoli, jia, zhangjun):
    owner, mate = await house.member("小李"), await house.member("销售甲")
    async with house.db.begin() as session:
        await mates.put(session, deal_id=deal.id, add=[mate], by=owner, now=house.now())
    refused = await jia.command("/deal 方舟电子 协助 @销售乙 周五前 帮忙演示")
    assert "请先让负责人 @小李 把对方加进商机团队" in refused.text
    assert "没有" in (await house.person("销售乙").command("/deal 方舟电子 协助 @销售甲 周五前 演示")).text
    assert "过了" in (await xiaoli.command("/deal 方舟电子 协助 @销售甲 上周五 演示")).text
    assert "一次只请一位" in (await xiaoli.command("/deal 方舟电子 协助 @销售甲 @Alice 周五前 演示")).text
    await xiaoli.command("/deal 方舟电子 协助 @销售甲 演示")
    assert xiaoli.form.fields["需要什么"].value == "演示"
    await xiaoli.dismiss(everything=True)
    await jia.command("/deal 方舟电子 协助 @小李 周五前 把合同发我")
    await house.deliver()
    request = (await the_request(house)).id
    yi = house.person("销售乙")
    for action in (ids.REQUEST_ACCEPT, ids.REQUEST_DONE, ids.REQUEST_WITHDRAW, ids.REQUEST_PASS):
        await press(yi, action, {"request": request})
        assert "没有这条记录" in yi.told.text
    await press(jia, ids.REQUEST_ACCEPT, {"request": request})
    assert "由对方来回复" in jia.told.text
    await press(zhangjun, ids.REQUEST_WITHDRAW, {"request": request})  # who leads the owner
    await house.deliver()
    assert "不用了" in jia.dms[-1].text


async def test_undone_it_was_not_asked_and_an_answer_stands(house, deal, xiaoli, jia):
    sent = await xiaoli.command("/deal 方舟电子 协助 @销售甲 周五前 演示")
    await house.deliver()
    assert "方舟电子" in (await jia.command("/deal 方舟电子")).text
    await xiaoli.press("撤销", on=sent)
    await house.deliver()
    assert "没有" in (await jia.command("/deal 方舟电子")).text
    assert "接受" not in {button.text for button in jia.dms[-1].buttons}
    again = await xiaoli.command("/deal 方舟电子 协助 @销售甲 周五前 演示")
    await house.deliver()
    await jia.press("接受", on=jia.dms[-1])
    await xiaoli.press("撤销", on=again)
    assert (await the_request(house)).ended_at is None


async def test_of_two_who_answer_at_once_one_wins(house, deal):
    owner, helper = await house.member("小李"), await house.member("销售甲")
    await house.person("小李").command("/deal 方舟电子 协助 @销售甲 周五前 演示")
    request = (await the_request(house)).id

    async def settle(by, how, **words):
        async with house.db.begin() as session:
            await how(session, request_id=request, by=by, now=house.now(), **words)

    told_of = await asyncio.gather(
        settle(helper, answer.done, words="已演示"),
        settle(owner, answer.withdraw),
        settle(helper, answer.decline, words="没空"),
        return_exceptions=True,
    )
    assert sum(isinstance(each, answer.SettledAlready) for each in told_of) == 2
    async with house.db.begin() as session:
        ends = select(func.count()).where(AuditRow.noun == "request", AuditRow.verb != "ask")
        assert await session.scalar(ends) == 1


async def test_a_deal_that_ends_takes_its_requests_along_and_opened_again_has_them_back(house, deal, xiaoli, jia):
    await xiaoli.command("/deal 方舟电子 协助 @销售甲 周五前 演示")
    await house.deliver()
    await xiaoli.press("输单", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.fill({"原因": "其他原因", "为什么输？": "预算取消"})
    lost = await xiaoli.submit()
    await house.deliver()
    assert "商机已结束" in jia.dms[-1].text
    await xiaoli.press("撤销", on=lost)
    await xiaoli.dismiss(everything=True)
    await house.deliver()
    assert "接受" in {button.text for button in jia.dms[-1].buttons}
    assert (await the_request(house)).ended_at is None


async def test_whoever_asked_hands_the_deal_on_and_its_new_owner_hears_the_answer(house, deal, xiaoli, alice, jia):
    await xiaoli.command("/deal 方舟电子 协助 @销售甲 周五前 演示")
    owner, successor = await house.member("小李"), await house.member("Alice")
    async with house.db.begin() as session:
        await deals.give(session, deal_id=deal.id, to=successor, by=owner, now=house.now(), reason="调岗")
    await house.deliver()
    await jia.press("已完成…", on=jia.dms[-1])
    await jia.fill({"做了什么": "已演示"})
    await jia.submit()
    await jia.dismiss(everything=True)
    before = len(xiaoli.dms)
    await house.deliver()
    assert "已演示" in alice.dms[-1].text
    assert len(xiaoli.dms) == before

    await alice.command("/deal 方舟电子 help @销售甲 by Friday: send the sample")
    async with house.db.begin() as session:
        await mates.put(
            session,
            deal_id=deal.id,
            off=[(await house.member("销售甲")).id],
            by=await house.member("Alice"),
            now=house.now(),
        )
    await house.deliver()
    assert any("has no more to do with 方舟电子" in each.text for each in alice.dms[-2:])
    assert "接受" not in {button.text for each in jia.dms[-3:] for button in each.buttons}


async def test_urged_the_owner_says_by_when_and_a_follow_up_that_counts_settles_it_with_thanks(
    house, deal, xiaoli, zhangjun, jia
):
    said = await zhangjun.command("/deal 方舟电子 催 周三前 客户在等报价")
    assert "已就 方舟电子 催办 @小李，截止 12月9日" in said.text
    again = await zhangjun.command("/deal 方舟电子 催 周五前")
    assert all(part in again.text for part in ("@张军 已就", "12月9日"))
    assert "没有" in (await jia.command("/deal 方舟电子 催 周五前")).text
    await house.deliver()
    got = xiaoli.dms[-1]
    assert "⏰ @张军 催你跟进 方舟电子 （12月9日 周三 前）：客户在等报价" in got.text
    await xiaoli.press("何时办好…", on=got)
    await xiaoli.fill({"截止日期": date(2026, 12, 10), "简单说明": "明天约了刘兵"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)
    await house.deliver()
    assert "🤝 @小李 答应 12月10日 周四 前跟进 方舟电子" in zhangjun.dms[-1].text
    await press(xiaoli, ids.REQUEST_PROMISE, {"request": (await the_request(house)).id})
    await xiaoli.fill({"截止日期": date(2026, 12, 18)})
    await xiaoli.submit()
    assert "已经答应 12月10日" in str(xiaoli.form.errors)
    await xiaoli.dismiss(everything=True)
    await at(house, 2, time(19))
    await xiaoli.command("/visit 方舟电子 跟进一下")  # says nothing, and so settles nothing
    assert (await the_request(house)).is_open
    logged = await xiaoli.command("/visit 方舟电子 和刘兵过了报价，200台扫描枪28万，对方要审批")
    assert "方舟电子" in logged.text
    await house.deliver()
    assert "🙌 你催办后，@小李 已跟进 方舟电子" in zhangjun.dms[-1].text
    assert "已跟进" in next(each for each in xiaoli.dms if each.ts == got.ts).text
    await xiaoli.press("撤销", on=logged)  # it was said of another customer: the urge stands again
    await house.deliver()
    assert (await the_request(house)).is_open
    assert "↩️ @小李 撤销了对 方舟电子 的这次跟进，催办继续有效" in zhangjun.dms[-1].text
    assert "⏰ @张军 催你跟进 方舟电子" in xiaoli.dms[-1].text
    await xiaoli.command("/visit 方舟电子 和刘兵过了报价，200台扫描枪27万，对方要审批")
    await house.deliver()
    assert "🙌 你催办后，@小李 已跟进 方舟电子" in zhangjun.dms[-1].text
    for days in (3, 4, 7):
        await at(house, days, time(19))
    assert (await told(house, "request_chased"), await told(house, "request_answer")) == (0, 4)


async def test_an_urge_nobody_heeds_is_chased_raised_and_on_the_managers_morning_and_a_move_ends_it(
    house, deal, xiaoli, zhangjun
):
    admin = house.person("陈总")
    await admin.command("/deal 方舟电子 催 今天下午5点前")
    for days in range(3):
        await asyncio.gather(at(house, days, time(17)), at(house, days, time(17)))  # two workers
    assert (await told(house, "request_chased"), await told(house, "request_raised")) == (1, 1)
    raised = zhangjun.dms[-1]
    assert "🆘 @陈总 催 @小李 跟进 方舟电子" in raised.text
    assert "转给别人…" not in {button.text for button in raised.buttons}
    house.move_clock(shanghai(3, time(9)))
    await house.run("morning-digest", shanghai(3, time(9)))
    assert "🆘 协助、催办没有结果 1" in zhangjun.dms[-1].text
    await xiaoli.press("推进", on=await xiaoli.command("/deal 方舟电子"))
    await house.deliver()
    assert "已跟进" in next(each for each in zhangjun.dms if each.ts == raised.ts).text
    assert "🙌" in admin.dms[-1].text


async def test_whom_one_may_urge_and_what_becomes_of_it_when_the_deal_is_given_on(house, deal, xiaoli, zhangjun, alice):
    refused = await zhangjun.command("/deal 方舟电子 催 @Alice 周五前")
    assert "@Alice 在 方舟电子 上没有待办的事" in refused.text
    await xiaoli.command("/deal 方舟电子 催")
    assert "找谁" in xiaoli.form.fields  # their own: whom?
    await xiaoli.dismiss(everything=True)
    await xiaoli.command("/deal 方舟电子 协助 @Alice 周五前 出一份方案")
    await zhangjun.command("/deal 方舟电子 催 @Alice 周四前")
    await house.deliver()
    await alice.press("Done…", on=next(each for each in reversed(alice.dms) if "asks for your help" in each.text))
    await alice.fill({"What was done": "sent"})
    await alice.submit()  # which is what was urged, too
    await alice.dismiss(everything=True)
    await house.deliver()
    assert "🙌 你催办后，@Alice 已跟进 方舟电子" in zhangjun.dms[-1].text

    await zhangjun.command("/deal 方舟电子 催 周五前")
    owner, successor = await house.member("小李"), await house.member("Alice")
    async with house.db.begin() as session:
        await deals.give(session, deal_id=deal.id, to=successor, by=owner, now=house.now(), reason="调岗")
    await house.deliver()
    assert "@小李 已不再参与商机 方舟电子" in zhangjun.dms[-1].text
    assert "何时办好…" not in {button.text for each in xiaoli.dms[-3:] for button in each.buttons}


async def test_somebody_away_is_said_to_be_and_whoever_has_left_is_asked_no_more(house, deal, xiaoli, jia):
    helper = await house.member("销售甲")
    async with house.db.begin() as session:
        (await session.get_one(Member, (helper.workspace_id, helper.id))).away_until = date(2026, 12, 20)
    sent = await xiaoli.command("/deal 方舟电子 协助 @销售甲 周五前 演示")
    assert "🌴 @销售甲 请假，12月20日" in sent.text
    await xiaoli.press("转给别人…", on=sent)
    await xiaoli.fill({"找谁": "Alice"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)
    await house.deliver()
    assert (await the_request(house)).by_id == deal.owner_id

    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "Alice").values(active=False))
    for days in (4, 7, 8):
        await at(house, days, time(18))
    assert "@Alice 已不再参与商机 方舟电子" in xiaoli.dms[-1].text
    assert (await told(house, "request_chased"), await told(house, "request_raised")) == (0, 0)
