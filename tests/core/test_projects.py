"""Deals that may be one project: found once, put before whoever decides over both, decided, taken back for a day."""

from datetime import timedelta

import pytest

from core import deals, projects, undo, visits
from core.board import boards
from core.deals import extensions
from core.errors import Missing, NotAllowed
from core.jobs.projects import find_same_projects
from core.models import AuditRow, Deal, DealGood, DealPair, DealStatus, Extension, Notice, Task, VisitKind, Workspace
from core.projects import find
from core.projects.answers import AnsweredAlready, NoLongerOpen, TooLateToFree
from core.projects.need import Told, read
from tests.database import statements

OURS = "山东要200台激光扫描器、一台服务器、一套仓库管理解决方案，12月底交货"
THEIRS = "济南客户要激光扫描枪200把、WMS一套、服务器1台，年底前到货"


async def compare(books):
    """One run of the job."""
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, books["小李"].workspace_id)
        return await find_same_projects(session, workspace=workspace, now=books.now, forced=False)


@pytest.fixture
async def pair(books):
    """小李's deal and Alice's, of two customers, found to be alike."""
    one = await books.deal("鲁能系统集成", of="小李", said=OURS)
    other = await books.deal("华信集成", of="Alice", said=THEIRS)
    await compare(books)
    (found,) = await books.all(DealPair)
    assert (found.one_id, found.other_id) == (one.id, other.id)
    return found


async def kinds(books, *which):
    return [(each.kind, each.mode) for each in await books.all(Notice) if not which or each.kind in which]


async def test_the_manager_of_both_is_asked_once_however_often_they_are_compared(books, pair):
    for _ in range(2):
        await books.do(visits.log, line="鲁能系统集成 客户催着要方案", kind=VisitKind.VISIT, by=books["小李"])
        await compare(books)

    asked = [each for each in await books.all(Notice) if each.kind == "same_project"]
    assert [each.member_id for each in asked] == [books["张军"].id]
    assert await books.count(DealPair) == 1


async def test_what_is_said_in_follow_ups_makes_them_alike(books):
    await books.deal("鲁能系统集成", of="小李", said=OURS)
    await books.deal("华信集成", of="Alice")
    assert await compare(books) == 2
    assert await books.count(DealPair) == 0

    for line in ("济南那边要激光扫描枪200把", "再加服务器1台、WMS一套", "年底前到货"):
        await books.do(visits.log, line=f"华信集成 {line}", kind=VisitKind.PHONE, by=books["Alice"])
    assert await compare(books) == 1

    assert await books.count(DealPair) == 1


async def test_nothing_changed_is_nothing_compared(books, pair):
    assert await compare(books) == 0


@pytest.mark.parametrize("owner", ["小李", "销售甲"])
async def test_ones_own_two_deals_are_no_question_and_a_pair_of_two_teams_goes_to_an_admin(books, owner):
    await books.deal("鲁能系统集成", of="小李", said=OURS)
    await books.deal("华信集成", of=owner, said=THEIRS)
    await compare(books)

    told = [each.member_id for each in await books.all(Notice) if each.kind == "same_project"]
    assert told == ([] if owner == "小李" else [books["陈总"].id])


async def test_one_goes_on_and_the_other_leaves_the_sums_with_its_history_kept(books, pair):
    await books.do(visits.log, line="华信集成 见了刘兵,下周三报价", kind=VisitKind.VISIT, by=books["Alice"])

    done = await books.do(projects.same, pair_id=pair.id, keep_id=pair.one_id, by=books["张军"])

    freed, kept = await books.again(done.freed), await books.again(done.kept)
    assert (freed.status, freed.joined_into_id, freed.closed_at) == (DealStatus.JOINED, kept.id, books.now)
    assert kept.status == DealStatus.OPEN
    assert [task.cancelled_at for task in await books.all(Task, Task.deal_id == freed.id)] == [books.now]
    told = {(each.kind, each.member_id) for each in await books.all(Notice) if each.kind.startswith("project_")}
    assert told == {("project_freed", books["Alice"].id), ("project_kept", books["小李"].id)}
    shown = await books.see(boards, by=books["张军"])
    assert sum(column.count for each in shown for column in each.columns) == 1
    await compare(books)
    assert await books.count(DealGood, DealGood.deal_id == freed.id) == 0


async def test_what_was_asked_of_the_manager_about_the_one_freed_needs_no_answer_any_more(books, pair):
    dated, facts = books.now.date() + timedelta(days=7), {"deal_id": pair.other_id, "by": books["Alice"]}
    await books.do(deals.change, values={"expected_close": dated}, **facts)
    await books.do(extensions.ask, to_on=dated + timedelta(days=30), why="预算下月批", **facts)
    await compare(books)

    await books.do(projects.same, pair_id=pair.id, keep_id=pair.one_id, by=books["张军"])

    (overtaken,) = await books.all(Extension)
    assert (overtaken.decided_at, overtaken.granted, overtaken.decided_by_id) == (books.now, False, None)
    assert (await kinds(books, "extension"))[-1] == ("extension", "close")
    with pytest.raises(deals.DealClosed):
        await books.do(extensions.approve, extension_id=overtaken.id, by=books["张军"])


