"""What is dealt with is struck through where it was told, whatever dealt with it, alone and among other things."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from core import chances, claims, deals, moves, owners, tasks, undo
from core.chances import Chance
from core.deals import Terms
from core.models import AuditRow, Deal, Lead, Member, Task, Workspace
from tests.handlers.test_reminders import shanghai

MONDAY = date(2026, 12, 7)
DUE = date(2026, 12, 15)  # a Tuesday
LEAD, DEAL, TASK = "方舟电子", "宏达机械", "三励公司"  # the customers: what of each is told


@pytest.fixture
async def told(house, xiaoli):
    """小李 is told of a silent lead, a deal that closes soon and a task; `told(only)` of one of them alone."""
    house.move_clock(shanghai(MONDAY, time(10)))
    async with house.db.begin() as session:
        await session.execute(update(Workspace).values(silent_after=6))
    for customer in (LEAD, TASK):
        await xiaoli.command(f"/lead new {customer} 要扫描枪")
        await house.slack.until(lambda name=customer: _entered(house, name), 20)  # an answer may be late, not lost
        async with house.db.begin() as session:
            lead = await _lead(session, customer)
            me = (await session.scalars(select(Member).where(Member.name == "小李"))).one()
            await claims.claim(session, lead_id=lead.id, by=me, now=house.now())
    await xiaoli.command(f"/deal new {DEAL} 30万 扫描枪 12月22日成交")
    await xiaoli.command(f"/visit {TASK} 见了刘兵，12月15日报价")
    async with house.db.begin() as session:
        (await _lead(session, LEAD)).warn_on = DUE
        (await _lead(session, TASK)).warn_on = None
        await session.execute(update(Deal).values(people_on=None))  # who is missing there is told in another room
    await house.deliver()

    async def tell(only=None):
        async with house.db.begin() as session:
            if only not in (None, LEAD):
                await session.execute(update(Lead).values(warn_on=None))
            if only not in (None, DEAL):
                await session.execute(update(Deal).values(warn_close_on=None))
            if only not in (None, TASK):
                await session.execute(update(Task).values(remind_at=None))
        before = len(xiaoli.dms)
        house.move_clock(shanghai(DUE, time(9, 1)))
        await house.work()
        [message] = xiaoli.dms[before:]
        return message

    return tell


async def _entered(house, name):
    async with house.db.begin() as session:
        return (await session.scalars(select(Lead).where(Lead.account.has(name=name)))).first()


async def _lead(session, name):
    leads = await session.scalars(select(Lead).where(Lead.account.has(name=name)))
    return leads.one()


async def deal_with(house, xiaoli, what, way):
    """One of the ways in which each of them comes to its end."""
    if way == "logged":
        await xiaoli.command(f"/visit {LEAD} 见了刘兵,要200台扫描枪")
        return
    async with house.db.begin() as session:
        people = {member.name: member for member in await session.scalars(select(Member))}
        me, boss, other = (people[name] for name in ("小李", "张军", "Alice"))
        mine = {"by": me, "now": house.now()}
        lead = await _lead(session, TASK if what == TASK else LEAD)
        deal = (await session.scalars(select(Deal))).one()
        task = (await session.scalars(select(Task))).one()
        match way:
            case "released":
                await claims.release(session, lead_id=lead.id, **mine)
            case "given to a colleague" if what == DEAL:
                await owners.change(session, thing=deal, to=other, cause="assign", by=boss, now=house.now())
            case "given to a colleague":
                await owners.change(session, thing=lead, to=other, cause="assign", by=boss, now=house.now())
            case "converted":
                await deals.convert(session, lead_id=lead.id, terms=Terms(), **mine)
            case "dead":
                await chances.rate(session, lead_id=lead.id, chance=Chance.NONE, reason="没有预算", **mine)
            case "won":
                await moves.win(session, deal_id=deal.id, **mine)
            case "lost":
                await moves.lose(session, deal_id=deal.id, ending=moves.Ending(words="太贵"), **mine)
            case "put off":
                terms = Terms(close=DUE + timedelta(days=90))
                await deals.edit(session, deal_id=deal.id, terms=terms, probability=None, **mine)
            case "done":
                await tasks.finish(session, task_id=task.id, **mine)
            case "later":
                await tasks.postpone(session, task_id=task.id, on=DUE + timedelta(days=1), at=None, **mine)
            case "taken back":
                entry = await session.scalars(
                    select(AuditRow).where(AuditRow.verb == "log").order_by(AuditRow.id.desc()).limit(1)
                )
                await undo.undo(session, audit_id=entry.one().id, by=me, now=entry_time(house))
    return


def entry_time(house) -> datetime:
    """Within the ten minutes of the visit that planned it."""
    return shanghai(MONDAY, time(10, 1))


WAYS = [
    *((LEAD, way) for way in ("logged", "released", "given to a colleague", "converted", "dead")),
    *((DEAL, way) for way in ("won", "lost", "put off", "given to a colleague")),
    *((TASK, way) for way in ("done", "later", "taken back", "released", "given to a colleague", "dead")),
]


def now_in(person, message):
    """The same message as it stands now."""
    return next(each for each in person.dms if each.ts == message.ts)


def strikes(message) -> int:
    return json.dumps(message.blocks, ensure_ascii=False).count("~") // 2


@pytest.mark.parametrize(("what", "way"), WAYS)
async def test_alone_it_is_struck_through_and_has_nothing_left_to_press(house, xiaoli, told, what, way):
    message = await told(only=what)
    assert what in message
    assert message.buttons
    assert strikes(message) == 0

    await deal_with(house, xiaoli, what, way)
    await house.work()

    struck = now_in(xiaoli, message)
    assert strikes(struck) == 1
    assert struck.buttons == []


@pytest.mark.parametrize(("what", "way"), WAYS)
async def test_among_others_it_alone_is_struck_through(house, xiaoli, told, what, way):
    message = await told()
    assert "现在需要你处理：3 件" in message
    assert strikes(message) == 0

    await deal_with(house, xiaoli, what, way)
    await house.work()

    struck = now_in(xiaoli, message)
    assert "现在需要你处理：2 件" in struck
    assert strikes(struck) == 1
    for other in {LEAD, DEAL, TASK} - {what}:
        assert other in struck
