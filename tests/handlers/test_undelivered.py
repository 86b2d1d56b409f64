"""What Slack would not take is shown to admins, to be sent again or dropped; jobs tell when they ran."""

from datetime import date, time, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from core import undelivered
from core.models import AuditRow, Notice, Team
from core.settings import OnlyAdmins
from tests.handlers.test_reminders import shanghai

MONDAY = date(2026, 12, 7)


@pytest.fixture
async def given_up(house):
    """The digest of 广告组 went to a channel that Slack does not know."""
    house.move_clock(shanghai(MONDAY, time(9, 30)))
    async with house.db.begin() as session:
        await session.execute(update(Team).where(Team.name == "广告组").values(channel="CGONE"))
    await house.run("morning-digest", house.now())
    return await the_notice(house)


async def the_notice(house):
    async with house.db.begin() as session:
        return (
            await session.scalars(select(Notice).where(Notice.key.like("digest:team:%"), Notice.status != "sent"))
        ).one()


async def audited(house):
    async with house.db.begin() as session:
        return (await session.scalars(select(AuditRow.verb).where(AuditRow.noun == "notice"))).all()


async def test_an_admin_sees_in_home_what_was_not_delivered_to_whom_and_why(house, admin, xiaoli, given_up):
    assert (given_up.status, given_up.error) == ("dead", "channel_not_found")

    home = await admin.opens_home()

    assert "📭 没发出去的通知 1" in home
    assert "早报" in home
    assert "Genjin 看不到这个频道，请邀请它，或换一个频道" in home
    assert "没发出去的通知" not in await xiaoli.opens_home()


async def test_sent_again_it_is_tried_anew(house, admin, given_up):
    await admin.opens_home()
    house.slack.workspace.add_channel("gone", members=["张军"], id="CGONE")

    said = await admin.press("重新发送", on=admin.home)
    await house.deliver()

    assert "正在重新发送" in said
    async with house.db.begin() as session:
        assert (await session.get_one(Notice, (given_up.workspace_id, given_up.id))).status == "sent"
    assert len(house.person("张军").sees("#gone")) == 1
    assert await audited(house) == ["send_again"]


async def test_dropped_it_is_gone_and_a_second_press_changes_nothing(house, admin, given_up):
    await admin.opens_home()
    before = admin.home

    assert "已不再发送" in await admin.press("不再发送", on=before)
    assert "已经有人处理过了" in await admin.press("重新发送", on=before)

    assert "没发出去的通知" not in await admin.opens_home()
    async with house.db.begin() as session:
        assert (await session.get_one(Notice, (given_up.workspace_id, given_up.id))).status == "dropped"
    assert await audited(house) == ["drop"]


async def test_only_admins_may(house, given_up):
    rep = await house.member("小李")
    for verb in (undelivered.send_again, undelivered.drop):
        async with house.db.begin() as session:
            with pytest.raises(OnlyAdmins):
                await verb(session, notice_id=given_up.id, by=rep, now=house.now())


async def test_each_job_says_when_it_ran_what_it_found_and_when_it_is_next(house, admin, given_up):
    assert "还没运行过" in await line_of("warn-silent-leads", admin)
    assert ended(await line_of("morning-digest", admin)) == "今天 09:30 运行，发现 4 条 · 下次 今天 09:31"

    await house.run("morning-digest", shanghai(MONDAY, time(9, 30)))  # again, and nothing is new
    house.move_clock(shanghai(MONDAY, time(10, 15)))
    assert "发现 0 条" in await line_of("morning-digest", admin)
    assert "下次 今天 10:16" in await line_of("morning-digest", admin)


async def line_of(job, admin):
    home = await admin.opens_home()
    return next(line for line in home.text.splitlines() if job in line)


def ended(line):
    """What a job's line says of its runs."""
    return line.split(" · ", 2)[2]


async def test_what_is_acted_on_is_counted_by_kind(house, xiaoli):
    house.move_clock(shanghai(MONDAY, time(10)))
    for customer in ("方舟电子", "三励公司"):
        await xiaoli.command(f"/lead new {customer}")
        await xiaoli.command(f"/lead {customer}")
        await xiaoli.press("Claim")
    await house.deliver()
    house.move_clock(shanghai(MONDAY + timedelta(days=9), time(10)))
    await house.run("warn-silent-leads", house.now())
    alert = next(message for message in reversed(xiaoli.dms) if any(b.text == "记跟进" for b in message.buttons))

    await xiaoli.press("为什么收到", on=alert)
    assert await acted(house) == 0
    await xiaoli.press("记跟进", on=alert)

    assert await acted(house) == 1
    async with httpx.AsyncClient() as http:
        page = (await http.get(f"http://127.0.0.1:{house.settings.port}/metrics")).text
    assert 'genjin_notices_acted_share{kind="silent_lead"} 0.5' in page
    assert 'genjin_notices_week{kind="silent_lead",outcome="sent"} 2.0' in page


async def acted(house):
    async with house.db.begin() as session:
        told = await session.scalars(select(Notice).where(Notice.kind == "silent_lead", Notice.acted_at.is_not(None)))
        return len(told.all())
