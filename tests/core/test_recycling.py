"""Silent leads go back into their pool two working days after the team heard; all concerned are told, each once."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core import silence, visits
from core.assignments import giving
from core.jobs.recycling import recycle_silent_leads
from core.jobs.silence import warn_silent_leads
from core.models import Deal, Keep, Lead, Member, Notice, OwnerChange, Pool, Task, Team, VisitKind, Workspace
from core.silence import keeps, pauses
from core.silence.recycling import Spared

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)
FIRST, LAST, SILENT, BACK = (date(2026, 12, day) for day in (11, 15, 16, 18))  # of a lead of that Monday's


def at(day, hour=10):
    """That hour of that day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)


@pytest.fixture
async def team(books):
    async with books.begin() as session:
        await session.execute(
            update(Team).where(Team.workspace_id == "T1", Team.name == "广告组").values(channel="CADS")
        )
        await session.execute(update(Workspace).where(Workspace.id == "T1").values(pool_channel="CPOOL"))
    return books


async def tick(books, moment, *jobs, forced=False):
    """The jobs at that moment, in one transaction each; what they found."""
    found = []
    for job in jobs or (warn_silent_leads, recycle_silent_leads):
        async with books.begin() as session:
            workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
            found.append(await job(session, workspace=workspace, now=moment, forced=forced))
    return found


async def until(books, day, start=FIRST):
    """Every day's ticks, up to and including that day."""
    while start <= day:
        books.now = at(start)
        await tick(books, books.now)
        start += timedelta(days=1)


async def told(books):
    """Who is told of leads that went back, and of how many."""
    names = {member.id: name for name, member in books.people.items()}
    return sorted(
        (names.get(each.member_id, "channel"), len(each.facts["leads"]))
        for each in await books.all(Notice, Notice.kind == "leads_recycled")
    )


async def test_two_working_days_after_the_team_it_is_back_in_its_pool(team):
    lead = await team.lead(to="小李")
    async with team.begin() as session:
        session.add(
            Task(workspace_id="T1", lead_id=lead.id, owner_id=team["小李"].id, text="报价", on=date(2027, 1, 4),
                 remind_at=at(date(2027, 1, 4)), zone="Asia/Shanghai", created_at=team.now)
        )  # fmt: skip

    await until(team, BACK - timedelta(days=1))
    assert (await team.again(lead)).owner_id == team["小李"].id
    await until(team, BACK, start=BACK)

    again = await team.again(lead)
    assert (again.owner_id, again.silent_on, again.warn_on, again.recycle_on, again.warned) == (None,) * 5
    assert again.pool_id == lead.pool_id
    last = (await team.all(OwnerChange, OwnerChange.lead_id == lead.id))[-1]
    assert (last.from_id, last.to_id, last.by_id, last.cause) == (team["小李"].id, None, None, "recycle")
    assert (await team.all(Task))[0].cancelled_at == team.now
    assert await told(team) == [("channel", 1), ("小李", 1)]
    assert await team.count(Notice, Notice.key.like("pool:%")) == 1
    assert await team.count(Notice, Notice.mode == "close", Notice.topic == f"silent:{lead.id}") == 2


async def test_whoever_ticks_and_however_often_it_goes_back_once(team):
    for name in ("方舟电子", "三励公司", "红杉机械"):
        await team.lead(name, to="小李")
    await until(team, SILENT)

    found = await asyncio.gather(*(tick(team, at(BACK), recycle_silent_leads) for _ in range(4)))
    again = await tick(team, at(BACK) + timedelta(minutes=5), recycle_silent_leads)

    assert (sum(n for [n] in found), again) == (3, [0])
    assert await team.count(OwnerChange, OwnerChange.cause == "recycle") == 3
    assert sum(n for who, n in await told(team) if who == "小李") == 3


async def test_many_of_one_person_are_told_in_one_message(team):
    for n in range(40):
        await team.lead(f"{'甲乙丙丁戊己庚辛壬癸'[n // 4]}{'东南西北'[n % 4]}机械", to="小李")
    await until(team, BACK)

    assert await told(team) == [("channel", 40), ("小李", 40)]


async def test_only_in_working_hours_unless_asked(team):
    lead = await team.lead(to="小李")
    await until(team, SILENT)

    for moment in (at(BACK, 8), at(BACK, 19), at(BACK + timedelta(days=1)), at(BACK + timedelta(days=2))):
        assert await tick(team, moment, recycle_silent_leads) == [0]
    assert await tick(team, at(BACK, 8), recycle_silent_leads, forced=True) == [1]
    assert (await team.again(lead)).owner_id is None


