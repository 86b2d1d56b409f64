"""Pools that give their leads out by rank, to whoever is at work and has room; what suits nobody waits and says why."""

import asyncio
import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core import absence, claims, owners, undo
from core.absence import AwayTooLong, BackInThePast
from core.assignments import offers, passing
from core.errors import Missing
from core.jobs.allotment import allot_leads
from core.models import Lead, Member, Notice, Offer, OwnerChange, Pool, PoolMember, Role, Team, Workspace


async def allots(books, **facts):
    """The first pool gives its leads out."""
    async with books.begin() as session:
        await session.execute(update(Pool).where(Pool.workspace_id == "T1").values(allots=True, **facts))


async def set_of(books, name, **facts):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == name).values(**facts))
    books.people[name] = await books.again(books[name])


async def tick(books, *, forced=False):
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, "T1")
        return await allot_leads(session, workspace=workspace, now=books.now, forced=forced)


async def holders(books):
    names = {member.id: name for name, member in books.people.items()}
    return [names.get(lead.owner_id) for lead in await books.all(Lead, Lead.workspace_id == "T1")]


async def test_off_unless_it_is_switched_on(books):
    await books.lead()

    assert (await tick(books), await holders(books)) == (0, [None])


async def test_what_comes_in_goes_to_the_best_and_they_are_asked(books):
    await allots(books)
    await set_of(books, "Alice", tags=["扫描枪"])
    lead = await books.lead(interest="要扫描枪")

    assert (await tick(books), await tick(books)) == (1, 0)

    (offer,) = await books.all(Offer)
    assert (await holders(books), offer.by_id, offer.to_id) == (["Alice"], None, books["Alice"].id)
    assert offer.why["matches"] == ["扫描枪"]
    (told,) = await books.all(Notice, Notice.kind == "lead_assigned")
    assert (told.member_id, told.manner) == (books["Alice"].id, "due")
    change = (await books.all(OwnerChange, OwnerChange.lead_id == lead.id))[-1]
    assert (change.cause, change.by_id) == ("allot", None)


async def test_what_lay_there_before_stays_for_whoever_claims_it(books):
    await books.lead()
    await allots(books)

    assert (await tick(books), await holders(books)) == (0, [None])


async def test_what_comes_back_is_given_out_too_but_not_to_who_let_it_go_by(books):
    lead = await books.lead(to="小李")
    await allots(books)
    await books.do(claims.release, lead_id=lead.id, by=books["小李"])
    await tick(books)
    (offer,) = await books.all(Offer)
    first = next(name for name, member in books.people.items() if member.id == offer.to_id)

    await books.do(passing.decline, offer_id=offer.id, reason="too_much", by=books[first])

    second = (await books.all(Offer))[-1]
    assert second.to_id != offer.to_id


async def test_given_out_in_their_working_hours_unless_somebody_asks_for_it_now(books):
    await allots(books)
    books.now = datetime(2026, 12, 7, 14, tzinfo=UTC)  # ten in the evening
    await books.lead()

    assert (await tick(books), await holders(books)) == (0, [None])
    books.now = datetime(2026, 12, 8, 1, tzinfo=UTC)  # nine in the morning
    assert await tick(books) == 1
    assert await books.count(Notice, Notice.kind == "allot_stuck") == 0


async def test_asked_for_now_the_hour_does_not_matter(books):
    await allots(books)
    books.now = datetime(2026, 12, 7, 14, tzinfo=UTC)
    await books.lead()

    assert await tick(books, forced=True) == 1
    assert await books.count(Lead, Lead.owner_id.is_not(None), Lead.workspace_id == "T1") == 1


async def test_who_is_away_full_without_capacity_or_had_enough_today_gets_none_and_the_managers_hear_why_once(books):
    await allots(books, claims_a_day=1)
    await books.join("小赵", Role.REP, "广告组")
    await set_of(books, "小李", capacity=0)
    await books.do(absence.be_away, member_id=books["Alice"].id, until=date(2026, 12, 10), by=books["Alice"])
    await set_of(books, "销售甲", capacity=1)
    for n in range(4):
        await books.lead(f"第{n}号厂")

    assert await tick(books) == 4
    assert sorted(await holders(books), key=str) == [None, None, "小赵", "销售甲"]
    told = await books.all(Notice, Notice.kind == "allot_stuck")
    assert {notice.member_id for notice in told} == {books["张军"].id, books["李庆成"].id}
    assert told[0].facts["bars"] == {"away": 1, "none": 1, "enough": 1, "full": 1, "leads": 3}
    books.now += timedelta(minutes=16)
    assert await tick(books) == 2
    assert await books.count(Notice, Notice.kind == "allot_stuck") == 2
    books.now += timedelta(days=1)
    await tick(books)
    assert sorted(await holders(books), key=str) == [None, "小赵", "小赵", "销售甲"]


