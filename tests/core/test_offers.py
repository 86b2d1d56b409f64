"""What becomes of a lead that somebody was given: taken, declined, left lying. One outcome, whoever comes at once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from core import claims, deals, undo, visits
from core.assignments import giving, offers, passing
from core.assignments.offers import OfferBack, OfferOver
from core.assignments.passing import ReasonMissing
from core.deals import Terms
from core.errors import Missing, Refusal
from core.jobs.offers import pass_on_offers
from core.models import AuditRow, Lead, Member, Notice, Offer, OwnerChange, Role, VisitKind, Workspace
from core.pools import locks


@pytest.fixture
async def team(books):
    """A third rep, so that there is a next one and one after."""
    await books.join("小赵", Role.REP, "广告组")
    return books


async def give(books, lead, to="Alice", by="张军", **more):
    await books.do(giving.assign, lead_id=lead.id, to=books[to], by=books[by], **more)
    return (await books.all(Offer))[-1]


async def accept(books, offer, by="Alice"):
    return await books.do(offers.accept, offer_id=offer.id, by=books[by])


async def decline(books, offer, by="Alice", reason="not_my_region"):
    return await books.do(passing.decline, offer_id=offer.id, reason=reason, by=books[by])


async def tick(books):
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, "T1")
        return await pass_on_offers(session, workspace=workspace, now=books.now, forced=False)


async def owner(books, lead):
    found = await books.again(lead)
    return next((name for name, member in books.people.items() if member.id == found.owner_id), None)


async def statuses(books):
    return [offer.status.value for offer in await books.all(Offer)]


async def test_accepted_the_clock_stops_and_twice_is_once(team):
    offer = await give(team, await team.lead())

    lead, entry = await accept(team, offer)
    _, again = await accept(team, offer)
    team.now += timedelta(days=3)

    assert (entry.verb, again, await tick(team)) == ("accept", None, 0)
    assert (await owner(team, lead), await statuses(team)) == ("Alice", ["accepted"])


async def test_declined_it_goes_to_the_next_and_the_manager_hears_why(team):
    lead = await team.lead()
    first = await give(team, lead, note="周五要报价")

    given = await decline(team, first)

    second = (await team.all(Offer))[-1]
    assert given.owner.name in ("小李", "小赵")
    assert (second.to_id, second.chain_id, second.by_id, second.note) == (
        given.owner_id,
        first.chain_id,
        team["张军"].id,
        "周五要报价",
    )
    assert await statuses(team) == ["declined", "open"]
    (told,) = await team.all(Notice, Notice.kind == "offers_over")
    assert (told.member_id, told.facts) == (team["张军"].id, {"offers": [first.id], "audience": "giver"})
    change = (await team.all(OwnerChange))[-1]
    assert (change.cause, change.from_id, change.reason) == ("decline", team["Alice"].id, "not_my_region")


async def test_a_reason_is_asked_for(team):
    offer = await give(team, await team.lead())

    with pytest.raises(ReasonMissing):
        await decline(team, offer, reason="  ")


async def test_nobody_answers_what_another_was_asked(team):
    offer = await give(team, await team.lead())

    for name in ("小李", "张军", "销售甲"):
        with pytest.raises(Missing):
            await accept(team, offer, by=name)
        with pytest.raises(Missing):
            await decline(team, offer, by=name)


async def test_not_answered_in_time_it_goes_on_and_both_hear_of_it(team):
    lead = await team.lead()
    first = await give(team, lead)
    team.now += timedelta(hours=3, minutes=59)
    assert await tick(team) == 0

    team.now += timedelta(minutes=1)
    assert (await tick(team), await tick(team)) == (1, 0)

    assert await owner(team, lead) in ("小李", "小赵")
    assert await statuses(team) == ["expired", "open"]
    told = {notice.member_id: notice.facts for notice in await team.all(Notice, Notice.kind == "offers_over")}
    assert told == {
        team["张军"].id: {"offers": [first.id], "audience": "giver"},
        team["Alice"].id: {"offers": [first.id], "audience": "asked"},
    }
    with pytest.raises(OfferOver):
        await accept(team, first)


async def test_locked_since_it_stays_with_whoever_was_asked(team):
    one, other = [await team.lead(name) for name in ("方舟电子", "蓝海物流")]
    offers_ = [await give(team, lead) for lead in (one, other)]
    team.now += timedelta(minutes=5)
    for lead in (one, other):
        await team.do(locks.lock, lead_id=lead.id, by=team["张军"])

    with pytest.raises(locks.LockedByAnother):
        await decline(team, offers_[0])
    team.now += timedelta(hours=6)
    await tick(team)

    assert [(await owner(team, lead)) for lead in (one, other)] == ["Alice", "Alice"]


async def test_at_the_end_of_the_list_it_is_back_in_the_pool_it_came_from(team):
    lead = await team.lead()
    await give(team, lead)
    for _ in range(3):
        offer = (await team.all(Offer))[-1]
        name = next(name for name, member in team.people.items() if member.id == offer.to_id)
        await decline(team, offer, by=name)

    assert (await owner(team, lead), await statuses(team)) == (None, ["declined"] * 3)
    assert len({offer.to_id for offer in await team.all(Offer)}) == 3
    with pytest.raises(OfferBack):
        await accept(team, offer, by=name)


async def test_what_was_somebodys_before_ends_with_whoever_gave_it(books):
    lead = await books.lead(to="小李")
    offer = await give(books, lead)

    await decline(books, offer)
    await decline(books, (await books.all(Offer))[-1], by="小李")

    assert await owner(books, lead) == "张军"


async def test_a_follow_up_is_an_answer_and_so_is_a_deal(team):
    one, two = await team.lead(), await team.lead("蓝海物流")
    await give(team, one)
    await give(team, two)
    await team.do(visits.log, line="方舟电子 见了刘兵,要200台扫描枪", kind=VisitKind.VISIT, by=team["Alice"])
    await team.do(deals.convert, lead_id=two.id, terms=Terms(), by=team["Alice"])
    team.now += timedelta(days=1)

    assert await tick(team) == 2

    assert (await statuses(team), await owner(team, one)) == (["accepted", "accepted"], "Alice")
    assert await team.count(AuditRow, AuditRow.verb == "accept", AuditRow.actor_id.is_(None)) == 2


@pytest.mark.parametrize("how", ["release", "reassign", "undo"])
async def test_gone_another_way_nothing_is_asked_any_more(team, how):
    lead = await team.lead()
    offer = await give(team, lead)
    match how:
        case "release":
            await team.do(claims.release, lead_id=lead.id, by=team["Alice"])
        case "reassign":
            await give(team, lead, to="小李")
        case "undo":
            await team.do(undo.undo, audit_id=offer.chain_id, by=team["张军"])

    assert (await team.again(offer)).status == "withdrawn"
    with pytest.raises(Refusal):
        await accept(team, offer)


async def test_several_missed_at_once_come_to_the_next_in_one_message(books):
    leads = [await books.lead(f"第{n}号厂") for n in range(3)]
    for lead in leads:
        await give(books, lead)
    books.now += timedelta(hours=5)

    await tick(books)

    (told,) = await books.all(Notice, Notice.kind == "leads_assigned")
    later = [offer for offer in await books.all(Offer) if offer.status == "open"]
    assert (told.member_id, {offer.together for offer in later}) == (books["小李"].id, {later[0].id})
    taken = await books.do(offers.accept_all, offer_id=later[0].id, by=books["小李"])
    assert len(taken) == 3
    assert await books.count(Offer, Offer.status == "open") == 0


async def test_whoever_has_no_room_is_passed_by(team):
    async with team.begin() as session:
        await session.execute(update(Member).where(Member.name == "小赵").values(capacity=0))
    offer = await give(team, await team.lead())

    assert (await decline(team, offer)).owner.name == "小李"


async def attempt(work):
    try:
        return await work
    except Refusal as refused:
        return refused


@pytest.mark.parametrize("round_", range(6))
async def test_whoever_comes_at_once_there_is_one_outcome_and_it_is_on_record(team, round_):
    lead = await team.lead()
    offer = await give(team, lead)
    team.now = offer.answer_by
    before = await team.count(AuditRow)

    work = [accept(team, offer), decline(team, offer), tick(team), give(team, lead, to="小李", by="陈总"), tick(team)]
    order = work[round_ % 5 :] + work[: round_ % 5]
    done = await asyncio.gather(*map(attempt, order))

    settled = (await team.again(offer)).status.value
    holder = await owner(team, lead)
    assert settled in ("accepted", "declined", "expired", "withdrawn")
    assert await team.count(Offer, Offer.lead_id == lead.id, Offer.status == "open") <= 1
    changes = await team.all(OwnerChange, OwnerChange.lead_id == lead.id)
    assert [change.from_id for change in changes[1:]] == [change.to_id for change in changes[:-1]]
    assert (await team.again(lead)).owner_id == changes[-1].to_id
    assert holder is not None
    decided = await team.all(AuditRow, AuditRow.verb.in_(("accept", "decline", "no_answer")))
    of_this = [each for each in decided if each.after.get("offer") == offer.id or each.verb in ("decline", "no_answer")]
    assert len(of_this) == (settled != "withdrawn"), (settled, [each.verb for each in decided])
    assert await team.count(AuditRow) > before, done


async def test_two_managers_at_once_leave_one_owner_and_one_question(team):
    lead = await team.lead()

    await asyncio.gather(
        attempt(give(team, lead, to="小李", by="张军")),
        attempt(give(team, lead, to="Alice", by="陈总")),
        attempt(give(team, lead, to="小赵", by="张军")),
    )

    (standing,) = [offer for offer in await team.all(Offer) if offer.status == "open"]
    assert standing.to_id == (await team.again(lead)).owner_id
    assert await team.count(Lead, Lead.owner_id == standing.to_id) == 1