@pytest.mark.parametrize("why", list(Spared))
async def test_what_is_spared_stays_with_its_owner_for_as_long_as_it_is(team, why):
    lead = await team.lead(to="小李")
    deal = await team.deal("方舟电子", of="小李")
    async with team.begin() as session:
        if why == Spared.DEAL:
            await session.execute(update(Lead).where(Lead.id == lead.id).values(account_id=deal.account_id))
        elif why == Spared.LOCK:
            held = {"locked_at": team.now, "locked_by_id": team["张军"].id}
            await session.execute(update(Lead).where(Lead.id == lead.id).values(**held))
        elif why == Spared.POOL:
            await session.execute(update(Pool).where(Pool.workspace_id == "T1").values(recycles=False))
        if why != Spared.DEAL:
            gone = {"status": "lost", "closed_at": team.now}
            await session.execute(update(Deal).where(Deal.id == deal.id).values(**gone))
    await until(team, BACK)

    again = await team.again(lead)
    assert (again.owner_id, again.recycle_on) == (team["小李"].id, date(2026, 12, 21))
    story = await team.do(silence.story, lead_id=lead.id, by=team["张军"])
    assert (story.standing.spared, story.standing.back) == (why, None)
    async with team.begin() as session:
        await session.execute(update(Lead).values(locked_at=None, locked_by_id=None))
        await session.execute(update(Pool).where(Pool.workspace_id == "T1").values(recycles=True))
        gone = {"status": "lost", "closed_at": team.now}
        await session.execute(update(Deal).where(Deal.id == deal.id).values(**gone))

    await until(team, date(2026, 12, 21), start=date(2026, 12, 21))

    assert (await team.again(lead)).owner_id is None


@pytest.mark.parametrize("way", ["log", "pause", "keep", "assign"])
async def test_what_is_cared_for_in_the_last_hour_stays(team, way):
    lead = await team.lead(to="小李")
    await until(team, SILENT)
    team.now = at(BACK, 9) - timedelta(minutes=1)

    match way:
        case "log":
            line = "方舟电子 见了刘兵,要200台"
            await team.do(visits.log, line=line, kind=VisitKind.VISIT, by=team["小李"])
        case "pause":
            facts = {"until": date(2027, 1, 4), "reason": "盘点"}
            await team.do(pauses.pause, lead_id=lead.id, by=team["小李"], **facts)
        case "keep":
            _, keep, _ = await team.do(keeps.ask, lead_id=lead.id, by=team["小李"])
            await team.do(keeps.approve, keep_id=keep.id, by=team["张军"])
        case "assign":
            await team.do(giving.assign, lead_id=lead.id, to=team["Alice"], by=team["张军"])
    await until(team, BACK, start=BACK)

    assert (await team.again(lead)).owner_id is not None
    assert await told(team) == []


async def test_a_lead_waits_for_the_answer_whether_it_may_be_kept_and_no_longer(team):
    lead = await team.lead(to="小李")
    await until(team, BACK - timedelta(days=1))
    await team.do(keeps.ask, lead_id=lead.id, by=team["小李"])  # on Thursday: answered by Monday

    await until(team, BACK, start=BACK)
    assert (await team.again(lead)).owner_id == team["小李"].id
    await until(team, date(2026, 12, 21), start=date(2026, 12, 19))

    assert (await team.again(lead)).owner_id is None
    asked = await team.all(Notice, Notice.kind == "keep_asked", Notice.mode == "post")
    assert len(asked) == 2  # reminded once, on Friday
    assert await team.count(Notice, Notice.kind == "keep_answered") == 1
    assert (await team.all(Keep))[0].answer is None


async def test_what_belonged_to_somebody_who_has_left_goes_back_too(team):
    lead = await team.lead(to="小李")
    async with team.begin() as session:
        await session.execute(update(Member).where(Member.id == team["小李"].id).values(active=False))

    await until(team, LAST)

    assert (await team.again(lead)).owner_id is None
    assert await told(team) == [("channel", 1)]


async def test_a_channel_that_does_without_silent_leads_does_without_this_too(team):
    await team.lead(to="小李")
    async with team.begin() as session:
        await session.execute(update(Team).where(Team.name == "广告组").values(notices_off=["silent_lead"]))

    await until(team, BACK)

    assert await told(team) == [("小李", 1)]


async def test_in_the_pool_it_tells_why_it_went_back(team):
    lead = await team.lead(to="小李")
    team.now = MONDAY + timedelta(hours=1)
    await team.do(visits.log, line="方舟电子 见了刘兵,要200台", kind=VisitKind.VISIT, by=team["小李"])
    await until(team, BACK)

    story = await team.do(silence.story, lead_id=lead.id, by=team["Alice"])

    assert (story.standing, story.went.cause, story.former.name) == (None, "recycle", "小李")
    assert [(step.value, moment.date()) for step, moment in story.told] == [
        *(("first", FIRST), ("last", LAST)),
        ("team", SILENT),
    ]
