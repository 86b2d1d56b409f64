"""The one door for changes of owner: many at once cost no more statements than a few, and nothing is left behind."""

from sqlalchemy import select, update

from core import owners, undo, visits
from core.models import AuditRow, Lead, Notice, OwnerChange, Task, VisitKind, Workspace
from core.owners import Change
from tests.database import statements


async def enter(books, count, **facts):
    return [await books.lead(f"第{n}号仪表厂", **facts) for n in range(count)]


async def give(books, leads, to, *, by="张军", cause="assign"):
    async with books.begin() as session:
        rows = (await session.scalars(select(Lead).where(Lead.id.in_([lead.id for lead in leads])))).all()
        changes = [Change(thing=lead, to=books[to] if to else None) for lead in rows]
        person = books[by] if by else None
        return await owners.change_many(session, changes=changes, cause=cause, by=person, now=books.now)


async def test_a_hundred_change_hands_in_as_many_statements_as_three(books, databases):
    async with books.begin() as session:
        await session.execute(update(Workspace).values(held_at_once=1000))
    leads, few = await enter(books, 100, to="小李"), await books.lead("红杉机械", to="小李")

    with statements(databases) as sent:
        await give(books, [few], "Alice")
    with statements(databases) as sent_for_many:
        entries = await give(books, leads, "Alice")

    assert len(sent_for_many) <= len(sent) + 1 <= 16, sent_for_many
    assert len({entry.id for entry in entries}) == 100
    assert await books.count(Lead, Lead.owner_id == books["Alice"].id) == 101
    assert await books.count(OwnerChange, OwnerChange.cause == "assign", OwnerChange.from_id == books["小李"].id) == 101


async def test_whoever_loses_many_is_told_once_and_whoever_loses_one_by_its_name(books):
    many, one = await enter(books, 3, to="小李"), await books.lead("红杉机械", to="张军")

    await give(books, [*many, one], "Alice", by="陈总")

    told = {notice.kind: notice for notice in await books.all(Notice) if "taken" in notice.kind}
    assert told["leads_taken"].member_id == books["小李"].id
    assert set(told["leads_taken"].facts["leads"]) == {lead.id for lead in many}
    assert (told["lead_taken"].member_id, told["lead_taken"].facts["lead"]) == (books["张军"].id, one.id)


async def test_what_a_job_changes_it_tells_itself(books):
    lead = await books.lead(to="小李")

    (entry,) = await give(books, [lead], "Alice", by=None, cause="pass_on")

    assert (entry.actor_id, await books.count(Notice, Notice.kind == "lead_taken")) == (None, 0)


async def test_planned_tasks_go_along_and_rest_in_the_pool_until_it_is_undone(books):
    lead, other = await books.lead(to="小李"), await books.lead("蓝海物流", to="小李")
    for name in ("方舟电子", "蓝海物流"):
        await books.do(visits.log, line=f"{name} 见了刘兵,下周三报价", kind=VisitKind.VISIT, by=books["小李"])

    await give(books, [lead], "Alice")
    (entry,) = await give(books, [other], None, cause="release")

    planned = {task.lead_id: task for task in await books.all(Task)}
    assert planned[lead.id].owner_id == books["Alice"].id
    assert planned[other.id].cancelled_at == books.now
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    assert (await books.again(planned[other.id])).cancelled_at is None
    assert await books.count(AuditRow, AuditRow.undoes_id == entry.id) == 1