async def test_a_pool_for_some_gives_to_those_alone_and_tells_their_manager(books):
    async with books.begin() as session:
        team = (await session.scalars(select(Team).where(Team.name == "扫描组"))).one()
        own = Pool(workspace_id="T1", position=1, name="扫描公海", open_to_all=False, regions=["山东"], allots=True)
        session.add(own)
        await session.flush()
        session.add(PoolMember(workspace_id="T1", pool_id=own.id, team_id=team.id))
    await set_of(books, "小李", tags=["山东"])

    await books.lead(region="山东")
    await tick(books)
    assert await holders(books) == ["销售甲"]

    await set_of(books, "销售甲", capacity=1)
    await books.lead("蓝海物流", region="山东")
    await tick(books)
    assert [notice.member_id for notice in await books.all(Notice, Notice.kind == "allot_stuck")] == [
        books["李庆成"].id
    ]


async def test_at_the_end_of_the_list_it_waits_in_the_pool_for_their_days_of_waiting_to_end(books):
    await allots(books)
    await books.lead()
    await tick(books)
    for _ in range(3):
        offer = (await books.all(Offer))[-1]
        name = next(name for name, member in books.people.items() if member.id == offer.to_id)
        await books.do(passing.decline, offer_id=offer.id, reason="x", by=books[name])

    assert await holders(books) == [None]
    assert await tick(books) == 1
    assert await holders(books) == [None]
    books.now += timedelta(days=8)
    assert (await tick(books), (await holders(books))[0] is not None) == (1, True)


async def test_claimed_or_allotted_at_once_it_has_one_owner(books):
    await allots(books)
    leads = [await books.lead(f"第{n}号厂") for n in range(6)]

    async def claim(lead):
        with contextlib.suppress(claims.LeadAlreadyClaimed):
            await books.do(claims.claim, lead_id=lead.id, by=books["小李"])

    await asyncio.gather(tick(books), *(claim(lead) for lead in leads), tick(books))

    for lead in leads:
        assert await books.count(OwnerChange, OwnerChange.lead_id == lead.id, OwnerChange.to_id.is_not(None)) == 1
    assert await books.count(Lead, Lead.allot_at.is_not(None)) == 0


async def test_claimed_meanwhile_nothing_waits_any_more(books):
    await allots(books)
    lead = await books.lead()

    await books.do(claims.claim, lead_id=lead.id, by=books["小李"])

    assert (await books.again(lead)).allot_at is None
    assert (await tick(books), await books.count(Offer)) == (0, 0)


async def test_a_pool_that_cannot_be_ranked_never_keeps_a_lead_out(books, monkeypatch):
    await allots(books)

    def broken(*_, **__):
        raise RuntimeError("ranking is broken")

    monkeypatch.setattr("core.assignments.allotting.spread", broken)
    lead = await books.lead()
    with pytest.raises(RuntimeError):
        await tick(books)

    taken, _ = await books.do(claims.claim, lead_id=lead.id, by=books["小李"])
    assert taken.owner_id == books["小李"].id


async def test_whoever_is_away_comes_back_on_their_day(books):
    today = date(2026, 12, 7)
    for day, refused in ((today, BackInThePast), (today - timedelta(days=1), BackInThePast)):
        with pytest.raises(refused):
            await books.do(absence.be_away, member_id=books["Alice"].id, until=day, by=books["Alice"])
    with pytest.raises(AwayTooLong):
        await books.do(absence.be_away, member_id=books["Alice"].id, until=date(2028, 1, 1), by=books["Alice"])
    away, entry = await books.do(
        absence.be_away, member_id=books["Alice"].id, until=date(2026, 12, 9), by=books["张军"]
    )

    assert absence.is_away(away, now=datetime(2026, 12, 8, 15, tzinfo=UTC))
    assert not absence.is_away(away, now=datetime(2026, 12, 8, 16, tzinfo=UTC))
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    assert (await books.again(away)).away_until is None


async def test_nobody_sends_others_away_but_who_leads_them(books):
    for name in ("小李", "李庆成"):
        with pytest.raises(Missing):
            await books.do(absence.be_away, member_id=books["Alice"].id, until=date(2026, 12, 9), by=books[name])


async def test_whoever_is_given_a_lead_while_away_has_their_hours_from_their_return(books):
    away, _ = await books.do(absence.be_away, member_id=books["Alice"].id, until=date(2026, 12, 9), by=books["Alice"])
    lead = await books.lead()
    async with books.begin() as session:
        row = await session.get_one(Lead, ("T1", lead.id))
        entry = await owners.change(session, thing=row, to=away, cause="assign", by=books["张军"], now=books.now)
        workspace = await session.get_one(Workspace, "T1")
        asking = [offers.Asking(row, chain=entry.id, giver=books["张军"])]
        (offer,) = await offers.ask(session, asking=asking, workspace=workspace, now=books.now)

    assert offer.answer_by == datetime(2026, 12, 9, 5, tzinfo=UTC)