async def test_it_is_taken_back_within_a_day_and_asked_again(books, pair):
    await books.do(visits.log, line="华信集成 见了刘兵,下周三报价", kind=VisitKind.VISIT, by=books["Alice"])
    done = await books.do(projects.same, pair_id=pair.id, keep_id=pair.one_id, by=books["张军"])
    books.now += timedelta(hours=23)

    await books.do(undo.undo, audit_id=done.entry.id, by=books["张军"])

    freed = await books.again(done.freed)
    assert (freed.status, freed.joined_into_id, freed.closed_at) == (DealStatus.OPEN, None, None)
    assert [task.cancelled_at for task in await books.all(Task, Task.deal_id == freed.id)] == [None]
    waiting, total = await books.see(projects.waiting, by=books["张军"])
    assert ([each.pair.id for each in waiting], total) == ([pair.id], 1)
    assert ("project_back", "post") in await kinds(books)


async def test_after_a_day_it_stays(books, pair):
    done = await books.do(projects.same, pair_id=pair.id, keep_id=pair.one_id, by=books["张军"])
    books.now += timedelta(hours=25)

    with pytest.raises(TooLateToFree):
        await books.do(undo.undo, audit_id=done.entry.id, by=books["张军"])


async def test_two_projects_are_never_asked_about_again(books, pair):
    await books.do(projects.different, pair_id=pair.id, by=books["张军"])
    await books.do(visits.log, line="华信集成 又确认了一遍,激光扫描枪200把", kind=VisitKind.VISIT, by=books["Alice"])
    await compare(books)

    assert (await books.see(projects.waiting, by=books["张军"]))[1] == 0
    assert [mode for kind, mode in await kinds(books, "same_project")].count("post") == 1
    with pytest.raises(AnsweredAlready):
        await books.do(projects.same, pair_id=pair.id, keep_id=pair.one_id, by=books["张军"])


async def test_who_may_not_decide_is_refused(books, pair):
    same = {"pair_id": pair.id, "keep_id": pair.one_id}
    with pytest.raises(NotAllowed):
        await books.do(projects.same, **same, by=books["小李"])
    with pytest.raises(Missing):
        await books.do(projects.same, **same, by=books["李庆成"])
    with pytest.raises(Missing):
        await books.do(projects.same, pair_id=pair.id, keep_id=pair.one_id + 99, by=books["张军"])
    with pytest.raises(Missing):
        await books.do(projects.different, pair_id=pair.id + 99, by=books["张军"])
    assert (await books.again(pair)).answer is None


async def test_a_deal_that_ended_meanwhile_settles_the_question(books, pair):
    async with books.begin() as session:
        await session.execute(
            Deal.__table__.update().where(Deal.id == pair.other_id).values(status="withdrawn", version=Deal.version + 1)
        )
    await compare(books)

    assert ("same_project", "close") in await kinds(books) or len(await kinds(books, "same_project")) == 1
    assert (await books.see(projects.waiting, by=books["张军"]))[1] == 0


async def test_a_lost_deal_needs_no_answer_any_more(books, pair):
    async with books.begin() as session:
        deal = await session.get_one(Deal, (pair.workspace_id, pair.one_id))
        deal.status, deal.closed_at = DealStatus.LOST, books.now

    with pytest.raises(NoLongerOpen):
        await books.do(projects.different, pair_id=pair.id, by=books["张军"])


async def test_a_pair_is_looked_for_in_one_statement_however_many_goods(books, databases):
    for at in range(5):
        await books.deal(f"集成商{at}", of="小李", said=OURS)
    await compare(books)
    few, many = OURS, f"{OURS}，还有交换机20台、路由器8台、机柜15个、UPS 4台、摄像机60个"
    for words in (few, many):
        need = read([Told(words, books.now.date())])
        with statements(databases) as count:
            async with books.begin() as session:
                found = await find.alike(
                    session, workspace_id=books["Alice"].workspace_id, deal_id=0, owner_id=books["Alice"].id, need=need
                )
        assert len([each for each in count if "deal_goods" in each]) == 1
    assert len(found) in (0, 5)


async def test_both_deals_have_it_on_record(books, pair):
    await books.do(projects.same, pair_id=pair.id, keep_id=pair.other_id, by=books["张军"])

    rows = {(each.verb, each.noun_id) for each in await books.all(AuditRow) if each.verb in ("join", "absorb")}
    assert rows == {("join", pair.one_id), ("absorb", pair.other_id)}
