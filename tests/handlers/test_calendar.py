"""The workspace's own working days: set and put back in chat by an admin, and counted by from then on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core.models import AuditRow, Lead

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def monday(house):
    """A Monday in December on which little is special."""
    house.move_clock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))


async def silent_on(house) -> date:
    async with house.db.begin() as session:
        return (await session.scalars(select(Lead.silent_on).order_by(Lead.id.desc()).limit(1))).one()


async def test_an_admin_sets_a_day_and_silence_is_counted_by_it(house, admin, xiaoli, monday):
    await xiaoli.command("/lead new 三励公司 要扫描枪")
    await xiaoli.press("认领")
    await xiaoli.command("/visit 三励公司 见了王工，确认要20台扫描枪")
    assert await silent_on(house) == date(2026, 12, 16)

    said = await admin.command("/genjin calendar 2026-12-12 工作 补元旦")
    assert "✅ 12月12日 周六 本工作区上班。" in said
    await admin.command("/genjin 日历 2026年12月14日 放假")
    await admin.command("/genjin 日历 2026/12/15 休息")
    await xiaoli.command("/visit 三励公司 又见了王工，样品合格，要30台打印机")
    assert await silent_on(house) == date(2026, 12, 17)


async def test_a_day_set_is_listed_and_put_back(house, admin, monday):
    await admin.command("/genjin calendar 2027-02-06 工作 春节调休")
    listed = await admin.command("/genjin calendar")
    assert "• 2月6日 周六：上班 · 春节调休" in listed

    said = await admin.command("/genjin calendar 2027-02-06 照常")
    assert "恢复按法定节假日安排：休息" in said
    assert "0 天" in await admin.command("/genjin calendar")
    async with house.db.begin() as session:
        verbs = (await session.scalars(select(AuditRow.after).where(AuditRow.verb == "calendar"))).all()
    assert [entry["works"] for entry in verbs] == [True, None]


async def test_what_next_years_working_weekends_are_is_said_to_be_unknown(admin, monday):
    assert "2027 年的调休安排还没公布" in await admin.command("/genjin calendar")
    await admin.command("/genjin settings")
    assert "2027 年的调休安排还没公布" in admin.form
    await admin.dismiss(everything=True)

    await admin.command("/genjin calendar 2027-02-06 工作")
    assert "还没公布" not in await admin.command("/genjin calendar")


async def test_only_an_admin_sets_days_and_everybody_may_look(alice, monday):
    said = await alice.command("/genjin calendar 2027-02-06 workday")
    assert "Only an admin may change that" in said
    assert "Days that your workspace has set itself: 0" in await alice.command("/genjin calendar")


@pytest.mark.parametrize("text", ["tomorrow off", "2027-02-30 off", "2027-02-06", "2027-02-06 maybe", "🙂"])
async def test_what_is_not_understood_is_answered_with_an_example(admin, monday, text):
    assert "/genjin 日历 2027-02-06 上班" in await admin.command(f"/genjin calendar {text}")


async def test_a_day_that_has_passed_stays_as_it_was(admin, monday):
    assert "已经过了" in await admin.command("/genjin calendar 2026-12-06 工作")
