"""What is due to one person comes as one message, at their hour, and each part of it is struck through on its own."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from core.models import Deal, Lead, Member, Task, Workspace
from handlers import notices

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
                rhythm_days=6,
            )
        )
    await xiaoli.command("/deal new 方舟电子 30万 扫描枪 12月22日成交")
    await xiaoli.command("/visit 方舟电子 见了刘兵和王丽，12月15日报价")
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
    assert "三励公司 没跟进 · 已处理" in told

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
    house.move_clock(at(TUESDAY, 9, 1))
    await house.work()
    async with house.db.begin() as session:
        await session.execute(update(Task).values(remind_at=None))  # not told as overdue as well
    house.move_clock(end + timedelta(hours=2))
    await house.work()
    assert len(xiaoli.dms) == morning

    await house.work()
    told = xiaoli.dms[morning:]
    assert len(told) == 1
    assert "你不在时错过的：1 件" in told[0]
    assert "报价" in told[0]
    await xiaoli.press("完成", on=told[0])
    await house.work()
    assert "✔ 这些都处理完了" in xiaoli.dms[morning]
    house.move_clock(end + timedelta(days=3, hours=2))
    await house.work()
    assert not [each for each in xiaoli.dms[morning + 1 :] if "你不在时错过的" in each]


async def test_a_manager_reads_the_digest_at_their_own_hour(house, zhangjun, xiaoli, morning):
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "张军").values(digest_at=time(10, 30)))
    house.move_clock(at(TUESDAY, 10, 29))
    await house.work()
    assert not zhangjun.dms

    house.move_clock(at(TUESDAY, 10, 31))
    await house.work()
    assert len(zhangjun.dms) == 1


async def test_tasks_told_ahead_within_half_an_hour_come_together(house, xiaoli):
    house.move_clock(MONDAY)
    await xiaoli.command("/deal new 方舟电子 30万")
    for hour in ("下午2点", "下午2点20", "下午4点"):
        await xiaoli.command(f"/visit 方舟电子 见了刘兵，12月8日{hour}电话确认样品")
    await house.deliver()
    before = len(xiaoli.dms)
    house.move_clock(datetime(2026, 12, 8, 13, 45, 30, tzinfo=SHANGHAI))
    await house.work()

    told = xiaoli.dms[before:]
    assert len(told) == 1
    assert "现在需要你处理：2 件" in told[0]


async def test_a_reminder_keeps_its_local_time_when_its_owner_moves(house, xiaoli):
    house.move_clock(MONDAY)
    await xiaoli.command("/deal new 方舟电子 30万")
    await xiaoli.command("/visit 方舟电子 见了刘兵，12月8日下午3点报价")
    house.slack.workspace.user("小李").tz = "Europe/Berlin"
    house.slack.events.user_changed(house.slack.workspace, house.slack.workspace.user("小李"))
    await house.slack.until(lambda: _in_zone(house, "Europe/Berlin"))

    async with house.db.begin() as session:
        task = (await session.scalars(select(Task))).one()
    assert (task.on, task.at, task.zone) == (date(2026, 12, 8), time(15), "Europe/Berlin")
    assert task.remind_at == datetime(2026, 12, 8, 14, 45, tzinfo=ZoneInfo("Europe/Berlin"))


async def _in_zone(house, zone: str) -> bool:
    return (await house.member("小李")).zone == zone


async def test_of_very_many_no_more_are_drawn_than_one_message_shows(house, xiaoli, morning, monkeypatch):
    async with house.db.begin() as session:
        (first, *_) = await session.scalars(select(Lead).order_by(Lead.id))
        named = {column.name: getattr(first, column.name) for column in Lead.__table__.columns if column.name != "id"}
        await session.execute(insert(Lead), [named] * 150)
    drawn, draw = [], notices._DRAWN["silent_lead"]

    async def counted(session, telling):
        drawn.append(telling.facts["lead"])
        return await draw(session, telling)

    monkeypatch.setitem(notices._DRAWN, "silent_lead", counted)
    house.move_clock(at(TUESDAY, 9))
    await house.work()

    [told] = [each for each in xiaoli.dms[morning:] if "现在需要你处理" in each]
    assert "现在需要你处理：154 件" in told
    left = re.search(r"还有 (\d+) 件，见 /today", told.text)
    assert int(left[1]) == 154 - told.text.count("🔕") - 1
    assert len(drawn) <= 48
