"""Many leads given at once: shared out within what each has room for, told once, undone at once."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from core import claims, undo
from core.assignments import batches, giving, ranking
from core.assignments.batches import NothingChosen
from core.assignments.giving import NotOfYourTeam
from core.assignments.ranking import Bar, Field, Standing, rank
from core.assignments.spreading import spread
from core.errors import NotAllowed, Refusal
from core.models import Account, AuditRow, Chance, Lead, Member, Notice, Offer, Pool, Role
from core.owners import taking_back
from core.undo import TooLate, UndoneAlready
from tests.database import statements


async def enter(books, count, **facts):
    return [await books.lead(f"第{n}号仪表厂", **facts) for n in range(count)]


async def give(books, leads, *, to=None, by="张军", **more):
    ids = [lead.id for lead in leads]
    return await books.do(batches.assign_many, lead_ids=ids, to=books[to] if to else None, by=books[by], **more)


async def set_of(books, name, **facts):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == name).values(**facts))
    books.people[name] = await books.again(books[name])


def counts(batch):
    return {share.member.name: len(share.given) for share in batch.plan.shares}


async def test_shared_out_among_alikes_each_gets_as_many_as_the_next(books):
    await books.join("小赵", Role.REP, "广告组")

    batch = await give(books, await enter(books, 12))

    assert counts(batch) == {"小李": 4, "Alice": 4, "小赵": 4}
    assert await books.count(Offer, Offer.status == "open") == 12
    told = await books.all(Notice, Notice.kind == "leads_assigned")
    assert {notice.member_id for notice in told} == {books[name].id for name in counts(batch)}


async def test_what_each_is_good_at_goes_to_them_and_the_customers_they_follow(books):
    await set_of(books, "小李", tags=["医疗"])
    deal = await books.deal("蓝海物流", of="Alice")
    leads = [
        await books.lead("红杉机械", tags=("医疗",)),
        await books.lead("金陵印务", interest="医疗设备"),
        await books.lead("长城仪表"),
    ]
    async with books.begin() as session:
        await session.execute(update(Lead).where(Lead.id == leads[2].id).values(account_id=deal.account_id))

    batch = await give(books, leads)

    shares = {share.member.name: share for share in batch.plan.shares}
    assert {lead.id for lead in shares["小李"].leads} == {leads[0].id, leads[1].id}
    assert (shares["小李"].in_common, shares["Alice"].knows) == (["医疗"], 1)
    assert [offer.why["matches"] for offer in await books.all(Offer, Offer.to_id == books["小李"].id)] == [["医疗"]] * 2


async def test_nobody_gets_more_than_they_have_room_for_and_what_is_left_says_why(books):
    await set_of(books, "小李", capacity=2)
    await set_of(books, "Alice", capacity=0)

    batch = await give(books, await enter(books, 5))

    assert counts(batch) == {"小李": 2}
    assert [each.bars for each in batch.plan.left] == [{Bar.FULL: 1, Bar.NONE: 1, Bar.LEADS: 1}] * 3
    assert await books.count(Lead, Lead.owner_id.is_(None)) == 3 + 0


async def test_the_one_a_manager_chooses_gets_them_all(books):
    await set_of(books, "小李", capacity=2)
    theirs = await books.lead("红杉机械", to="小李")

    batch = await give(books, [*await enter(books, 5), theirs], to="小李")

    (share,) = batch.plan.shares
    assert (len(share.given), batch.plan.held(share), batch.plan.theirs) == (5, (6, 2), 1)


async def test_a_preview_writes_nothing_and_says_what_comes(books):
    leads = await enter(books, 4)
    before = await books.count(AuditRow)

    plan = await books.do(batches.preview, lead_ids=[lead.id for lead in leads], to=None, by=books["张军"])

    assert (plan.total, await books.count(AuditRow), await books.count(Offer)) == (4, before, 0)


async def test_only_what_is_open_and_theirs_is_given_and_by_managers_alone(books, elsewhere):
    other = await books.lead("红杉机械", to="销售甲")
    strange = (await elsewhere.all(Lead))[0]
    free = await books.lead("蓝海物流")

    batch = await give(books, [other, strange, free])
    assert (batch.plan.total, batch.plan.gone) == (1, 2)
    with pytest.raises(NotAllowed):
        await give(books, [free], by="小李")
    with pytest.raises(NotOfYourTeam):
        await give(books, [free], to="销售甲")
    with pytest.raises(NothingChosen):
        await give(books, [])
    nothing = await give(books, [other])
    assert (nothing.plan.total, nothing.assignment, nothing.entry) == (0, None, None)


async def test_one_undo_takes_all_back_but_what_has_moved_on_since(books):
    leads = await enter(books, 6)
    batch = await give(books, leads)
    gone = next(iter(batch.plan.shares[0].leads))
    await books.do(claims.release, lead_id=gone.id, by=books["张军"])

    entry = await books.do(undo.undo, audit_id=batch.entry.id, by=books["张军"])

    counted = await books.see(taking_back.counted, entry=entry)
    assert (counted.undone, counted.stay) == (5, 1)
    assert await books.count(Lead, Lead.owner_id.is_not(None), Lead.workspace_id == "T1") == 0
    assert await books.count(Offer, Offer.status == "open") == 0
    with pytest.raises(UndoneAlready):
        await books.do(undo.undo, audit_id=batch.entry.id, by=books["张军"])


async def test_after_ten_minutes_it_stays(books):
    batch = await give(books, await enter(books, 2))
    books.now += timedelta(minutes=11)

    with pytest.raises(TooLate):
        await books.do(undo.undo, audit_id=batch.entry.id, by=books["张军"])


async def test_a_hundred_are_given_and_undone_in_as_many_statements_as_three(books, databases):
    leads = await enter(books, 103)
    with statements(databases) as few:
        await give(books, leads[:3])
    with statements(databases) as many:
        batch = await give(books, leads[3:])
    with statements(databases) as undoing:
        await books.do(undo.undo, audit_id=batch.entry.id, by=books["张军"])

    assert len(many) <= len(few) + 2 <= 45, (len(few), len(many))
    assert len(undoing) <= 35, len(undoing)


async def test_two_managers_and_a_rep_at_once_never_fill_anybody_beyond_their_room(books):
    await set_of(books, "小李", capacity=3)
    await set_of(books, "Alice", capacity=3)
    leads = await enter(books, 12)

    async def attempt(work):
        try:
            return await work
        except Refusal as refused:
            return refused

    await asyncio.gather(
        attempt(give(books, leads[:6])),
        attempt(give(books, leads[4:10], by="陈总")),
        attempt(give(books, leads[6:])),
        *(attempt(books.do(claims.claim, lead_id=lead.id, by=books["小李"])) for lead in leads[10:]),
    )

    for name in ("小李", "Alice"):
        held = await books.count(Lead, Lead.owner_id == books[name].id)
        claimed = await books.count(AuditRow, AuditRow.verb == "claim", AuditRow.actor_id == books[name].id)
        assert held - claimed <= 3, name
    asked = {offer.lead_id: offer.to_id for offer in await books.all(Offer, Offer.status == "open")}
    held = {lead.id: lead.owner_id for lead in await books.all(Lead, Lead.workspace_id == "T1")}
    assert all(held[lead_id] == to_id for lead_id, to_id in asked.items())
    assert len(asked) == await books.count(Offer, Offer.status == "open") > 0


# However it comes, as a property: room is never exceeded, and shares differ by no more than ranking explains.

TAGS = ("物流", "医疗", "山东", "印务")


@st.composite
def fields(draw):
    people = [
        Standing(
            Member(
                id=n + 1, workspace_id="T1", name=f"R{n}", slack_id=f"U{n}", role=Role.REP, tags=draw(TAGGED),
                grade=draw(st.sampled_from([None, "A", "C", "新人"])), capacity=draw(st.none() | st.integers(0, 30)),
            ),
            held={1: draw(st.integers(0, 20))},
            lately=draw(st.integers(0, 5)),
        )
        for n in range(draw(st.integers(1, 6)))
    ]  # fmt: skip
    pool = Pool(id=1, workspace_id="T1", open_to_all=True, held_at_once=None, held_by_grade={}, cooling_days=7)
    leads = [
        Lead(id=n + 1, workspace_id="T1", pool_id=1, account_id=n + 1, tags=draw(TAGGED), owner_id=None,
             chance=draw(st.sampled_from([None, *Chance])), account=Account(name=f"第{n}号厂"))
        for n in range(draw(st.integers(0, 40)))
    ]  # fmt: skip
    return Field(people, {1: pool}, 50, {}, None), leads


TAGGED = st.lists(st.sampled_from(TAGS), unique=True, max_size=3)


@settings(max_examples=150, deadline=None)
@given(fields())
def test_room_is_never_exceeded_and_shares_differ_by_no_more_than_ranking_explains(drawn):
    among, leads = drawn
    before = {each.member.id: (sum(each.held.values()), each.lately) for each in among.standings}
    points = {lead.id: {each.member.id: each for each in rank(lead, among)} for lead in leads}

    shared = spread(leads, among)

    got = {each.member.id: [] for each in among.standings}
    for each in shared:
        if each.to is not None:
            got[each.to.member.id].append(each.lead.id)
    assert len(shared) == len(leads)
    for standing in among.standings:
        member, (held, _) = standing.member, before[standing.member.id]
        cap = 50 if member.capacity is None else member.capacity
        assert held + len(got[member.id]) <= max(cap, held)
    left = [each for each in shared if each.to is None]
    has_room = [each for each in among.standings if sum(each.held.values()) < _cap(each)]
    assert not left or not has_room
    for one in among.standings:
        for other in has_room:
            a, b = one.member.id, other.member.id
            if a == b or not got[a]:
                continue
            # However good a match, load and what came before: what it is worth in points is worth so many leads.
            better = max(points[lead][a].points - points[lead][b].points for lead in got[a]) + ranking.LOAD
            assert (len(got[a]) - len(got[b])) * ranking.LATELY <= better + ranking.LATELY


def _cap(standing):
    return 50 if standing.member.capacity is None else standing.member.capacity


async def test_whoever_was_given_one_by_hand_counts_it_among_what_came_lately(books):
    await books.do(giving.assign, lead_id=(await books.lead()).id, to=books["小李"], by=books["张军"])

    batch = await give(books, await enter(books, 3))

    assert counts(batch) == {"Alice": 2, "小李": 1}
