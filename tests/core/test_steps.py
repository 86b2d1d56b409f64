"""What is planned for a deal goes with it: along from the lead it was, gone once it is lost, back when it lives."""

from datetime import timedelta

from core import deals, moves, projects, undo, visits
from core.deals import Terms
from core.jobs.projects import find_same_projects
from core.models import DealPair, Task, VisitKind, Workspace
from core.moves import Ending


async def planned(books):
    return [task.text for task in await books.all(Task, Task.cancelled_at.is_(None))]


async def converted(books, customer="方舟电子", by="小李", said=""):
    """A deal that was a lead when its next step was planned."""
    lead = await books.lead(customer, to=by)
    await books.do(visits.log, line=f"{customer} {said}下周三报价", kind=VisitKind.VISIT, by=books[by])
    deal, _ = await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=books[by])
    return deal


async def test_nobody_is_reminded_of_a_lost_deals_steps_and_they_come_back_with_it(books):
    deal = await converted(books)
    for again in (moves.reopen, None):
        assert await planned(books) == ["报价"]
        books.now += timedelta(minutes=1)
        lost = await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="太贵"), by=books["小李"])
        assert await planned(books) == []
        books.now += timedelta(minutes=1)
        if again:
            await books.do(again, deal_id=deal.id, by=books["小李"])
        else:
            await books.do(undo.undo, audit_id=lost.entry.id, by=books["小李"])

    assert await planned(books) == ["报价"]


async def test_a_win_drops_nothing(books):
    deal = await converted(books)
    await books.do(moves.win, deal_id=deal.id, by=books["小李"])

    assert await planned(books) == ["报价"]


async def test_whoever_is_freed_of_a_project_is_freed_of_what_they_planned_while_it_was_a_lead(books):
    said = "济南要激光扫描枪200把、WMS一套、服务器1台,年底前到货,"
    await converted(books, "鲁能系统集成", "小李", said)
    other = await converted(books, "华信集成", "Alice", said)
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, other.workspace_id)
        await find_same_projects(session, workspace=workspace, now=books.now, forced=False)
    (pair,) = await books.all(DealPair)

    await books.do(projects.same, pair_id=pair.id, keep_id=pair.one_id, by=books["张军"])

    assert {task.owner_id for task in await books.all(Task, Task.cancelled_at.is_(None))} == {books["小李"].id}
