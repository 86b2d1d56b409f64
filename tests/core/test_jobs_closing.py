"""Deals that close soon: their owner is warned once for each expected date."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core import deals, moves
from core.deals import Terms
from core.jobs.closing import warn_closing_deals
from core.models import Notice, Workspace

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)


async def run(books, moment):
    async with books.begin() as session:
        workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
        return await warn_closing_deals(session, workspace=workspace, now=moment, forced=False)


async def told(books):
    return await books.count(Notice, Notice.kind == "closing_deal", Notice.mode == "post")


async def test_the_owner_is_warned_seven_days_before_and_once(books):
    await books.deal(close=date(2026, 12, 21))

    warned = [await run(books, MONDAY + timedelta(days=n)) for n in range(10)]

    assert warned == [0] * 7 + [1, 0, 0]
    assert [each.member_id for each in await books.all(Notice)] == [books["小李"].id]


async def test_run_by_many_at_once_it_warns_once(books):
    await books.deal(close=date(2026, 12, 10))

    assert sum(await asyncio.gather(*(run(books, MONDAY) for _ in range(3)))) == 1
    assert await told(books) == 1


async def test_a_new_date_is_warned_of_anew(books):
    deal = await books.deal(close=date(2026, 12, 10))
    await run(books, MONDAY)

    await books.do(
        deals.edit, deal_id=deal.id, terms=Terms(close=date(2026, 12, 31)), probability=None, by=books["小李"]
    )  # fmt: skip

    assert [await run(books, MONDAY + timedelta(days=n)) for n in (1, 16, 17)] == [0, 0, 1]
    assert await told(books) == 2


@pytest.mark.parametrize("verb", [moves.win, moves.lose])
async def test_a_deal_that_has_ended_is_not_warned_of_and_its_warning_is_resolved(books, verb):
    warned, quiet = await books.deal(close=date(2026, 12, 10)), await books.deal("三励公司", close=date(2026, 12, 31))
    await run(books, MONDAY)
    reason = {"ending": moves.Ending(words="太贵")} if verb is moves.lose else {}

    for deal in (warned, quiet):
        await books.do(verb, deal_id=deal.id, by=books["小李"], **reason)

    assert await run(books, MONDAY + timedelta(days=20)) == 0
    assert await books.count(Notice, Notice.kind == "closing_deal", Notice.mode == "close") == 1


async def test_without_a_date_there_is_nothing_to_warn_of(books):
    await books.deal()

    assert await run(books, MONDAY + timedelta(days=100)) == 0
