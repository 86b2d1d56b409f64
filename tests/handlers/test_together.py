"""What is due to one person comes as one message, at their hour, and each part of it is struck through on its own."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from core.models import Deal, Lead, Member, Task, Workspace

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)
TUESDAY = date(2026, 12, 15)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day in Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


@pytest.fixture
async def morning(house, xiaoli):
    """小李 has, for Tuesday week, two leads that turn silent, a deal that closes soon, and a task."""
    house.move_clock(MONDAY)
    async with house.db.begin() as session:
        await session.execute(update(Workspace).values(silent_after=6))
    for customer in ("三励公司", "宏达机械"):
        await xiaoli.command(f"/lead new {customer} 要扫描枪")
    async with house.db.begin() as session:
        await session.execute(
            update(Lead).values(
                owner_id=select(Member.id).where(Member.name == "小李").scalar_subquery(),
                owned_since=MONDAY,
                silent_on=TUESDAY,
                warn_on=TUESDAY,
            )
        )
    await xiaoli.command("/deal new 方舟电子 30万 扫描枪 12月22日成交")
    await xiaoli.command("/visit 方舟电子 见了刘兵，12月15日报价")
    await house.deliver()
    async with house.db.begin() as session:
        assert [deal.expected_close for deal in await session.scalars(select(Deal))] == [date(2026, 12, 22)]
        assert [task.on for task in await session.scalars(select(Task))] == [TUESDAY]
    return len(xiaoli.dms)


async def test_everything_due_comes_in_one_message_at_nine(house, xiaoli, morning):
    house.move_clock(at(TUESDAY, 1))
    await house.work()
    assert len(xiaoli.dms) == morning

    house.move_clock(at(TUESDAY, 9, 1))
    await house.work()
    told = xiaoli.dms[morning:]
    assert len(told) == 1
    assert "现在需要你处理：4 件" in told[0]
    for said in ("三励公司", "宏达机械", "方舟电子", "报价"):
        assert said in told[0]


async def test_each_part_is_struck_through_when_it_is_dealt_with(house, xiaoli, morning):
    house.move_clock(at(TUESDAY, 9, 1))
    await house.work()

    await xiaoli.command("/visit 三励公司 见了王工，确认要20台扫描枪")
    await house.work()
    told = xiaoli.dms[morning]
    assert "现在需要你处理：3 件" in told
    assert "三励公司 沉默了 · 已处理" in told

    await xiaoli.press("完成", on=told)
    await house.work()
    assert "现在需要你处理：2 件" in xiaoli.dms[morning]
    assert len([each for each in xiaoli.dms if "现在需要你处理" in each]) == 1


async def test_a_press_in_it_leaves_the_other_parts_where_they_are(house, xiaoli, morning):
    house.move_clock(at(TUESDAY, 9, 1))
    await house.work()

    await xiaoli.press("推进", on=xiaoli.dms[morning])

    told = xiaoli.dms[morning]
    assert "现在需要你处理：4 件" in told
    assert "三励公司" in told


async def test_what_came_too_late_is_told_in_the_next_mornings_word(house, xiaoli, morning):
    user = house.slack.workspace.user("小李")
    start, end = at(TUESDAY, 8), at(TUESDAY + timedelta(days=3), 8)
    user.dnd.enabled, user.dnd.start, user.dnd.end = True, int(start.timestamp()), int(end.timestamp())
    async with house.db.begin() as session:
        await session.execute(update(Lead).values(warn_on=None))
        await session.execute(update(Deal).values(warn_close_on=None))
        await session.execute(update(Task).values(remind_at=at(TUESDAY, 9)))
    house.move_clock(at(TUESDAY, 9, 1))
    await house.work()
    assert len(xiaoli.dms) == morning
    house.move_clock(end + timedelta(hours=2))
    await house.work()

    told = xiaoli.dms[morning:]
    assert [each for each in told if "你不在时错过的" in each or "报价" in each]
