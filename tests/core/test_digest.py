"""The morning digest: exceptions first, everybody only their own people, once each working day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select, update

from core import digest, members, moves, visits
from core.jobs.digests import morning_digest
from core.models import Lead, Notice, Role, Team, VisitKind, Workspace

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)
TUESDAY_NINE = datetime(2026, 12, 8, 1, tzinfo=UTC)


async def run(books, moment, forced=False):
    async with books.begin() as session:
        workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
        return await morning_digest(session, workspace=workspace, now=moment, forced=forced)


async def of(books, name, day=date(2026, 12, 8), now=TUESDAY_NINE):
    async with books.begin() as session:
        workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
        people = await members.team_of(session, by=books[name])
        return await digest.of_team(session, workspace=workspace, people=people, day=day, now=now)


async def test_each_manager_and_each_teams_channel_is_told_once_a_working_day_from_nine(books):
    async with books.begin() as session:
        await session.execute(update(Team).where(Team.name == "广告组").values(channel="CADS"))

    early = await run(books, TUESDAY_NINE - timedelta(minutes=1))
    found = [await run(books, TUESDAY_NINE + timedelta(minutes=n)) for n in range(3)]

    assert (early, found) == (0, [3, 0, 0])
    written = await books.all(Notice)
    assert {each.member_id for each in written} == {books["李庆成"].id, books["张军"].id, None}
    midnight, six = (datetime(2026, 12, 8, hour, tzinfo=UTC) for hour in (16, 10))
    assert {each.expires_at for each in written} == {midnight, six}  # in the channel not after work


async def test_after_work_a_late_digest_is_its_managers_alone_unless_asked_for(books):
    async with books.begin() as session:
        await session.execute(update(Team).where(Team.name == "广告组").values(channel="CADS"))
    seven = TUESDAY_NINE + timedelta(hours=10)

    assert await run(books, seven) == 2
    assert await run(books, seven, forced=True) == 1
    assert [each.member_id for each in await books.all(Notice)][-1] is None


async def test_on_days_off_there_is_none_and_on_swapped_ones_there_is(books):
    saturday, swapped = datetime(2026, 12, 12, 2, tzinfo=UTC), datetime(2026, 10, 10, 2, tzinfo=UTC)

    assert await run(books, saturday, forced=True) == 0
    assert await run(books, swapped) == 2


async def test_it_comes_at_nine_where_each_manager_is(books):
    await books.join("Pat", Role.MANAGER, "美国组", zone="America/New_York")

    nine_there = datetime(2026, 12, 8, 14, tzinfo=UTC)
    await run(books, nine_there - timedelta(days=1))

    moments = (TUESDAY_NINE, nine_there - timedelta(minutes=1), nine_there)
    assert [await run(books, moment) for moment in moments] == [2, 0, 1]


async def test_a_manager_reads_of_their_own_people_alone(books):
    for n, (name, owner) in enumerate((("方舟电子", "小李"), ("三励公司", "销售甲"))):
        await books.lead(name, to=owner)
        await books.deal(f"红杉机械{n}", of=owner, close=date(2026, 12, 10))

    told = await of(books, "张军", day=date(2026, 12, 30), now=TUESDAY_NINE + timedelta(days=22))

    assert {line.member.name for line in told.lines} == {"张军", "小李", "Alice"}
    assert [lead.owner.name for lead in told.silent] == ["小李"]
    assert [deal.owner.name for deal in told.overdue.first] == ["小李"]


async def test_who_logged_nothing_that_counts_is_named_managers_left_out(books):
    await books.lead(to="小李")
    await books.lead("三励公司", to="Alice")
    await books.do(visits.log, line="方舟电子 见了刘兵,他要200台", kind=VisitKind.VISIT, by=books["小李"])
    await books.do(visits.log, line="三励公司 跟进中", kind=VisitKind.VISIT, by=books["Alice"])

    told = await of(books, "张军")

    assert [member.name for member in told.idle] == ["Alice"]
    assert {line.member.name: line.follow_ups for line in told.lines} == {"张军": 0, "小李": 1, "Alice": 0}


async def test_on_monday_it_looks_back_to_friday(books):
    assert (await of(books, "张军", day=date(2026, 12, 7), now=MONDAY)).since == date(2026, 12, 4)


async def test_it_counts_all_and_shows_the_first(books):
    for n in range(14):
        deal = await books.deal(f"方舟电子{n}", close=date(2026, 12, 10), amount=Decimal(100))
        for _ in range(2):  # where it has come to is said once
            stage = (await books.again(deal)).stage_id
            await books.do(moves.advance, deal_id=deal.id, seen_stage=stage, by=books["小李"])

    told = await of(books, "张军")

    assert (len(told.closing.first), told.closing.total, len(told.moves), told.move_count) == (10, 14, 10, 14)
    assert next(line for line in told.lines if line.member.name == "小李").sums == {"CNY": Decimal(1400)}


async def test_silent_leads_are_all_counted(books):
    for name in ("红杉机械", "蓝海物流", "金陵印务"):
        await books.lead(name, to="小李")
    async with books.begin() as session:
        await session.execute(update(Lead).where(Lead.owner_id.is_not(None)).values(silent_on=date(2026, 12, 1)))

    assert (await of(books, "张军")).silent_count == 3
