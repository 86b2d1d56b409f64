"""Silent leads: the owner is warned three working days and one before, then the team hears, once each and in order."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core import claims, deals, leads, today, undo, visits
from core.assignments import giving
from core.deals import Terms
from core.jobs.silence import warn_silent_leads
from core.models import AuditRow, Lead, LeadStatus, Member, Notice, Team, VisitKind, Warned, Workspace
from core.silence import pauses, rhythms

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)
FIRST, LAST, SILENT = date(2026, 12, 11), date(2026, 12, 15), date(2026, 12, 16)  # of a lead of that Monday's


def at(day):
    """Ten in the morning of that day in Shanghai."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


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


async def log(books, line, by="小李"):
    return await books.do(visits.log, line=line, kind=VisitKind.VISIT, by=books[by])


async def test_the_owner_is_warned_three_days_and_one_before_and_the_team_hears_on_the_day(team):
    lead = await team.lead(to="小李")

    assert await every_day(team, 30) == [FIRST, LAST, SILENT]
    assert await told(team) == [("owner", "小李"), ("owner", "小李"), ("owner", "小李"), ("team", "channel")]
    again = await team.again(lead)
    assert (again.warned, again.warn_on, again.recycle_on) == (Warned.TEAM, None, date(2026, 12, 18))
    assert len({each.topic for each in await team.all(Notice, Notice.mode == "post")}) == 1
    steps = await team.all(AuditRow, AuditRow.verb == "warn")
    assert [(row.actor_id, row.after["warned"]) for row in steps] == [(None, "first"), (None, "last"), (None, "team")]


async def test_holidays_and_swapped_days_count_as_china_works(team):
    team.now = datetime(2026, 9, 25, 2, tzinfo=UTC)  # mid-autumn's Friday; the national week is near
    await team.lead(to="小李")

    days = await every_day(team, 40, start=team.now)

    # Worked: 28–30 September, 8–10 October (a Saturday, swapped), 12 October.
    assert days == [date(2026, 10, 8), date(2026, 10, 10), date(2026, 10, 12)]


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (1, [date(2026, 12, 8), date(2026, 12, 9)]),  # on the day itself, the team on the next
        (2, [date(2026, 12, 8), date(2026, 12, 9)]),
        (4, [date(2026, 12, 10), date(2026, 12, 11)]),
        (5, [date(2026, 12, 9), date(2026, 12, 11), date(2026, 12, 14)]),
    ],
)
async def test_a_short_rhythm_has_no_time_for_two_warnings(team, rhythm, days):
    lead = await team.lead(to="小李")
    await team.do(rhythms.change, lead_id=lead.id, days=rhythm, by=team["小李"])

    assert await every_day(team, 20) == days
    assert (await told(team))[-1] == ("team", "channel")


async def test_nothing_is_told_on_a_day_off_unless_asked(team):
    await team.lead(to="小李")
    saturday = MONDAY + timedelta(days=12)

    assert await run(team, saturday) == 0
    assert await run(team, saturday, forced=True) == 1


async def test_running_it_again_or_at_once_changes_nothing_more(team):
    for name in ("方舟电子", "三励公司", "红杉机械"):
        await team.lead(name, to="小李")

    for day, told_by_now in ((FIRST, 3), (LAST, 6), (SILENT, 12)):
        found = await asyncio.gather(*(run(team, at(day)) for _ in range(4)))
        again = [await run(team, at(day) + timedelta(minutes=5 * n)) for n in range(1, 3)]

        assert (sum(found), again) == (3, [0, 0])
        assert len(await told(team)) == told_by_now


async def test_after_an_outage_each_step_comes_in_order_a_working_day_apart(team):
    lead = await team.lead(to="小李")

    days = await every_day(team, 10, start=at(SILENT) + timedelta(days=7))

    assert days == [date(2026, 12, 23), date(2026, 12, 24)]
    assert await told(team) == [("owner", "小李"), ("owner", "小李"), ("team", "channel")]
    assert (await team.again(lead)).recycle_on == date(2026, 12, 28)


async def test_without_a_channel_the_manager_hears_and_without_a_manager_the_admin(books):
    await books.join("老王")
    await books.lead(to="小李")
    await books.lead("三励公司", to="老王")

    for day in (FIRST, LAST, SILENT):
        await run(books, at(day))

    assert sorted(await told(books))[-2:] == [("team", "张军"), ("team", "陈总")]


async def test_of_what_belonged_to_somebody_who_has_left_the_team_hears_at_once(team):
    lead = await team.lead(to="小李")
    async with team.begin() as session:
        await session.execute(update(Member).where(Member.id == team["小李"].id).values(active=False))

    assert await every_day(team, 20) == [FIRST]
    assert await told(team) == [("team", "channel")]
    assert (await team.again(lead)).recycle_on == LAST


