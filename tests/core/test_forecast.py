"""What is to come: by period, side by side, and how it moved within a week and why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from core import deals, forecast, moves
from core.deals import Terms
from core.forecast import Cause, Split
from core.models import Deal, DealNeed, DealStatus
from core.moves import Ending
from core.periods import current
from tests.database import statements

QUARTER = current("quarter", date(2026, 12, 7))


async def deal(books, name, amount, close, *, of="小李", likely=None, **facts):
    found = await books.deal(name, of=of, amount=Decimal(amount), currency="CNY", close=close)
    async with books.begin() as session:
        values = {"probability": likely, **facts} if likely is not None else facts
        if values:
            await session.execute(update(Deal).where(Deal.id == found.id).values(**values))
    return found


async def won(books, name, amount, at, *, of="小李"):
    facts = {"status": DealStatus.WON, "closed_at": at, "probability": 100}
    return await deal(books, name, amount, None, of=of, **facts)


async def over(books, kind="quarter", by="张军"):
    return await books.do(forecast.by_span, kind=kind, by=books[by])


async def split(books, how, by="陈总", period=QUARTER):
    found = await books.see(forecast.by_group, period=period, split=how, by=books[by])
    return {getattr(group.who, "name", None) or group.who: group.figures for group in found}


async def test_the_four_figures_of_a_quarter(books):
    await deal(books, "方舟电子", 100_000, date(2026, 12, 20), likely=20)
    await deal(books, "蓝海物流", 200_000, date(2026, 10, 2), likely=80)  # past its date, still of this quarter
    await won(books, "金陵印务", 50_000, books.now)

    figures = (await over(books)).spans[0].figures

    assert figures.count == 2
    assert figures.won == {"CNY": 50_000}
    assert figures.committed == {"CNY": 250_000}
    assert figures.weighted == {"CNY": 50_000 + 20_000 + 160_000}
    assert figures.best == {"CNY": 350_000}


async def test_nothing_is_left_out_late_later_or_without_a_date(books):
    for name, close in (("方舟电子", date(2026, 11, 30)), ("蓝海物流", date(2028, 1, 5)), ("金陵印务", None)):
        await deal(books, name, 100_000, close)
    await deal(books, "长城仪表", 100_000, date(2027, 11, 30))

    found = await over(books, "month")

    assert [span.figures.count for span in found.spans] == [0] * 11 + [1]
    assert (found.late.count, found.later.count, found.undated.count) == (1, 1, 1)
    assert [span.figures.count for span in (await over(books, "year")).spans] == [1, 1, 1]


async def test_beside_each_period_stands_what_was_won_a_year_before(books):
    await won(books, "方舟电子", 70_000, books.now.replace(year=2025))
    await won(books, "蓝海物流", 30_000, books.now.replace(year=2026, month=2))
    await won(books, "金陵印务", 10_000, books.now.replace(year=2024))

    spans = (await over(books)).spans

    assert [span.figures.won_before for span in spans[:3]] == [{"CNY": 70_000}, {"CNY": 30_000}, {}]
    assert not any(span.figures.won for span in spans)


async def test_currencies_are_never_added(books):
    await deal(books, "方舟电子", 100_000, date(2026, 12, 20), likely=50)
    await deal(books, "Acme", 10_000, date(2026, 12, 20), likely=50, currency="USD")

    assert (await over(books)).spans[0].figures.weighted == {"CNY": 50_000, "USD": 5_000}


async def test_each_reader_sees_what_is_theirs(books):
    await deal(books, "方舟电子", 100_000, date(2026, 12, 20))
    await deal(books, "蓝海物流", 200_000, date(2026, 12, 20), of="Alice")
    await deal(books, "金陵印务", 400_000, date(2026, 12, 20), of="销售甲")

    best = {name: (await over(books, by=name)).spans[0].figures.best for name in ("小李", "张军", "李庆成", "陈总")}

    assert best == {
        "小李": {"CNY": 100_000}, "张军": {"CNY": 300_000}, "李庆成": {"CNY": 400_000}, "陈总": {"CNY": 700_000}
    }  # fmt: skip


async def test_side_by_side_by_team_and_member(books):
    await deal(books, "方舟电子", 100_000, date(2026, 12, 20), likely=50)
    await deal(books, "蓝海物流", 200_000, date(2026, 12, 20), of="销售甲", likely=50)
    await deal(books, "金陵印务", 800_000, date(2027, 1, 20), of="销售甲", likely=50)

    assert {name: each.weighted for name, each in (await split(books, Split.TEAM)).items()} == {
        "扫描组": {"CNY": 100_000}, "广告组": {"CNY": 50_000}
    }  # fmt: skip
    assert list(await split(books, Split.MEMBER)) == ["销售甲", "小李"]
    assert list(await split(books, Split.MEMBER, by="张军")) == ["小李"]


async def test_one_product_under_several_names_and_a_province_with_its_towns(books):
    about = (("激光扫描器", "山东"), ("扫描枪", "山东"), ("barcode scanner", "江苏"), ("服务器", None))
    for at, (thing, province) in enumerate(about):
        made = await deal(books, f"客户{'甲乙丙丁'[at]}工业", 100_000, date(2026, 12, 20), likely=10)
        need = {"items": [[thing, 10, ""]], "provinces": [province] if province else []}
        async with books.begin() as session:
            session.add(DealNeed(workspace_id="T1", deal_id=made.id, need=need, read_at=books.now))

    assert {name: each.count for name, each in (await split(books, Split.PRODUCT)).items()} == {
        "扫描枪": 3,
        "服务器": 1,
    }
    assert {name: each.count for name, each in (await split(books, Split.REGION)).items()} == {
        "山东": 2, "江苏": 1, None: 1
    }  # fmt: skip


async def test_every_split_adds_up_to_the_whole(books):
    for at, close in enumerate((date(2026, 12, 1), date(2026, 12, 30), date(2026, 10, 5))):
        await deal(books, f"客户{'甲乙丙'[at]}工业", 100_000 + at, close, of=("小李", "Alice", "销售甲")[at], likely=30)
    await won(books, "金陵印务", 50_000, books.now)
    await won(books, "长城仪表", 60_000, books.now.replace(year=2025))
    whole = (await over(books, by="陈总")).spans[0].figures

    for how in Split:
        groups = await books.see(forecast.by_group, period=QUARTER, split=how, by=books["陈总"])
        assert forecast.total(groups) == whole, how


async def moved(books, before, by="张军"):
    after = (await over(books, by=by)).spans[0].figures.weighted
    return await books.see(forecast.moved, period=QUARTER, since=before, after=after, by=books[by])


async def test_what_moved_it_leads_from_what_it_was_to_what_it_is(books):
    names = "甲乙丙丁戊己庚"
    made = [await deal(books, f"客户{each}工业", 100_000, date(2026, 12, 20)) for each in names]
    far = await deal(books, "方舟电子", 100_000, date(2027, 2, 20))
    was = (await over(books)).spans[0].figures.weighted
    books.now += timedelta(days=1)
    since, me = books.now, books["小李"]

    async def edit(found, amount=100_000, close=date(2026, 12, 20), likely=None):
        terms = Terms(name=found.name, amount=Decimal(amount), currency="CNY", close=close)
        await books.do(deals.edit, deal_id=found.id, terms=terms, probability=likely, by=me)

    await edit(made[0], amount=300_000)
    await edit(made[1], likely=90)
    await edit(made[2], amount=200_000, likely=50)
    await edit(made[3], close=date(2027, 1, 20))
    await edit(far, close=date(2026, 12, 31))
    await books.do(moves.win, deal_id=made[4].id, by=me)
    await books.do(moves.lose, deal_id=made[5].id, ending=Ending(words="太贵"), by=me)
    await deal(books, "蓝海物流", 500_000, date(2026, 12, 20))

    found = await moved(books, since)

    assert found.before == was
    causes = {step.cause for step in found.steps}
    assert causes == set(Cause) - {Cause.REOPENED}
    assert sum(step.by for step in found.steps) == found.after["CNY"] - was["CNY"]
    by_deal = {(step.deal_id, step.cause): step.by for step in found.steps}
    assert by_deal[made[2].id, Cause.AMOUNT] == 5_000  # at the likelihood it had
    assert by_deal[made[2].id, Cause.PROBABILITY] == 90_000  # of the amount it has
    assert by_deal[made[3].id, Cause.MOVED_OUT] == -5_000
    assert by_deal[made[4].id, Cause.WON] == 95_000


async def test_what_was_changed_and_changed_back_moved_nothing(books):
    made = await deal(books, "方舟电子", 100_000, date(2026, 12, 20))
    books.now += timedelta(days=1)
    for amount in (900_000, 100_000):
        terms = Terms(name=made.name, amount=Decimal(amount), currency="CNY", close=date(2026, 12, 20))
        await books.do(deals.edit, deal_id=made.id, terms=terms, probability=None, by=books["小李"])

    assert (await moved(books, books.now - timedelta(hours=1))).steps == []


async def test_a_colleagues_deal_moves_nothing_for_who_may_not_see_it(books):
    books.now += timedelta(days=1)
    await deal(books, "方舟电子", 100_000, date(2026, 12, 20))

    assert (await moved(books, books.now - timedelta(hours=1), by="李庆成")).steps == []
    assert len((await moved(books, books.now - timedelta(hours=1))).steps) == 1


@pytest.mark.parametrize("how", Split)
async def test_as_many_statements_for_thirty_deals_as_for_three(books, databases, how):
    async def ask():
        await over(books)
        await split(books, how)
        await moved(books, books.now)

    counted = []
    for n in (3, 30):
        for at in range(n):
            await deal(books, f"客户{n}{'甲乙丙丁戊己庚辛壬癸'[at % 10]}{at // 10}工业", 1000, date(2026, 12, 20))
        with statements(databases) as said:
            await ask()
        counted.append(len(said))
    assert counted[0] == counted[1]
