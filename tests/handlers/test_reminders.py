"""Tasks remind their owner: before, at the time, once overdue; and what can be done from the reminder."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from core.calendar import instant
from core.models import Lead, Member, Task
from core.tasks import remind_at

MONDAY = date(2026, 12, 7)  # a working week without a holiday
ZONE = "Asia/Shanghai"


def shanghai(day, at):
    return instant(day, at, ZONE)


@pytest.fixture
async def plans(house, xiaoli):
    """小李 has a customer; `plan` puts a task for them into the books, as if planned on Monday at nine."""
    house.move_clock(shanghai(MONDAY, time(9)))
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.command("/lead 方舟电子")
    await xiaoli.press("Claim")
    await house.deliver()

    async def plan(text="给刘兵报价", *, on=MONDAY, at=None, lead_time=15):
        me, now = await house.member("小李"), house.now()
        async with house.db.begin() as session:
            lead = (await session.scalars(select(Lead))).one()
            task = Task(
                workspace_id=me.workspace_id,
                owner_id=me.id,
                account_id=lead.account_id,
                lead_id=lead.id,
                text=text,
                on=on,
                at=at,
                zone=ZONE,
                remind_at=remind_at(on, at, zone=ZONE, now=now, lead_time=lead_time),
                created_at=now,
            )
            session.add(task)
            await session.flush()
            return task.id

    return plan


async def at(house, moment, job="remind-tasks"):
    house.move_clock(moment)
    return await house.run(job, moment)


async def the_task(house, task_id):
    async with house.db.begin() as session:
        return (await session.scalars(select(Task).where(Task.id == task_id))).one()


async def test_a_task_with_a_time_is_told_before_it_at_it_and_once_overdue(house, xiaoli, plans):
    await plans(at=time(15))
    before = len(xiaoli.dms)

    for moment in (time(14, 44), time(14, 45), time(14, 50), time(15), time(15, 1), time(17)):
        await at(house, shanghai(MONDAY, moment))
    told = xiaoli.dms[before:]
    assert ["快到了" in told[0], "⏰ 到期" in told[-1], len(told)] == [False, True, 2]
    assert "下面又提醒了一次" in told[0]

    for days, moment in ((1, time(8)), (1, time(9, 1)), (2, time(9, 1))):
        await at(house, shanghai(MONDAY + timedelta(days=days), moment))
    told = xiaoli.dms[before:]
    assert len(told) == 3
    assert "逾期" in told[-1]


async def test_before_its_time_it_says_soon(house, xiaoli, plans):
    await plans(at=time(15))

    await at(house, shanghai(MONDAY, time(14, 46)))

    assert "快到了" in xiaoli.dms[-1]
    assert {"完成", "记跟进"} <= {button.text for button in xiaoli.dms[-1].buttons}
    assert xiaoli.dms[-1].input("Later").options == ("一小时后", "明天", "下个工作日", "选个日期")


async def test_done_from_the_reminder_ends_it(house, xiaoli, plans):
    task_id = await plans(at=time(15))
    await at(house, shanghai(MONDAY, time(14, 46)))

    await xiaoli.press("Done", on=xiaoli.dms[-1])
    await house.deliver()
    told = len(xiaoli.dms)
    await at(house, shanghai(MONDAY, time(15, 1)))

    assert (await the_task(house, task_id)).done_at
    assert len(xiaoli.dms) == told


@pytest.mark.parametrize(
    ("way", "day", "moment", "again"),
    [
        ("一小时后", MONDAY, time(15, 46), time(15, 46)),
        ("明天", MONDAY + timedelta(days=1), time(15), time(14, 45)),
        ("下个工作日", MONDAY + timedelta(days=1), time(15), time(14, 45)),
    ],
)
async def test_a_reminder_can_be_put_off(house, xiaoli, plans, way, day, moment, again):
    task_id = await plans(at=time(15))
    await at(house, shanghai(MONDAY, time(14, 46)))

    await xiaoli.choose("task.later", way, on=xiaoli.dms[-1])

    task = await the_task(house, task_id)
    assert (task.on, task.at, task.remind_at) == (day, moment, shanghai(day, again))
    assert "已改到" in xiaoli.told


async def test_another_day_and_its_own_lead_time_are_chosen_in_a_form(house, xiaoli, plans):
    task_id = await plans(at=time(15))
    await at(house, shanghai(MONDAY, time(14, 46)))

    await xiaoli.choose("task.later", "选个日期", on=xiaoli.dms[-1])
    await xiaoli.fill({"日期": MONDAY + timedelta(days=2), "时间": time(11), "提醒时间": "提前 1 小时"})
    assert (await xiaoli.submit()).ok

    task = await the_task(house, task_id)
    assert task.remind_at == shanghai(MONDAY + timedelta(days=2), time(10))
    assert task.lead_time == 60


async def test_whoever_has_an_empty_tomorrow_hears_of_it_before_going_home(house, xiaoli, plans):
    before = len(xiaoli.dms)

    for moment in (time(17, 29), time(17, 31), time(17, 40), time(18, 1)):
        await at(house, shanghai(MONDAY, moment), "nudge-empty-tomorrow")

    [nudge] = xiaoli.dms[before:]
    assert "12月8日 周二 还没有安排" in nudge
    assert "方舟电子" in nudge
    assert {"记跟进", "我的一天", "为什么收到"} <= {button.text for button in nudge.buttons}
    assert "你 18:00 下班" in await xiaoli.press("为什么收到", on=nudge)

    await xiaoli.command("/visit 方舟电子 见了刘兵，明天报价")
    await house.deliver()
    struck = next(message for message in xiaoli.dms if message.ts == nudge.ts)
    assert "12月8日 周二 还没有安排 · 已有安排" in struck
    assert struck.buttons == []


async def test_nobody_is_nudged_who_has_plans_or_nothing_to_sell(house, xiaoli, alice, plans):
    await plans(on=MONDAY + timedelta(days=1))
    told = [len(who.dms) for who in (xiaoli, alice)]

    ran = await at(house, shanghai(MONDAY, time(17, 31)), "nudge-empty-tomorrow")

    assert ran.found == 0
    assert [len(who.dms) for who in (xiaoli, alice)] == told


async def test_on_a_friday_the_next_day_is_monday_and_on_a_saturday_nobody_is_nudged(house, xiaoli, plans):
    await plans(on=MONDAY + timedelta(days=5))  # a Saturday's plan is not Monday's
    told = len(xiaoli.dms)

    await at(house, shanghai(MONDAY + timedelta(days=4), time(17, 31)), "nudge-empty-tomorrow")
    await at(house, shanghai(MONDAY + timedelta(days=5), time(17, 31)), "nudge-empty-tomorrow")

    [nudge] = xiaoli.dms[told:]
    assert "12月14日 周一 还没有安排" in nudge


def test_what_is_planned_for_sooner_than_the_lead_time_is_told_at_its_time():
    now = datetime(2026, 12, 7, 6, 50, tzinfo=UTC)  # 14:50

    assert remind_at(MONDAY, time(15), zone=ZONE, now=now) == shanghai(MONDAY, time(15))
    assert remind_at(MONDAY, time(15), zone=ZONE, now=now, lead_time=5) == shanghai(MONDAY, time(14, 55))
    assert remind_at(MONDAY, time(14), zone=ZONE, now=now) is None


def test_what_is_planned_for_the_rest_of_today_is_told_only_when_it_is_overdue():
    now = datetime(2026, 12, 7, 6, 50, tzinfo=UTC)

    assert remind_at(MONDAY, None, zone=ZONE, now=now) == shanghai(MONDAY + timedelta(days=1), time(9))
    assert remind_at(MONDAY - timedelta(days=1), None, zone=ZONE, now=now) is None


async def test_a_line_logged_keeps_to_the_lead_time_of_whoever_logs_it(house, xiaoli):
    house.move_clock(shanghai(MONDAY, time(9)))
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "小李").values(lead_time=60))
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.command("/lead 方舟电子")
    await xiaoli.press("Claim")

    await xiaoli.command("/visit 方舟电子 见了刘兵，明天下午3点报价")

    async with house.db.begin() as session:
        task = (await session.scalars(select(Task))).one()
    assert task.remind_at == shanghai(MONDAY + timedelta(days=1), time(14))
