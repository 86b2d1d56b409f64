"""Handovers: who may, that everything goes along, what stays, that it comes back, and how many it takes at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from core import claims, deals, handovers, tasks, undo, visits
from core.assignments.giving import NotOfYourTeam
from core.errors import Missing, NotAllowed
from core.handovers import asking, finishing, working
from core.handovers.summary import Mind
from core.jobs.handovers import return_handovers
from core.models import (
    Assignment,
    AuditRow,
    Deal,
    Errand,
    Lead,
    Member,
    Notice,
    OwnerChange,
    Role,
    Task,
    VisitKind,
    Workspace,
)
from core.owners.taking_back import AllChangedSince
from core.pools import locks
from core.undo import TooLateForAll, UndoneAlready

STEPS = (working.next_leads, working.next_deals, working.next_tasks)


async def begin(books, of="小李", to="Alice", by="张军", **how):
    who = books[to] if to else None
    row, _ = await books.do(handovers.begin, of=books[of], to=who, by=books[by], **how)
    return row


async def carry_out(books, row):
    """What a worker does; into how many transactions it fell."""
    turns = 0
    for step in STEPS:
        after = 0
        while after is not None:
            async with books.begin() as session:
                handover = await working.load(session, workspace_id="T1", handover_id=row.id)
                after = await step(session, handover=handover, after=after, now=books.now)
                turns += after is not None
    async with books.begin() as session:
        handover = await working.load(session, workspace_id="T1", handover_id=row.id)
        await finishing.finish(session, handover=handover, now=books.now)
    return turns


async def handed(books, **how):
    row = await begin(books, **how)
    await carry_out(books, row)
    return row, await result(books, row)


async def result(books, row):
    async with books.begin() as session:
        return await finishing.of(session, workspace_id="T1", handover_id=row.id, now=books.now)


async def log(books, line, by="小李"):
    return await books.do(visits.log, line=line, kind=VisitKind.VISIT, by=books[by])


async def run_job(books):
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, "T1")
        return await return_handovers(session, workspace=workspace, now=books.now, forced=True)


@pytest.fixture
async def desk(books):
    """What 小李 holds: two leads, a deal, a plan of a lead, a plan of the deal's customer, one of nobody's."""
    one = await books.lead("方舟电子", to="小李", contact="刘兵", phone="13800138000", interest="扫描枪")
    two = await books.lead("三励公司", to="小李")
    deal = await books.deal("鼎盛建材", of="小李", amount=Decimal(300000), currency="CNY", close=date(2026, 12, 1))
    await log(books, "方舟电子 见了刘兵,要200台扫描枪,报价28万,下周三再谈")
    async with books.begin() as session:
        for text in ("整理名片", "打电话给前台"):
            session.add(
                Task(
                    workspace_id="T1", owner_id=books["小李"].id, text=text, zone="Asia/Shanghai", created_at=books.now
                )
            )
    books.now += timedelta(days=1)
    return one, two, deal


async def stand(books):
    """Who holds what, since when, and when it turns silent."""
    found = {}
    for model in (Lead, Deal):
        for row in await books.all(model):
            found[model.__name__, row.id] = (row.owner_id, row.owned_since, row.silent_on)
    for task in await books.all(Task):
        found["Task", task.id] = task.owner_id
    return found


async def test_all_that_somebody_holds_goes_to_one_successor_with_clock_history_and_plans(books, desk):
    one, two, deal = desk
    held = await books.see(handovers.of, member=books["小李"], now=books.now)
    assert (held.leads, held.deals, held.tasks, held.sums) == (2, 1, 3, {"CNY": Decimal(300000)})
    _, through = await handed(books)

    alice = books["Alice"].id
    for row in (one, two, deal):
        fresh = await books.again(row)
        assert (fresh.owner_id, fresh.owned_since) == (alice, books.now)
    assert (await books.again(one)).silent_on > one.silent_on, "its clock begins anew"
    assert {task.owner_id for task in await books.all(Task)} == {alice}
    [share] = through.shares
    assert (share.to.name, share.leads, share.deals, share.tasks) == ("Alice", 2, 1, 2)
    assert (share.sums, through.stays.total) == ({"CNY": Decimal(300000)}, 0)
    changes = await books.all(OwnerChange, OwnerChange.cause == "handover")
    assert {change.assignment_id for change in changes} == {through.handover.row.id}
    assert await books.count(AuditRow, AuditRow.verb == "handover", AuditRow.noun != "assignment") == 5
    [visit] = await books.see(visits.of_account, account_id=one.account_id, by=books["Alice"])
    assert "200台" in visit.note


async def test_the_successor_the_one_before_and_the_managers_are_told_once(books, desk):
    await handed(books)

    names = {member.id: name for name, member in books.people.items()}
    told = sorted(
        (notice.kind, names[notice.member_id]) for notice in await books.all(Notice, Notice.facts.has_key("handover"))
    )
    assert told == [("handed_over", "Alice"), ("handover", "张军"), ("handover_told", "小李")]
    assert await books.count(Notice, Notice.kind.in_(("lead_taken", "leads_taken"))) == 0
    assert await books.count(Errand, Errand.noun == "handover") == 1


async def test_of_an_admins_the_manager_hears_too(books, desk):
    await handed(books, by="陈总", to="销售甲")

    names = {member.id: name for name, member in books.people.items()}
    told = {names[notice.member_id] for notice in await books.all(Notice, Notice.kind == "handover_told")}
    assert told == {"小李", "张军", "李庆成"}


async def test_shared_out_everything_finds_somebody(books, desk):
    await books.join("小王", Role.REP, "广告组")
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == "Alice").values(tags=["扫描枪"]))
    _, through = await handed(books, to=None)

    one, _two, deal = desk
    assert (await books.again(one)).owner_id == books["Alice"].id
    assert {share.to.name for share in through.shares} <= {"Alice", "小王", "张军"}
    assert (await books.again(deal)).owner_id in (books["Alice"].id, books["小王"].id)
    assert through.stays.total == 0
    assert {task.owner_id for task in await books.all(Task, Task.account_id.is_(None))} == {books["张军"].id}


async def test_shared_out_a_deal_follows_its_customers_lead(books):
    lead = await books.lead("方舟电子", to="小李")
    deal = await books.deal("方舟电子", of="小李")
    await books.join("小王", Role.REP, "广告组")
    await handed(books, to=None)

    assert (await books.again(lead)).owner_id == (await books.again(deal)).owner_id


async def test_where_nobody_has_room_leads_go_back_to_the_pool_and_deals_do_not(books, desk):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == "Alice").values(capacity=0))
        await session.execute(update(Workspace).values(held_at_once=1))
    _, through = await handed(books, to=None)

    one, two, deal = desk
    assert [(await books.again(row)).owner_id for row in (one, two)] == [None, None]
    assert (await books.again(deal)).owner_id == books["张军"].id
    assert [(share.to and share.to.name, share.leads) for share in through.shares][-1] == (None, 2)


async def test_what_another_teams_manager_has_locked_stays_with_its_plans_and_is_told(books, desk):
    one, *_ = desk
    async with books.begin() as session:
        await session.execute(
            update(Lead).where(Lead.id == one.id).values(locked_at=books.now, locked_by_id=books["李庆成"].id)
        )
    _, through = await handed(books)

    assert (await books.again(one)).owner_id == books["小李"].id
    assert (through.stays.leads, through.stays.deals, through.stays.tasks) == (1, 0, 1)


async def test_taken_back_within_a_day_everything_stands_as_it_stood(books, desk):
    before = await stand(books)
    _, through = await handed(books)
    books.now += timedelta(hours=23)
    await books.do(undo.undo, audit_id=through.entry.id, by=books["张军"])

    assert await stand(books) == before
    [told] = await books.all(Notice, Notice.kind == "handover_back")
    assert (told.member_id, told.facts["back"], told.facts["stay"]) == (books["小李"].id, 5, 0)
    with pytest.raises(UndoneAlready):
        await books.do(undo.undo, audit_id=through.entry.id, by=books["张军"])
    again = await begin(books)
    assert await carry_out(books, again) == 3, "and may be handed over again"


async def test_what_has_moved_on_since_stays_and_is_counted(books, desk):
    one, two, deal = desk
    _, through = await handed(books)
    await books.do(claims.release, lead_id=two.id, by=books["Alice"])
    await books.do(deals.convert, lead_id=one.id, terms=deals.Terms(), by=books["Alice"])
    await books.do(undo.undo, audit_id=through.entry.id, by=books["张军"])

    assert (await books.again(two)).owner_id is None
    assert (await books.again(one)).owner_id == books["Alice"].id
    assert (await books.again(deal)).owner_id == books["小李"].id
    [told] = await books.all(Notice, Notice.kind == "handover_back")
    assert (told.facts["back"], told.facts["stay"]) == (3, 2)


async def test_once_all_of_it_has_moved_on_or_a_day_has_passed_it_stays(books):
    lead = await books.lead("方舟电子", to="小李")
    _, through = await handed(books)
    later = books.now + timedelta(days=1, minutes=1)
    with pytest.raises(TooLateForAll):
        await books.do(undo.undo, audit_id=through.entry.id, by=books["张军"], now=later)
    await books.do(claims.release, lead_id=lead.id, by=books["Alice"])

    with pytest.raises(AllChangedSince):
        await books.do(undo.undo, audit_id=through.entry.id, by=books["张军"])
    with pytest.raises(Missing):
        await books.do(undo.undo, audit_id=through.entry.id, by=books["小李"])


async def test_for_a_while_it_comes_back_on_its_day_and_the_clocks_begin_anew(books, desk):
    one, two, deal = desk
    row, _ = await handed(books, back_on=date(2026, 12, 14))
    await books.do(claims.release, lead_id=two.id, by=books["Alice"])
    assert await run_job(books) == 0
    books.now += timedelta(days=6)
    assert await run_job(books) == 1
    assert await run_job(books) == 0

    for back in (one, deal):
        fresh = await books.again(back)
        assert (fresh.owner_id, fresh.owned_since) == (books["小李"].id, books.now)
    assert (await books.again(two)).owner_id is None
    assert {task.owner_id for task in await books.all(Task)} == {books["小李"].id}
    told = {notice.member_id: notice.facts for notice in await books.all(Notice, Notice.kind == "handover_back")}
    assert set(told) == {books[name].id for name in ("小李", "Alice", "张军")}
    assert {(facts["back"], facts["stay"]) for facts in told.values()} == {(4, 1)}
    assert (await books.again(row)).returned_at == books.now


async def test_on_its_day_nothing_may_be_left_to_come_back(books):
    lead, kept = [await books.lead(name, to="小李") for name in ("方舟电子", "蓝海物流")]
    await handed(books, back_on=date(2026, 12, 8))
    await books.do(claims.release, lead_id=lead.id, by=books["Alice"])
    books.now += timedelta(days=1)
    await books.do(locks.lock, lead_id=kept.id, by=books["陈总"])
    books.now += timedelta(days=1)

    assert (await run_job(books), await run_job(books)) == (1, 0)
    assert (await books.again(kept)).owner_id == books["Alice"].id


async def test_who_may_hand_over_what(books, desk):
    for name in ("小李", "Alice"):
        with pytest.raises(NotAllowed):
            await begin(books, by=name)
        with pytest.raises(NotAllowed):
            await books.see(handovers.holders, by=books[name])
    with pytest.raises(Missing):
        await books.see(handovers.holder, member_id=books["小李"].id, by=books["李庆成"])
    with pytest.raises(Missing):
        await books.see(handovers.holder, member_id=10**9, by=books["陈总"])
    with pytest.raises(asking.ToThemselves):
        await begin(books, to="小李")
    with pytest.raises(NotOfYourTeam):
        await begin(books, to="销售甲")
    with pytest.raises(asking.BackInThePast):
        await begin(books, back_on=date(2026, 12, 1))
    with pytest.raises(asking.BackTooLate):
        await begin(books, back_on=date(2028, 12, 1))
    with pytest.raises(asking.NothingHeld):
        await begin(books, of="Alice", to="小李")
    await begin(books)
    with pytest.raises(asking.UnderWay):
        await begin(books)


async def test_who_has_left_is_listed_and_sent_twice_it_is_one(books, desk):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == "小李").values(active=False))
    people = await books.see(handovers.holders, by=books["张军"])
    assert [(each.name, each.active) for each in people] == [("小李", False)]
    one = await begin(books, source="form:1")
    again = await begin(books, source="form:1")

    assert one.id == again.id
    assert await books.count(Assignment) == 1


async def test_broken_off_it_goes_on_and_finishing_twice_is_once(books, desk):
    row = await begin(books)
    async with books.begin() as session:
        handover = await working.load(session, workspace_id="T1", handover_id=row.id)
        await working.next_leads(session, handover=handover, after=0, now=books.now)
    await carry_out(books, row)
    await carry_out(books, row)

    through = await result(books, row)
    assert (through.moved, through.stays.total) == (5, 0)
    assert await books.count(AuditRow, AuditRow.noun == "assignment", AuditRow.verb == "handover") == 1


async def test_the_successor_reads_of_each_customer_what_matters(books, desk):
    one, _two, deal = desk
    row, _ = await handed(books)
    async with books.begin() as session:
        facts = {"handover_id": row.id, "reader": books["Alice"], "now": books.now, "page": 0, "size": 2}
        first = await handovers.summary.of(session, **facts)
        second = await handovers.summary.of(session, **{**facts, "page": 7})
        with pytest.raises(Missing):
            await handovers.summary.of(session, **{**facts, "reader": books["小李"]})

    assert [brief.account.id for brief in first.briefs] == [deal.account_id, one.account_id]
    assert (first.total, second.page, len(second.briefs)) == (3, 1, 1)
    of_deal, of_lead = first.briefs
    assert [each.id for each in of_deal.deals] == [deal.id]
    assert set(of_deal.warnings) == {Mind.NEVER, Mind.NOTHING, Mind.CLOSED, Mind.NOBODY}
    assert (of_lead.quoted.quoted_amount, of_lead.people[0].name) == (280000, "刘兵")
    assert ("200台" in of_lead.visits[0].note, of_lead.next_task.owner_id) == (True, books["Alice"].id)
    assert of_lead.warnings == []


async def test_a_task_ticked_off_meanwhile_is_nobodys_to_give(books, desk):
    row = await begin(books)
    [first, *_] = await books.all(Task, Task.account_id.is_(None))
    await books.do(tasks.finish, task_id=first.id, by=books["小李"])
    await carry_out(books, row)

    assert (await books.again(first)).owner_id == books["小李"].id


async def test_a_lock_of_ones_own_goes_along(books, desk):
    one, *_ = desk
    await books.do(locks.lock, lead_id=one.id, by=books["张军"])
    await handed(books)

    fresh = await books.again(one)
    assert (fresh.owner_id, fresh.locked_by_id) == (books["Alice"].id, books["张军"].id)


async def test_many_go_some_at_a_time(books, monkeypatch):
    for name in ("红杉机械", "蓝海物流", "金陵印务"):
        await books.lead(name, to="小李")
    monkeypatch.setattr(working, "AT_ONCE", 1)
    turns = await carry_out(books, await begin(books))

    assert (turns, await books.count(Lead, Lead.owner_id == books["Alice"].id)) == (3, 3)
