"""A plan's rules: dates by working days, what follows the deal's end and its owner, the shelf it fits on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from core import deals, mates, moves, tasks, today, undo
from core.errors import Missing, OddNumber
from core.jobs.reminders import remind_tasks
from core.models import Listed, Notice, PlanStep, Stage, StageKind, Task, Workspace
from core.moves import Ending
from core.pipelines import settings
from core.plans import change, make, read, shift, template
from core.plans.change import PlanFull, Told
from core.plans.make import NoTemplate, PlanThere
from core.plans.template import Step, StepChanged, StepMoved
from core.tasks import NotInThePast

FRIDAY = date(2026, 12, 11)


@pytest.fixture
async def deal(books):
    return await books.deal(of="小李")


async def add(books, deal, text="送样", on=FRIDAY, by="小李", owner=None):
    told = Told(text, on, books[owner] if owner else None)
    task, entry = await books.do(change.add, deal_id=deal.id, milestone=told, by=books[by])
    return task, entry


async def still_open(books):
    return [each.text for each in await books.all(Task, read.is_open())]


async def test_days_off_and_swapped_days_are_counted_as_the_workspace_works(books, deal):
    books.now = books.now.replace(year=2027, month=1, day=29)  # a Friday; the spring festival comes in a week
    _, entry = await books.do(make.make, deal_id=deal.id, by=books["小李"])

    days = [each.on for each in await books.all(Task, Task.place.is_not(None))]
    assert days == sorted(days)
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, deal.workspace_id)
        steps = await template.of(session, pipeline_id=deal.pipeline_id, by=books["小李"])
        assert days == make.dates(steps, start=date(2027, 1, 29), workspace=workspace)
        assert make.dates([PlanStep(days=0, from_start=True)], start=date(2026, 12, 12), workspace=workspace) == [
            date(2026, 12, 14)
        ]
    assert {each.name_en for each in await books.all(Task, Task.place.is_not(None))} >= {"Sample delivered"}
    with pytest.raises(PlanThere):
        await books.do(make.make, deal_id=deal.id, by=books["张军"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    assert await still_open(books) == []


async def test_whatever_ends_a_deal_ends_its_plan_and_whatever_opens_it_again_opens_that(books, deal):
    await add(books, deal, "送样")
    kept, _ = await add(books, deal, "报价")
    await books.do(change.finish, task_id=kept.id, outcome="已报", by=books["小李"])
    lost = await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="价格"), by=books["小李"])
    assert await still_open(books) == []
    assert [each.ended for each in await books.all(Task)] == [True, False]
    await books.do(undo.undo, audit_id=lost.entry.id, by=books["小李"])
    assert await still_open(books) == ["送样"]
    await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="价格"), by=books["小李"])
    await books.do(moves.reopen, deal_id=deal.id, by=books["小李"])
    assert await still_open(books) == ["送样"]
    (won,) = await books.all(Stage, Stage.pipeline_id == deal.pipeline_id, Stage.kind == StageKind.WON)
    await books.do(moves.move, deal_id=deal.id, to_id=won.id, seen_stage=None, by=books["小李"])
    assert await still_open(books) == []
    with pytest.raises(deals.DealClosed):
        await add(books, deal, "再来")


async def test_a_deal_given_away_takes_the_givers_milestones_and_no_others(books, deal):
    await add(books, deal, "送样")
    await add(books, deal, "打样", owner="张军")
    await books.do(deals.give, deal_id=deal.id, to=books["Alice"], by=books["小李"], reason="调岗")

    held = {each.text: each.owner_id for each in await books.all(Task)}
    assert held == {"送样": books["Alice"].id, "打样": books["张军"].id}


async def test_reminded_on_its_day_and_once_when_overdue_like_any_task_and_no_next_step(books, deal):
    await add(books, deal, "送样", owner="Alice")
    async with books.begin() as session:
        assert await tasks.next_for(session, account_id=deal.account_id, by=books["小李"]) is None
    told = []
    for days in (4, 5, 8, 9):
        async with books.begin() as session:
            workspace = await session.get_one(Workspace, deal.workspace_id)
            await remind_tasks(session, workspace=workspace, now=books.now + timedelta(days=days), forced=False)
        told.append(await books.count(Notice, Notice.kind == "task_due", Notice.mode == "post"))
    assert told[0] == 1
    assert told[-1] == 2, "once due, once overdue"
    books.now += timedelta(days=9)
    day = await books.do(today.of, member=books["Alice"])
    assert [each.text for each in day.overdue] == ["送样"]


async def test_who_may_read_and_change(books, deal):
    task, _ = await add(books, deal, "送样", owner="Alice")
    await add(books, deal, "谈价")
    seen = await books.do(read.of, deal_id=deal.id, by=books["Alice"])
    assert (len(seen.milestones), seen.whole, seen.may_change) == (2, True, False)
    for verb in (change.remove, change.reopen):
        with pytest.raises(Missing):
            await books.do(verb, task_id=task.id, by=books["销售甲"])
    with pytest.raises(Missing):
        await books.do(read.of, deal_id=deal.id, by=books["销售甲"])
    with pytest.raises(deals.NotYourDeal):
        await books.do(change.remove, task_id=task.id, by=books["Alice"])
    await books.do(change.finish, task_id=task.id, outcome="签收了", by=books["Alice"])
    await books.do(change.reopen, task_id=task.id, by=books["Alice"])
    await add(books, deal, "复核", owner="张军")
    await books.do(deals.give, deal_id=deal.id, to=books["销售甲"], by=books["陈总"], reason="调岗")
    own = await books.do(read.of, deal_id=deal.id, by=books["张军"])
    assert ([each.text for each in own.milestones], own.whole, own.may_change) == (["复核"], False, False)


async def test_two_hundred_fit_and_move_at_once_and_the_past_is_refused(books, deal):
    row = {"workspace_id": deal.workspace_id, "account_id": deal.account_id, "deal_id": deal.id,
           "zone": "Asia/Shanghai", "owner_id": books["小李"].id, "created_at": books.now, "on": FRIDAY}  # fmt: skip
    async with books.begin() as session:
        await session.execute(insert(Task), [{**row, "text": f"第{n}步", "place": n} for n in range(change.MOST)])
    with pytest.raises(PlanFull):
        await add(books, deal)
    _, moved, entry = await books.do(shift.shift, deal_id=deal.id, days=2, by=books["小李"])
    assert moved == change.MOST
    assert {each.on for each in await books.all(Task)} == {date(2026, 12, 15)}
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    assert {each.on for each in await books.all(Task)} == {FRIDAY}
    with pytest.raises(shift.IntoThePast):
        await books.do(shift.shift, deal_id=deal.id, days=-9, by=books["小李"])
    with pytest.raises(OddNumber):
        await books.do(shift.shift, deal_id=deal.id, days=0, by=books["小李"])
    page = await books.do(read.of, deal_id=deal.id, by=books["小李"], page=99)
    assert (page.page, len(page.milestones)) == (13, 5)
    other = await books.deal("三励公司", of="小李")
    for day in (date(2026, 12, 4), date(2040, 1, 1)):
        with pytest.raises((NotInThePast, change.TooFar)):
            await add(books, other, on=day)


async def test_the_template_of_two_admins_at_once_and_of_a_retired_pipeline(books, deal):
    boss, here = books["陈总"], {"pipeline_id": deal.pipeline_id, "by": books["陈总"]}
    async with books.begin() as session:
        steps = await template.of(session, **here)
    told = Step(name_zh="装车", name_en="", days=2)
    await books.do(template.change, step_id=steps[0].id, told=told, seen=0, by=boss)
    with pytest.raises(StepChanged):
        await books.do(template.change, step_id=steps[0].id, told=told, seen=0, by=boss)
    await books.do(template.shift, step_id=steps[1].id, up=True, place=1, by=boss)
    with pytest.raises(StepMoved):
        await books.do(template.shift, step_id=steps[1].id, up=True, place=1, by=boss)
    for each in steps:
        await books.do(template.remove, step_id=each.id, by=boss)
    with pytest.raises(NoTemplate):
        await books.do(make.make, deal_id=deal.id, by=books["小李"])
    await books.do(template.fill, preset=0, **here)
    assert len(await books.see(template.of, **here)) == 8
    (into,) = await books.all(Stage, Stage.name_en == "Inquiry")
    await books.do(settings.retire, to_id=into.id, **here)
    with pytest.raises(Missing):
        await books.do(template.add, told=told, **here)
    await books.do(make.make, deal_id=deal.id, by=books["小李"])
    assert (await books.all(Task, read.is_open()))[0].name_en == "Quote given"


async def test_a_milestone_of_the_template_is_for_a_role_on_the_deals_team(books, deal):
    here, boss = {"pipeline_id": deal.pipeline_id}, books["陈总"]
    (role,) = await books.all(Listed, Listed.name_en == "Technical")
    told = Step(name_zh="调试", name_en="Set up", days=1, owns="mate", role_id=role.id)
    await books.do(template.add, told=told, by=boss, **here)
    await books.do(mates.put, deal_id=deal.id, add=[books["销售甲"]], role=role, by=books["小李"])
    await books.do(make.make, deal_id=deal.id, by=books["小李"])

    (task,) = await books.all(Task, Task.name_en == "Set up")
    assert task.owner_id == books["销售甲"].id
    other = await books.deal("三励公司", of="小李")
    await books.do(make.make, deal_id=other.id, by=books["小李"])
    assert [each.owner_id for each in await books.all(Task, Task.name_en == "Set up")][1] == books["小李"].id
    with pytest.raises(Missing):
        Step(name_zh="调试", name_en="", days=1, owns="mate")