async def test_with_nobody_else_to_hear_it_goes_on_all_the_same(books):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name.in_(("张军", "陈总"))).values(active=False))
    lead = await books.lead(to="小李")

    await every_day(books, 15)

    assert await told(books) == [("owner", "小李")] * 3
    assert (await books.again(lead)).recycle_on == date(2026, 12, 18)


async def test_a_follow_up_that_counts_resolves_the_alert_and_winds_the_clock_anew(team):
    lead = await team.lead(to="小李")
    for day in (FIRST, LAST, SILENT):
        team.now = at(day)
        await run(team, team.now)

    await log(team, "方舟电子 见了刘兵,他要200台")

    assert len(await told(team, "close")) == 2  # the owner's and the channel's
    again = await team.again(lead)
    assert (again.silent_on, again.warn_on) == (date(2026, 12, 25), date(2026, 12, 22))
    assert (again.warned, again.recycle_on) == (None, None)
    assert await every_day(team, 6, start=team.now) == []
    await run(team, at(again.warn_on))
    assert await told(team) == [*[("owner", "小李")] * 3, ("team", "channel"), ("owner", "小李")]


async def test_a_note_that_says_nothing_resolves_nothing(team):
    lead = await team.lead(to="小李")
    team.now = at(FIRST)
    await run(team, team.now)

    noted = await log(team, "方舟电子 跟进中")
    await team.do(undo.undo, audit_id=noted.written.audit_id, by=team["小李"])

    assert await told(team, "close") == []
    assert (await team.again(lead)).warned == Warned.FIRST
    assert await every_day(team, 7, start=team.now) == [LAST, SILENT]


async def test_a_follow_up_taken_back_lets_the_alert_come_again(team):
    await team.lead(to="小李")
    team.now = at(LAST)
    await run(team, team.now)
    logged = await log(team, "方舟电子 见了刘兵,他要200台")

    await team.do(undo.undo, audit_id=logged.written.audit_id, by=team["小李"])

    assert await run(team, team.now + timedelta(minutes=5)) == 1
    assert await told(team) == [("owner", "小李")] * 2


@pytest.mark.parametrize("way", ["release", "convert", "assign", "pause", "rhythm"])
async def test_a_lead_that_is_let_go_converted_given_on_or_paused_is_no_longer_silent(team, way):
    lead = await team.lead(to="小李")
    team.now = at(FIRST)
    await run(team, team.now)

    match way:
        case "release":
            await team.do(claims.release, lead_id=lead.id, by=team["小李"])
        case "convert":
            await team.do(deals.convert, lead_id=lead.id, terms=Terms(), by=team["小李"])
        case "assign":
            await team.do(giving.assign, lead_id=lead.id, to=team["Alice"], by=team["张军"])
        case "pause":
            facts = {"until": date(2027, 1, 4), "reason": "盘点"}
            await team.do(pauses.pause, lead_id=lead.id, by=team["小李"], **facts)
        case "rhythm":
            await team.do(rhythms.change, lead_id=lead.id, days=21, by=team["小李"])

    assert len(await told(team, "close")) == 1
    assert (await team.again(lead)).warned is None
    assert await run(team, at(LAST)) == 0


async def test_what_lies_in_the_pool_is_dead_or_another_workspaces_is_never_silent(team, elsewhere):
    await team.lead("方舟电子")
    dead = await team.lead("三励公司", to="小李")
    await elsewhere.lead("红杉机械", to="外人")
    async with team.begin() as session:
        gone = {"status": LeadStatus.DEAD, "died_at": team.now}
        await session.execute(update(Lead).where(Lead.id == dead.id).values(**gone))

    assert await every_day(team, 20) == []


async def test_a_lead_paused_while_a_follow_up_was_written_is_not_warned_of(team):
    lead = await team.lead(to="小李")
    async with team.begin() as session:
        paused = {"paused_until": date(2027, 1, 4), "paused_at": team.now, "pause_reason": "盘点"}
        await session.execute(update(Lead).where(Lead.id == lead.id).values(**paused))

    assert await every_day(team, 28) == [FIRST]
    assert await told(team) == []
    assert (await team.again(lead)).silent_on == date(2027, 1, 13)


async def test_a_lead_stands_on_the_list_of_its_owner_before_and_when_it_is_silent(team):
    lead = await team.lead(to="小李")

    async def day(moment):
        found = await team.see(today.of, member=team["小李"], now=at(moment))
        return [each.id for each in found.rhythmic], [each.id for each in found.silent]

    assert await day(date(2026, 12, 10)) == ([], [])
    assert await day(FIRST) == ([lead.id], [])
    assert await day(LAST) == ([lead.id], [])
    assert await day(SILENT) == ([], [lead.id])
    assert (await team.see(leads.mine, by=team["小李"]))[1] == 1
