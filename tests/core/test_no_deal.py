"""A pool that gives so many working days to make a lead a deal: told of before, then back, whatever was logged."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from core import claims, silence, visits
from core.assignments import giving
from core.models import AuditRow, Lead, Notice, OwnerChange, Pool, VisitKind
from core.pools import locks
from core.pools.cooling import CoolingDown
from tests.core.test_recycling import at, team, tick, told, until

__all__ = ["team"]
DAYS = 10  # working days from Monday, December 7
TOLD, BACK = date(2026, 12, 16), date(2026, 12, 21)


@pytest.fixture
async def pool(team):
    async with team.begin() as session:
        await session.execute(update(Pool).where(Pool.workspace_id == "T1").values(deal_days=DAYS))
    return team


async def follows_up(books, *days):
    """He logs what came of it on these days of December: it never turns silent."""
    for day, what in days:
        await until(books, date(2026, 12, day), start=books.now.date() + timedelta(days=1))
        await books.do(visits.log, line=f"方舟电子 {what}", kind=VisitKind.VISIT, by=books["小李"])


async def due(books):
    return await books.all(Notice, Notice.topic.like("deal-due:%"), Notice.mode == "post")


async def test_told_three_working_days_before_it_goes_back_however_often_it_was_followed_up(pool):
    lead = await pool.lead(to="小李")
    assert (lead.deal_by, lead.deal_warn_on, lead.deal_back_on) == (BACK, TOLD, None)
    await follows_up(pool, (10, "见了刘兵,要200台扫描枪"), (15, "老板批了预算"))
    assert await due(pool) == []

    await until(pool, TOLD, start=TOLD)
    [notice] = await due(pool)
    assert (notice.kind, notice.member_id, notice.facts["lead"]) == ("silent_lead", pool["小李"].id, lead.id)
    await follows_up(pool, (18, "样机试用通过"))
    assert (await pool.again(lead)).deal_back_on == BACK
    assert len(await due(pool)) == 1

    await until(pool, BACK, start=BACK)
    again = await pool.again(lead)
    assert (again.owner_id, again.deal_by, again.deal_warn_on, again.deal_back_on) == (None,) * 4
    last = (await pool.all(OwnerChange, OwnerChange.lead_id == lead.id))[-1]
    assert (last.from_id, last.by_id, last.cause) == (pool["小李"].id, None, "no_deal")
    assert await told(pool) == [("channel", 1), ("小李", 1)]
    assert {each.facts["cause"] for each in await pool.all(Notice, Notice.kind == "leads_recycled")} == {"no_deal"}
    verbs = [row.verb for row in await pool.all(AuditRow, AuditRow.noun == "lead", AuditRow.noun_id == lead.id)]
    assert verbs == ["capture", "warn_deal", "no_deal"]
    with pytest.raises(CoolingDown):
        await pool.do(claims.claim, lead_id=lead.id, by=pool["小李"])
    story = await pool.do(silence.story, lead_id=lead.id, by=pool["小李"])
    assert (story.went.cause, story.former.id) == ("no_deal", pool["小李"].id)


async def test_given_on_it_begins_anew_for_whoever_has_it(pool):
    lead = await pool.lead(to="小李")
    pool.now = at(date(2026, 12, 10))
    await pool.do(giving.assign, lead_id=lead.id, to=pool["Alice"], by=pool["张军"])

    again = await pool.again(lead)
    assert (again.deal_by, again.deal_back_on) == (date(2026, 12, 24), None)


async def test_what_is_spared_is_asked_about_again_and_a_rule_that_is_gone_takes_nothing_back(pool):
    lead = await pool.lead(to="小李", name="蓝海机械")
    other = await pool.lead(to="小李")
    await pool.do(locks.lock, lead_id=lead.id, by=pool["张军"])
    async with pool.begin() as session:  # neither turns silent
        await session.execute(update(Lead).values(warn_on=None))

    await until(pool, BACK, start=TOLD)
    assert [each.facts["lead"] for each in await due(pool)] == [other.id]
    kept, back = await pool.again(lead), await pool.again(other)
    assert (kept.owner_id, kept.deal_warn_on, back.owner_id) == (pool["小李"].id, date(2026, 12, 22), None)

    await pool.do(locks.unlock, lead_id=lead.id, by=pool["张军"])
    await until(pool, date(2026, 12, 22), start=date(2026, 12, 22))
    assert (await pool.again(lead)).deal_back_on == date(2026, 12, 25)
    async with pool.begin() as session:
        await session.execute(update(Pool).where(Pool.workspace_id == "T1").values(deal_days=None))
    await until(pool, date(2026, 12, 31), start=date(2026, 12, 23))
    assert (await pool.again(lead)).owner_id == pool["小李"].id


async def test_nobody_loses_one_sooner_than_three_working_days_after_they_were_told(pool):
    lead = await pool.lead(to="小李")
    async with pool.begin() as session:
        await session.execute(update(Lead).values(warn_on=None))
    late = date(2027, 1, 11)  # after an outage of weeks

    await tick(pool, at(late))
    assert (await pool.again(lead)).deal_back_on == date(2027, 1, 14)
    await tick(pool, at(date(2027, 1, 13)))
    assert (await pool.again(lead)).owner_id is not None
    await tick(pool, datetime(2027, 1, 14, 2, tzinfo=at(late).tzinfo))
    assert (await pool.again(lead)).owner_id is None
