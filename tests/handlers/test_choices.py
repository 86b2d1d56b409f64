"""Each person says what they are told, when and in which language; mutes customers; asks why a notice came."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from core import hearing, mutes
from core.choices import Choices
from core.errors import Missing
from core.jobs.silence import warn_silent_leads
from core.models import Account, AuditRow, Lead, Mute, Notice, Task, Workspace
from tests.handlers.test_reminders import shanghai

MONDAY = date(2026, 12, 7)  # a working week without a holiday
WEDNESDAY = MONDAY + timedelta(days=9)  # seven working days later: a lead of Monday's is silent


@pytest.fixture
async def silence(house, xiaoli):
    """小李 holds a lead since Monday; `silence(day)` is what they are told that day."""
    house.move_clock(shanghai(MONDAY, time(10)))
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.command("/lead 方舟电子")
    await xiaoli.press("Claim")
    await house.deliver()

    async def look(day=WEDNESDAY):
        before = len(xiaoli.dms)
        house.move_clock(shanghai(day, time(10)))
        await house.run("warn-silent-leads", shanghai(day, time(10)))
        await house.deliver()
        return xiaoli.dms[before:]

    return look


async def written(house):
    """The alert is written, and not sent yet."""
    house.move_clock(shanghai(WEDNESDAY, time(10)))
    async with house.db.begin() as session:
        workspace = (await session.scalars(select(Workspace))).one()
        await warn_silent_leads(session, workspace=workspace, now=house.now(), forced=True)


async def choose(who, entries):
    """What comes of the form of choices, filled so."""
    await who.opens_home()
    await who.press("notices.show", on=who.home)
    await who.fill(entries)
    return await who.submit()


async def one(house, model, *where):
    async with house.db.begin() as session:
        return (await session.scalars(select(model).where(*where))).one()


async def test_a_kind_switched_off_is_not_told(xiaoli, silence):
    assert (await choose(xiaoli, {"通知我": ["我的待办提醒"]})).ok

    assert await silence() == []


async def test_what_was_written_before_it_was_switched_off_is_not_told_either(house, xiaoli, silence):
    await written(house)
    await choose(xiaoli, {"通知我": ["我的待办提醒"]})
    before = len(xiaoli.dms)

    await house.deliver()

    assert len(xiaoli.dms) == before
    assert (await one(house, Notice, Notice.kind == "silent_lead")).status == "dropped"


async def test_everything_chosen_is_kept_and_shown_again(house, xiaoli):
    told = {"上班时间": time(10), "下班时间": time(19), "工作日": ["周一", "周二", "周六"], "提醒时间": "提前 1 小时"}
    await choose(xiaoli, {**told, "免打扰开始": time(22), "免打扰结束": time(7), "语言": "中文"})

    me = await house.member("小李")
    assert (me.works_from, me.works_until, me.workdays, me.lead_time) == (time(10), time(19), [1, 2, 6], 60)
    assert (me.quiet_from, me.quiet_until, me.language, me.notices_off) == (time(22), time(7), "zh", [])
    await xiaoli.dismiss(everything=True)
    await xiaoli.command("/genjin 通知")
    shown = {label: field.value for label, field in xiaoli.form.fields.items()}
    assert (shown["上班时间"], shown["免打扰结束"], shown["提醒时间"]) == ("10:00", "07:00", "提前 1 小时")
    assert (await one(house, AuditRow, AuditRow.verb == "choices")).after["works_from"] == "10:00:00"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"上班时间": time(18), "下班时间": time(9)}, "下班时间要晚于上班时间，请选 18:00 之后的时间。"),
        ({"免打扰开始": time(22)}, "免打扰时段的开始和结束要一起填，或都不填。"),
        ({"免打扰开始": time(8), "免打扰结束": time(8)}, "免打扰时段的开始和结束要一起填，或都不填。"),
        (
            {"免打扰开始": time(8), "免打扰结束": time(20)},
            "免打扰时段把上班时间全占了，什么通知都发不出来，请缩短一些。",
        ),
    ],
)
async def test_hours_that_cannot_be_are_refused_in_the_form(xiaoli, entries, said):
    answer = await choose(xiaoli, entries)

    assert said in answer.errors.values()


async def test_a_language_of_ones_own_is_spoken_everywhere_at_once(house, xiaoli, silence):
    saved = await choose(xiaoli, {"语言": "English"})

    assert "Your choices are saved" in saved
    assert "Log a follow-up" in await xiaoli.opens_home()
    assert "Today" in await xiaoli.command("/today")
    [alert] = await silence()
    assert "no follow-up that counts for 7 working days" in alert


async def test_tasks_already_planned_are_told_by_the_new_lead_time(house, xiaoli, silence):
    await xiaoli.command("/visit 方舟电子 见了刘兵，明天下午3点报价")
    tomorrow = MONDAY + timedelta(days=1)
    assert (await one(house, Task)).remind_at == shanghai(tomorrow, time(14, 45))

    await choose(xiaoli, {"提醒时间": "提前 30 分钟"})

    assert (await one(house, Task)).remind_at == shanghai(tomorrow, time(14, 30))


async def test_reps_have_no_digest_to_choose_and_managers_have(xiaoli, zhangjun):
    await xiaoli.command("/genjin 通知")
    await zhangjun.command("/genjin 通知")

    assert "早报时间" not in xiaoli.form.fields
    assert not [label for label in xiaoli.form.fields if "频道" in label]
    assert {"早报时间", "广告组 的频道接收"} <= set(zhangjun.form.fields)
    assert "扫描组 的频道接收" not in zhangjun.form.fields


async def test_a_manager_says_what_the_teams_channel_gets(house, zhangjun):
    house.move_clock(shanghai(MONDAY, time(9, 30)))
    await choose(zhangjun, {"广告组 的频道接收": ["一直沉默的线索"]})

    await house.run("morning-digest", house.now())
    await house.deliver()

    assert not zhangjun.sees("#ads")
    assert "早报" in zhangjun.dms[-1] or "早上好" in zhangjun.dms[-1]


async def test_an_admin_chooses_for_every_teams_channel(house, admin):
    await admin.command("/genjin 通知")

    assert {"广告组 的频道接收", "扫描组 的频道接收"} <= set(admin.form.fields)


@pytest.mark.parametrize(("entry", "days"), [("静音一天", 1), ("静音一周", 7)])
async def test_a_muted_customer_is_told_of_once_the_mute_ends(house, xiaoli, silence, entry, days):
    [alert] = await silence()
    said = await xiaoli.press(entry, on=alert)
    assert "方舟电子 的通知已静音" in said
    until = WEDNESDAY + timedelta(days=days)
    assert (await one(house, Mute)).until == until

    async with house.db.begin() as session:
        await session.execute(update(Lead).values(warn_on=Lead.silent_on, warned=None, version=Lead.version + 1))
    await written(house)
    mine = Notice.kind == "silent_lead", Notice.status == "pending", Notice.member_id.is_not(None)
    notice = (await all_of(house, Notice, *mine))[0]
    assert notice.due_at == shanghai(until, time(9))


async def all_of(house, model, *where):
    async with house.db.begin() as session:
        return (await session.scalars(select(model).where(*where).order_by(model.id.desc()))).all()


async def test_muted_until_a_day_chosen_in_a_form(house, xiaoli, silence):
    [alert] = await silence()

    await xiaoli.press("静音到某天", on=alert)
    await xiaoli.fill({"到哪天": WEDNESDAY})
    refused = await xiaoli.submit()
    assert list(refused.errors.values()) == ["12月16日 周三 不在今天之后，请选晚一点的日期。"]
    await xiaoli.fill({"到哪天": WEDNESDAY + timedelta(days=30)})
    assert "的通知已静音" in await xiaoli.submit()

    assert (await one(house, Mute)).until == WEDNESDAY + timedelta(days=30)


async def test_what_waits_when_a_customer_is_muted_waits_for_the_end_and_unmuting_brings_it(house, xiaoli, silence):
    [alert] = await silence()
    waiting = Notice.key == "later"
    async with house.db.begin() as session:
        told = (await session.scalars(select(Notice).where(Notice.kind == "silent_lead"))).one()
        facts, me, lane = dict(told.facts), told.member_id, told.lane_id
        session.add(
            Notice(
                workspace_id=told.workspace_id, lane_id=lane, member_id=me, key="later", kind="silent_lead",
                manner="unasked", facts=facts, due_at=house.now() + timedelta(hours=1), created_at=house.now(),
            )
        )  # fmt: skip
    await xiaoli.press("静音一周", on=alert)
    assert (await one(house, Notice, waiting)).due_at == shanghai(WEDNESDAY + timedelta(days=7), time(9))

    await xiaoli.opens_home()
    await xiaoli.press("notices.show", on=xiaoli.home)
    assert "方舟电子 · 到 12月23日 周三 恢复" in xiaoli.form
    await xiaoli.press("取消静音")

    assert "已静音的客户" not in xiaoli.form
    assert (await one(house, Notice, waiting)).due_at <= house.now()


async def test_muted_until_the_next_follow_up(house, xiaoli, silence):
    [alert] = await silence()
    await xiaoli.press("静音到下次跟进", on=alert)
    await xiaoli.command("/genjin 通知")
    assert "下次跟进后恢复" in xiaoli.form
    await xiaoli.dismiss(everything=True)

    await xiaoli.command("/visit 方舟电子 见了刘兵，要200台扫描枪，预算30万")
    await xiaoli.command("/genjin 通知")

    assert "已静音" not in xiaoli.form


async def test_a_mute_ended_in_a_form_that_closed_meanwhile_is_told_all_the_same(house, xiaoli, silence):
    [alert] = await silence()
    await xiaoli.press("静音一周", on=alert)
    await xiaoli.command("/genjin 通知")
    form = xiaoli.form
    await xiaoli.dismiss(everything=True)

    assert "方舟电子" in (await xiaoli.press("取消静音", on=form)).text
    async with house.db.begin() as session:
        assert (await session.scalars(select(Mute))).all() == []


async def test_a_mute_is_ones_own_and_of_customers_one_sees(house, xiaoli, jia, silence):
    [alert] = await silence()
    notice = await one(house, Notice, Notice.kind == "silent_lead")
    await xiaoli.press("静音一天", on=alert)

    other = await house.member("销售甲")
    for ask in (
        lambda session: hearing.told(session, notice_id=notice.id, by=other),
        lambda session: mutes.mute(session, account_id=notice.facts["account"], until=None, by=other, now=house.now()),
    ):
        async with house.db.begin() as session:
            with pytest.raises(Missing):
                await ask(session)


async def test_what_is_planned_after_muting_is_reminded_of_all_the_same(house, xiaoli, silence):
    [alert] = await silence()
    await xiaoli.press("静音一周", on=alert)
    await xiaoli.command("/visit 方舟电子 见了刘兵，今天下午3点报价")
    before = len(xiaoli.dms)

    house.move_clock(shanghai(WEDNESDAY, time(14, 46)))
    await house.run("remind-tasks", house.now())

    assert "快到了" in xiaoli.dms[before]


async def test_all_that_genjin_finds_of_a_muted_customer_waits_and_what_a_colleague_asks_does_not(
    house, xiaoli, zhangjun, silence
):
    await xiaoli.command("/deal new 方舟电子 30万")
    await xiaoli.command("/visit 方舟电子 见了刘兵，要200台扫描枪")
    told = await one(house, Notice, Notice.kind == "lead_card", Notice.mode == "post")
    account, asked, until = (await one(house, Account)).id, {}, MONDAY + timedelta(days=7)
    for name in ("小李", "张军"):
        by = await house.member(name)
        async with house.db.begin() as session:
            asked[name] = Notice(
                workspace_id=by.workspace_id, lane_id=told.lane_id, member_id=by.id, key=f"asked {name}",
                kind="keep_asked", manner="asked", facts={"account": account}, due_at=house.now(),
                created_at=house.now(),
            )  # fmt: skip
            session.add(asked[name])
            await session.flush()
            await mutes.mute(session, account_id=account, until=until, by=by, now=house.now())

    await xiaoli.command("/visit 方舟电子 刘兵离职了，小王接手，见面确认要30台打印机")
    await xiaoli.press("赢单", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.submit()

    found = await all_of(house, Notice, Notice.kind.in_(("contact_left", "review_asked")), Notice.mode == "post")
    assert {each.kind: each.due_at for each in found} == dict.fromkeys(
        ("contact_left", "review_asked"), shanghai(until, time(9))
    )
    async with house.db.begin() as session:
        for name, each in asked.items():
            assert (await session.get_one(Notice, (each.workspace_id, each.id))).due_at == each.due_at, name


async def test_a_silent_lead_says_why_in_figures(house, xiaoli, silence):
    [alert] = await silence()

    said = await xiaoli.press("为什么收到", on=alert)

    assert "从 12月7日 周一 归 @小李 起算" in said
    assert "跟进节奏：每 7 个工作日，依据：工作区规则" in said
    assert "到 12月16日 周三 已过 7 个工作日" in said
    assert said.only_for == xiaoli.id or said.channel == alert.channel
    await xiaoli.press("通知设置", on=said)
    assert xiaoli.form.title == "通知"


async def test_a_reminder_says_whose_lead_time_it_goes_by(house, xiaoli, silence):
    await xiaoli.command("/visit 方舟电子 见了刘兵，明天下午3点报价")
    tomorrow = MONDAY + timedelta(days=1)
    house.move_clock(shanghai(tomorrow, time(14, 46)))
    await house.run("remind-tasks", house.now())

    said = await xiaoli.press("为什么收到", on=xiaoli.dms[-1])

    assert "提前 15 分钟提醒（你的默认设置）" in said
    assert "报价" in said


async def test_a_channels_notice_says_why_it_is_there(house, zhangjun):
    house.move_clock(shanghai(MONDAY, time(9, 30)))
    await house.run("morning-digest", house.now())

    said = await zhangjun.press("为什么发到这里", on=zhangjun.sees("#ads")[-1])

    assert "每个工作日 09:00 在这个频道发小组早报。" in said
    assert "由小组经理或管理员在应用首页的「通知」里设置" in said


async def test_what_is_dealt_with_has_no_menu(house, xiaoli, silence):
    [alert] = await silence()
    await xiaoli.command("/visit 方舟电子 见了刘兵，要200台扫描枪，预算30万")
    await house.deliver()

    struck = next(message for message in xiaoli.dms if message.ts == alert.ts)

    assert struck.buttons == []


def test_forged_choices_are_refused():
    plain = {
        "notices_off": [], "works_from": time(9), "works_until": time(18), "workdays": None, "quiet_from": None,
        "quiet_until": None, "digest_at": None, "lead_time": 15, "language": None,
    }  # fmt: skip
    for forged in ({"notices_off": ["lead_assigned"]}, {"workdays": [8]}, {"lead_time": 7}, {"language": "fr"}):
        with pytest.raises(Missing):
            Choices(**{**plain, **forged})


async def test_a_channels_first_notice_says_who_set_it_up_and_how_to_stop_it(house, admin, xiaoli, zhangjun):
    house.move_clock(shanghai(MONDAY, time(9, 30)))
    await admin.command("/genjin 小组")
    await admin.press("team.edit")
    await admin.fill({"成员": zhangjun, "角色": "经理", "小组频道": "#lead-pool"})
    await admin.submit()

    await house.run("morning-digest", house.now())
    house.move_clock(shanghai(MONDAY + timedelta(days=1), time(9, 30)))
    await house.run("morning-digest", house.now())

    first, second = (message for message in xiaoli.sees("#lead-pool"))
    assert "@陈总 把小组通知设到了这个频道。要停掉，请小组经理或管理员在应用首页的「通知」里取消勾选。" in first
    assert "设到了这个频道" not in second


async def test_the_pools_first_card_keeps_its_introduction_when_it_is_claimed(house, xiaoli, alice):
    await xiaoli.command("/lead new 方舟电子")
    await house.deliver()
    [card] = alice.sees("#lead-pool")
    assert "管理员 把公海新线索设到了这个频道。要停掉，请管理员在应用首页的「设置」里改。" in card

    await xiaoli.press("Claim", on=card)
    await house.deliver()

    assert "公海新线索" in alice.sees("#lead-pool")[0]
