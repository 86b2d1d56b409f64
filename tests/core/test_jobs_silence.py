"""Silent leads: seven working days, the owner first, the team two working days later, once each."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core import assignments, claims, deals, leads, today, undo, visits
from core.deals import Terms
from core.jobs.silence import warn_silent_leads
from core.models import Lead, LeadStatus, Notice, Team, VisitKind, Workspace

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)


@pytest.fixture
async def team(books):
    async with books.begin() as session:
        await session.execute(
            update(Team).where(Team.workspace_id == "T1", Team.name == "广告组").values(channel="CADS")
        )
    return books


async def run(books, moment, forced=False):
    async with books.begin() as session:
        workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
        return await warn_silent_leads(session, workspace=workspace, now=moment, forced=forced)


async def told(books, mode="post"):
    """What is told, as (audience, reader)."""
    names = {member.id: name for name, member in books.people.items()}
    return [
        (each.facts.get("audience"), names.get(each.member_id, "channel"))
        for each in await books.all(Notice, Notice.kind == "silent_lead", Notice.mode == mode)
    ]


async def every_day(books, days, start=MONDAY):
    """The days on which something was told, over so many days."""
    moments = [start + timedelta(days=n) for n in range(days)]
    return [moment.date() for moment in moments if await run(books, moment)]


async def test_the_owner_is_told_on_the_seventh_working_day_and_the_team_two_later(team):
    await team.lead(to="小李")

    days = await every_day(team, 30)

    assert days == [date(2026, 12, 16), date(2026, 12, 18)]
    assert await told(team) == [("owner", "小李"), ("team", "channel")]


async def test_holidays_and_swapped_days_count_as_china_works(team):
    team.now = datetime(2026, 9, 25, 2, tzinfo=UTC)  # mid-autumn's Friday; the national week is near
    await team.lead(to="小李")

    days = await every_day(team, 40, start=team.now)

    # Worked: 28–30 September, 8–10 October (a Saturday, swapped), 12 October; then 13 and 14.
    assert days == [date(2026, 10, 12), date(2026, 10, 14)]


async def test_nothing_is_told_on_a_day_off_unless_asked(team):
    await team.lead(to="小李")
    saturday = MONDAY + timedelta(days=12)

    assert await run(team, saturday) == 0
    assert await run(team, saturday, forced=True) == 1


async def test_running_it_again_or_at_once_changes_nothing_more(team):
    for name in ("方舟电子", "三励公司", "红杉机械"):
        await team.lead(name, to="小李")
    due = MONDAY + timedelta(days=9)

    found = await asyncio.gather(*(run(team, due) for _ in range(3)))
    again = [await run(team, due + timedelta(minutes=5 * n)) for n in range(1, 3)]

    assert (sum(found), again) == (3, [0, 0])
    assert await told(team) == [("owner", "小李")] * 3


async def test_without_a_channel_the_manager_hears_and_without_a_manager_the_admin(books):
    await books.join("老王")
    await books.lead(to="小李")
    await books.lead("三励公司", to="老王")

    await run(books, MONDAY + timedelta(days=9))
    await run(books, MONDAY + timedelta(days=11))

    assert sorted(await told(books)) == [("owner", "小李"), ("owner", "老王"), ("team", "张军"), ("team", "陈总")]


async def test_a_follow_up_that_counts_resolves_the_alert_and_winds_the_clock_anew(team):
    lead = await team.lead(to="小李")
    team.now = MONDAY + timedelta(days=9)
    await run(team, team.now)

    await team.do(visits.log, line="方舟电子 见了刘兵,他要200台", kind=VisitKind.VISIT, by=team["小李"])

    assert len(await told(team, "close")) == 1
    assert await every_day(team, 9, start=team.now) == []
    assert (await team.again(lead)).silent_on == date(2026, 12, 25)
    await run(team, MONDAY + timedelta(days=18))
    assert await told(team) == [("owner", "小李")] * 2


async def test_a_note_that_says_nothing_resolves_nothing(team):
    await team.lead(to="小李")
    team.now = MONDAY + timedelta(days=9)
    await run(team, team.now)

    await team.do(visits.log, line="方舟电子 跟进中", kind=VisitKind.VISIT, by=team["小李"])

    assert await told(team, "close") == []
    assert await run(team, MONDAY + timedelta(days=11)) == 1


async def test_a_follow_up_taken_back_lets_the_alert_come_again(team):
    await team.lead(to="小李")
    team.now = MONDAY + timedelta(days=9)
    await run(team, team.now)
    logged = await team.do(visits.log, line="方舟电子 见了刘兵,他要200台", kind=VisitKind.VISIT, by=team["小李"])

    await team.do(undo.undo, audit_id=logged.written.audit_id, by=team["小李"])

    assert await run(team, team.now + timedelta(minutes=5)) == 1
    assert await told(team) == [("owner", "小李")] * 2


@pytest.mark.parametrize("way", ["release", "convert", "assign"])
async def test_a_lead_that_is_let_go_converted_or_given_on_is_no_longer_silent(team, way):
    lead = await team.lead(to="小李")
    team.now = MONDAY + timedelta(days=9)
    await run(team, team.now)

    if way == "release":
        await team.do(claims.release, lead_id=lead.id, by=team["小李"])
    elif way == "convert":
        await team.do(deals.convert, lead_id=lead.id, terms=Terms(), by=team["小李"])
    else:
        await team.do(assignments.assign, lead_id=lead.id, to=team["Alice"], by=team["张军"])

    assert len(await told(team, "close")) == 1
    assert await run(team, MONDAY + timedelta(days=14)) == 0


async def test_what_lies_in_the_pool_is_dead_or_another_workspaces_is_never_silent(team, elsewhere):
    await team.lead("方舟电子")
    dead = await team.lead("三励公司", to="小李")
    await elsewhere.lead("红杉机械", to="外人")
    async with team.begin() as session:
        await session.execute(update(Lead).where(Lead.id == dead.id).values(status=LeadStatus.DEAD))

    assert await every_day(team, 20) == []


async def test_a_silent_lead_stands_on_the_list_of_its_owner(team):
    lead = await team.lead(to="小李")

    before = await team.see(today.of, member=team["小李"], now=MONDAY + timedelta(days=8))
    day = await team.see(today.of, member=team["小李"], now=MONDAY + timedelta(days=9))

    assert [each.id for each in before.silent] == []
    assert [each.id for each in day.silent] == [lead.id]
    assert (await team.see(leads.mine, by=team["小李"]))[1] == 1
