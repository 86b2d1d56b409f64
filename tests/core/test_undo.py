"""Undo 撤销: ten minutes, once, by whoever did it, unless changed since; then all stands as it stood."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import deals, moves, tasks, undo, visits
from core.assignments import giving
from core.deals import Terms
from core.errors import Missing
from core.models import AuditRow, Task, Visit, VisitKind
from core.undo import ChangedSince, TooLate, UndoneAlready

LINE = "方舟电子 见了刘兵,要200台扫描枪,下周三报价"


async def log(books, line=LINE, by="小李"):
    return (await books.do(visits.log, line=line, kind=VisitKind.VISIT, by=books[by])).written


async def take_back(books, entry, by="小李"):
    audit_id = getattr(entry, "audit_id", None) or entry.id
    return await books.do(undo.undo, audit_id=audit_id, by=books[by])


def clocks(thing):
    quote = (thing.quoted_amount, thing.quoted_currency, thing.quoted_at)
    return thing.last_follow_up_at, thing.silent_on, thing.owner_id, thing.status, quote


async def test_a_follow_up_taken_back_leaves_clock_quote_and_tasks_as_they_were(books):
    lead = await books.lead(to="小李")
    await log(books, "方舟电子 报价28万给刘兵,下周三回访")
    before = clocks(await books.again(lead))
    books.now += timedelta(days=9)
    written = await log(books, "方舟电子 报价26万给刘兵,周五签合同")

    await take_back(books, written)

    assert clocks(await books.again(lead)) == before
    first, second = await books.all(Task)
    assert (first.done_at, first.cancelled_at) == (None, None)
    assert (first.remind_at is not None, second.cancelled_at) == (True, books.now)
    assert [each.undone_at for each in await books.all(Visit)] == [None, books.now]


async def test_an_older_quote_taken_back_leaves_the_newer_one(books):
    lead = await books.lead(to="小李")
    first = await log(books, "方舟电子 报价28万给刘兵")
    books.now += timedelta(minutes=2)
    second = await log(books, "方舟电子 报价26万给刘兵")

    await take_back(books, first)
    assert (await books.again(lead)).quoted_amount == Decimal(260000)

    await take_back(books, second)
    assert clocks(await books.again(lead))[-1] == (None, None, None)


@pytest.mark.parametrize("late", [timedelta(minutes=10, seconds=1), timedelta(days=2)])
async def test_after_ten_minutes_it_stays(books, late):
    await books.lead(to="小李")
    written = await log(books)
    books.now += late

    with pytest.raises(TooLate):
        await take_back(books, written)


async def test_at_ten_minutes_it_still_goes(books):
    await books.lead(to="小李")
    written = await log(books)
    books.now += timedelta(minutes=10)

    await take_back(books, written)


async def test_it_is_taken_back_once_however_often_pressed(books):
    await books.lead(to="小李")
    written = await log(books)

    async def press():
        try:
            await take_back(books, written)
        except UndoneAlready:
            return False
        return True

    assert sorted(await asyncio.gather(*(press() for _ in range(5)))) == [False] * 4 + [True]
    assert await books.count(AuditRow, AuditRow.verb == "undo") == 1


@pytest.mark.parametrize("by", ["Alice", "张军", "陈总", "销售甲"])
async def test_nobody_takes_back_what_another_did(books, by):
    await books.lead(to="小李")
    written = await log(books)

    with pytest.raises(Missing):
        await take_back(books, written, by=by)


async def test_what_is_no_write_or_another_workspaces_is_missing(books, elsewhere):
    theirs = await elsewhere.all(AuditRow)
    roles = await books.all(AuditRow, AuditRow.verb == "role")

    for entry in (*theirs, *roles):
        with pytest.raises(Missing):
            await take_back(books, entry, by="陈总")


async def test_a_move_taken_back_puts_stage_probability_and_clock_back_and_keeps_both_moves(books):
    deal = await books.deal()
    books.now += timedelta(days=2)
    entry = (await books.do(moves.advance, deal_id=deal.id, seen_stage=deal.stage_id, by=books["小李"])).entry
    books.now += timedelta(minutes=1)

    await take_back(books, entry)

    again = await books.again(deal)
    assert (again.stage_id, again.probability, again.stage_since) == (deal.stage_id, 5, deal.stage_since)
    made = await books.see(moves.history, deal=again)
    assert [(move.to_id == deal.stage_id, move.reason) for move in made] == [
        (True, None),
        (False, None),
        (True, "undo"),
    ]


async def test_a_deal_lost_and_taken_back_is_open_with_its_last_probability_and_without_the_reason(books):
    deal = await books.deal()
    await books.do(deals.edit, deal_id=deal.id, terms=Terms(), probability=33, by=books["小李"])
    ending = moves.Ending(words="太贵", competitor="三励")
    lost = await books.do(moves.lose, deal_id=deal.id, ending=ending, by=books["小李"])

    await take_back(books, lost.entry)

    again = await books.again(deal)
    assert (again.status, again.probability, again.probability_set, again.closed_at) == ("open", 33, True, None)
    assert (again.close_reason, again.competitor) == (None, None)


async def test_a_move_is_not_taken_back_over_the_next_one(books):
    deal = await books.deal()
    moved = await books.do(moves.advance, deal_id=deal.id, seen_stage=deal.stage_id, by=books["小李"])
    await books.do(moves.advance, deal_id=deal.id, seen_stage=moved.deal.stage_id, by=books["张军"])

    with pytest.raises(ChangedSince):
        await take_back(books, moved.entry)


async def test_a_conversion_is_not_taken_back_over_what_came_after(books):
    lead = await books.lead(to="小李")
    deal, entry = await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=books["小李"])
    moved = await books.do(moves.advance, deal_id=deal.id, seen_stage=deal.stage_id, by=books["小李"])

    with pytest.raises(ChangedSince):
        await take_back(books, entry)

    await take_back(books, moved.entry)
    await take_back(books, entry)
    assert (await books.again(lead)).status == "open"


async def test_terms_taken_back_are_the_old_ones(books):
    deal = await books.deal(amount=Decimal(300000), currency="CNY", close=date(2026, 12, 31))
    _, entry = await books.do(
        deals.edit, deal_id=deal.id, terms=Terms("新名", Decimal(1), "USD", date(2027, 1, 5)), probability=50,
        by=books["小李"],
    )  # fmt: skip

    await take_back(books, entry)

    again = await books.again(deal)
    assert (again.name, again.amount, again.currency, again.expected_close) == (
        deal.name, Decimal(300000), "CNY", date(2026, 12, 31),
    )  # fmt: skip
    assert (again.probability, again.probability_set, again.warn_close_on) == (5, False, deal.warn_close_on)


async def test_a_task_ticked_off_or_moved_is_open_again_on_its_day(books):
    await books.lead(to="小李")
    await log(books)
    task = (await books.all(Task))[0]

    _, done = await books.do(tasks.finish, task_id=task.id, by=books["小李"])
    await take_back(books, done)
    _, moved = await books.do(tasks.postpone, task_id=task.id, on=date(2026, 12, 20), at=None, by=books["小李"])
    await take_back(books, moved)

    again = await books.again(task)
    assert (again.done_at, again.on, again.remind_at) == (None, task.on, task.remind_at)


async def test_an_assignment_taken_back_gives_the_lead_to_who_had_it(books):
    lead = await books.lead(to="小李")
    _, entry = await books.do(giving.assign, lead_id=lead.id, to=books["Alice"], by=books["张军"])

    await take_back(books, entry, by="张军")

    assert (await books.again(lead)).owner_id == books["小李"].id
