"""Sources compared: figures that agree with the rows they are of, for each asker, in a fixed number of statements."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from core import chances, claims, deals, leads, merges, moves, reports, sources, undo
from core.deals import Terms
from core.models import Chance, Deal, Lead, OwnerChange, Role, Source, SourceKind
from core.moves import Ending
from core.periods import Period, period
from core.sources import changes, costs
from tests.database import statements

DECEMBER = period("", today=date(2026, 12, 7))
ALL = Period("all", None, None)


async def report(books, by="陈总", over=DECEMBER):
    return await books.see(reports.sources.report, period=over, by=books[by])


async def spend(books, source, amount, currency="CNY", on=date(2026, 12, 3), kind=SourceKind.SOURCE):
    entry = await books.do(sources.named, name=source, kind=kind, by=books["陈总"])
    facts = {"source_id": entry.id, "amount": Decimal(amount), "currency": currency, "on": on, "note": None}
    await books.do(costs.add, **facts, by=books["陈总"])


async def won(books, lead, amount, currency="CNY", by="小李"):
    deal, _ = await books.do(
        deals.convert, lead_id=lead.id, terms=Terms(amount=Decimal(amount), currency=currency), by=books[by]
    )
    await books.do(moves.win, deal_id=deal.id, by=books[by])


def figures(row):
    return (row.leads, row.claimed, row.converted, row.won)


async def test_leads_of_a_source_are_followed_to_their_end(books):
    await books.lead("方舟电子", source="展会")
    held = await books.lead("蓝海物流", source="展会", campaign="秋季展", to="小李")
    win = await books.lead("金陵印务", source="展会", campaign="秋季展", to="小李")
    await books.lead("红杉机械")
    await won(books, win, 300000)
    await spend(books, "展会", 30000)
    await spend(books, "秋季展", 20000, kind=SourceKind.CAMPAIGN)

    found = await report(books)

    (fair, campaigns), (untold, none) = found.sources
    assert (fair.source.name, figures(fair), fair.amount) == ("展会", (3, 2, 1, 1), {"CNY": Decimal(300000)})
    assert (fair.cost, fair.returns) == ({"CNY": Decimal(50000)}, {"CNY": Decimal(6)})
    assert [(row.campaign.name, figures(row), row.cost) for row in campaigns] == [
        ("秋季展", (2, 2, 1, 1), {"CNY": Decimal(20000)}),
    ]  # fmt: skip
    assert round(fair.conversion, 3) == Decimal("0.333")
    assert (untold.source, figures(untold), none) == (None, (1, 0, 0, 0), [])
    assert figures(found.total) == (4, 2, 1, 1)
    assert held.owner_id is not None


async def test_what_was_released_given_up_or_taken_back_counts_as_what_it_is(books):
    claimed = await books.lead("方舟电子", source="展会", to="小李")
    await books.do(claims.release, lead_id=claimed.id, by=books["小李"])
    dead = await books.lead("蓝海物流", source="展会", to="小李")
    await books.do(chances.rate, lead_id=dead.id, chance=Chance.NONE, reason="没有预算", by=books["小李"])
    _, entry = await books.do(leads.capture, told=leads.Capture("金陵印务", source="展会"), to=None, by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert [figures(row) for row, _ in (await report(books)).sources] == [(2, 2, 0, 0)]
    assert [figures(row) for row, _ in (await report(books, by="小李")).sources] == [(2, 2, 0, 0)]


async def test_a_customer_that_came_in_twice_counts_once_when_it_is_merged_and_twice_when_it_is_parted(books):
    kept = await books.lead("方舟电子", source="展会", to="小李")
    gone = await books.lead("方周科技", source="官网", to="小李")
    merged = await books.do(merges.merge, keep_id=kept.account_id, gone_id=gone.account_id, by=books["张军"])

    told = [(row.source.name, row.leads) for row, _ in (await report(books)).sources]
    await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])

    assert told == [("展会", 1)]
    again = {row.source.name: row.leads for row, _ in (await report(books)).sources}
    assert again == {"展会": 1, "官网": 1}


async def test_each_asker_sees_their_own_their_teams_or_all(books):
    await books.lead("方舟电子", source="展会", to="小李")
    await books.lead("蓝海物流", source="展会", to="Alice")
    await books.lead("金陵印务", source="展会", to="销售甲")
    await books.lead("红杉机械", source="官网", by="销售甲")
    await spend(books, "展会", 100)

    async def seen(by):
        found = await report(books, by=by)
        return {row.source.name: row.leads for row, _ in found.sources if row.leads}

    assert await seen("陈总") == {"展会": 3, "官网": 1}
    assert await seen("张军") == {"展会": 2}
    assert await seen("李庆成") == {"展会": 1, "官网": 1}
    assert await seen("小李") == {"展会": 1}
    assert await seen("销售甲") == {"展会": 1, "官网": 1}
    assert (await report(books, by="小李")).total.cost == {}


async def test_no_return_where_others_leads_share_the_cost(books):
    mine = await books.lead("方舟电子", source="展会", to="小李")
    await won(books, mine, 1000)
    await spend(books, "展会", 100)

    assert (await report(books, by="张军")).total.returns == {"CNY": Decimal(10)}
    await books.lead("金陵印务", source="展会", to="销售甲")
    assert (await report(books, by="张军")).total.returns == {}
    assert (await report(books)).total.returns == {"CNY": Decimal(10)}


async def test_currencies_are_never_added(books):
    for name, amount, currency in (("方舟电子", 100, "CNY"), ("蓝海物流", 50, "USD"), ("金陵印务", 7, "USD")):
        await won(books, await books.lead(name, source="展会", to="小李"), amount, currency)
    await spend(books, "展会", 10)
    await spend(books, "展会", 5, "EUR")

    row = (await report(books)).sources[0][0]

    assert row.amount == {"CNY": Decimal(100), "USD": Decimal(57)}
    assert (row.cost, row.returns) == ({"CNY": Decimal(10), "EUR": Decimal(5)}, {"CNY": Decimal(10)})


async def test_only_the_period_counts_by_the_workspaces_own_days(books):
    edges = {
        "方舟电子": datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC),  # the last second of November in Shanghai
        "蓝海物流": datetime(2026, 11, 30, 16, tzinfo=UTC),
        "金陵印务": datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC),
        "红杉机械": datetime(2026, 12, 31, 16, tzinfo=UTC),
    }
    for name, at in edges.items():
        lead = await books.lead(name, source="展会")
        async with books.begin() as session:
            await session.execute(update(Lead).where(Lead.id == lead.id).values(created_at=at))
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)):
        await spend(books, "展会", 1, on=day)

    assert ((await report(books)).total.leads, (await report(books)).total.cost) == (2, {"CNY": Decimal(2)})
    assert (await report(books, over=ALL)).total.leads == 4
    assert (await report(books, over=period("2025", today=date(2026, 12, 7)))).sources == []


async def test_merged_spellings_count_as_one(books):
    first = await books.lead("方舟电子", source="展会")
    second = await books.lead("蓝海物流", source="trade fair")
    await spend(books, "trade fair", 10)

    await books.do(changes.merge, source_id=second.source_id, into_id=first.source_id, by=books["陈总"])

    ((row, _),) = (await report(books)).sources
    assert (row.source.name, row.leads, row.cost) == ("展会", 2, {"CNY": Decimal(10)})


async def test_a_deal_taken_back_or_lost_is_no_win(books):
    lead = await books.lead("方舟电子", source="展会", to="小李")
    deal, entry = await books.do(deals.convert, lead_id=lead.id, terms=Terms(amount=Decimal(9)), by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    deal, _ = await books.do(deals.convert, lead_id=lead.id, terms=Terms(amount=Decimal(9)), by=books["小李"])
    await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="价格"), by=books["小李"])

    total = (await report(books)).total
    assert (figures(total), total.amount) == ((1, 1, 1, 0), {})


async def test_an_empty_period_is_empty(books):
    found = await report(books)

    assert (found.sources, found.total.conversion) == ([], None)


async def test_however_much_there_is_it_takes_five_statements(books, databases):
    async def asked(by):
        with statements(databases) as sent:
            await report(books, by=by)
        return len([each for each in sent if "set_config" not in each])

    few = [await asked(name) for name in ("陈总", "张军", "小李")]
    for n, name in enumerate(("方舟电子", "蓝海物流", "金陵印务", "红杉机械", "长城仪表")):
        await won(books, await books.lead(name, source=f"来源{n}", campaign=f"活动{n}", to="小李"), n + 1)
        await spend(books, f"来源{n}", 5)
    many = [await asked(name) for name in ("陈总", "张军", "小李")]

    assert many == few
    assert max(many) <= 5


NAMES = (
    *("方舟电子", "蓝海物流", "金陵印务", "红杉机械", "长城仪表", "云帆科技", "大成建材", "北辰医疗", "飞鸿服饰"),
    *("绿野食品", "宏图家电", "天工模具", "银河照明", "瑞祥纺织", "同舟造船", "恒信药业", "明达快运", "众诚汽配"),
)


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_happened_the_figures_agree_with_the_rows(books, seed):
    """Plays at random, then counts by hand what the report counts in SQL."""
    dice = random.Random(seed)
    people = ["小李", "Alice", "销售甲"]
    for name in NAMES:
        books.now += timedelta(days=dice.randrange(0, 5), hours=dice.randrange(24))
        holder = dice.choice([*people, None, None])
        source, campaign = dice.choice(["展会", "官网", "Fair", None]), dice.choice(["春", "秋", None])
        lead = await books.lead(name, source=source, campaign=campaign, to=holder, by=dice.choice(people))
        if holder and dice.random() < 0.3:
            await books.do(claims.release, lead_id=lead.id, by=books[holder])
        elif holder and dice.random() < 0.6:
            await won(books, lead, dice.randrange(1, 9), dice.choice(["CNY", "USD"]), by=holder)
        if source and dice.random() < 0.4:
            await spend(books, source, dice.randrange(1, 9), dice.choice(["CNY", "USD"]), on=books.now.date())
    entries = await books.all(Source)
    pair = [each for each in entries if each.kind == SourceKind.SOURCE][:2]
    if len(pair) == 2 and seed % 2:
        await books.do(changes.merge, source_id=pair[0].id, into_id=pair[1].id, by=books["陈总"])

    for over in (DECEMBER, ALL):
        for name in ("陈总", "张军", "李庆成", "小李"):
            found = await report(books, by=name, over=over)
            rows = [row for row, _ in found.sources if row.leads]
            told = {row.source.id if row.source else None: (figures(row), row.amount) for row in rows}
            assert told == await by_hand(books, name, over)
            assert figures(found.total) == tuple(map(sum, zip(*(figures(row) for row in rows), strict=True)))


async def by_hand(books, name, over):
    """The same, row by row in Python."""
    by = books[name]
    rows, changed = await books.all(Lead), await books.all(OwnerChange, OwnerChange.lead_id.is_not(None))
    wins = defaultdict(list)
    for deal in await books.all(Deal):
        if deal.status == "won":
            wins[deal.lead_id].append(deal)
    means = {each.id: each.merged_id or each.id for each in await books.all(Source)}
    team = {each.id for each in books.people.values() if each.team_id == by.team_id}
    told = defaultdict(lambda: ([0, 0, 0, 0], defaultdict(Decimal)))
    for lead in rows:
        day = lead.created_at.astimezone(UTC) + timedelta(hours=8)
        if over.begins and not over.begins <= day.date() < over.ends:
            continue
        held = [each.to_id for each in changed if each.lead_id == lead.id and each.to_id]
        whose = lead.owner_id or (held[-1] if held else lead.created_by_id)
        if by.role != Role.ADMIN and whose not in (team if by.role == Role.MANAGER else {by.id}):
            continue
        counts, amounts = told[means.get(lead.source_id)]
        for n, true in enumerate((True, held, lead.status == "converted", wins[lead.id])):
            counts[n] += bool(true)
        for deal in wins[lead.id]:
            amounts[deal.currency] += deal.amount
    return {source: (tuple(counts), dict(amounts)) for source, (counts, amounts) in told.items()}


async def test_another_workspaces_leads_are_in_nobodys_report(books, elsewhere):
    assert (await report(books, over=ALL)).total.leads == 0
    async with books.begin() as session:
        assert (await session.scalars(select(Lead.id))).all() == []
    found = await elsewhere.see(reports.sources.report, period=ALL, by=elsewhere["外人"])
    assert found.total.leads == 1
