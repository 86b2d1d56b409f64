"""What won deals earn: by the rule of their day, each once, to the cent, and never what is not true any more."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from core import bonus, moves, undo
from core.bonus import Told
from core.deals.difficulty import OverAlready, rate
from core.errors import Missing
from core.models import BonusRule, Deal, Pipeline
from core.moves import Ending
from core.periods import current
from tests.database import statements

DECEMBER = current("month", date(2026, 12, 7))
SUM = st.decimals(0, 10**7, places=2)
FACTOR = st.decimals(1, 10, places=2)
PERCENT = st.decimals(0, 100, places=2)


async def ruled(books, from_on=date(2026, 1, 1), **told):
    """One more rule, whatever rules there are."""
    known = await books.see(bonus.of_workspace, by=books["陈总"])
    seen = max((each.id for each in known.all), default=0)
    rule, _ = await books.do(bonus.put, told=Told(from_on, **told), seen=seen, by=books["陈总"])
    return rule


async def won(books, customer, *, of="小李", at=None, **terms):
    deal = await books.deal(customer, of=of, **terms)
    facts = {"now": at} if at else {}
    done = await books.do(moves.win, deal_id=deal.id, ending=Ending(words="x"), by=books[of], **facts)
    return deal, done.entry


async def earned(books, of="小李", by=None, period=DECEMBER):
    return await books.do(bonus.member, period=period, of_id=books[of].id, by=books[by or of])


async def cny(books, **about):
    return (await earned(books, **about)).total.get("CNY", Decimal())


async def test_a_deal_keeps_the_rule_of_the_day_it_was_won(books):
    await ruled(books, base=Decimal(100))
    await ruled(books, date(2026, 12, 5), base=Decimal(300))
    await won(books, "方舟电子", at=books.now - timedelta(days=4))
    await won(books, "蓝海物流")
    await ruled(books, date(2026, 12, 20), base=Decimal(7))

    assert [line.bonus.total for line in (await earned(books)).lines] == [300, 100]


async def test_the_rule_begins_with_its_day_where_the_workspace_is(books):
    await ruled(books, date(2026, 12, 5), base=Decimal(300))
    await won(books, "方舟电子", at=books.now.replace(day=4, hour=15, minute=59))
    await won(books, "蓝海物流", at=books.now.replace(day=4, hour=16))  # midnight in Shanghai

    assert [line.bonus and line.bonus.total for line in (await earned(books)).lines] == [300, None]


async def test_a_pipeline_has_its_own_rule_and_follows_the_general_one_again(books):
    await ruled(books, base=Decimal(100))
    first = (await books.all(Pipeline, Pipeline.position == 0))[0]
    await ruled(books, date(2026, 12, 1), pipeline_id=first.id, base=Decimal(900))
    await won(books, "方舟电子")
    assert await cny(books) == 900

    await ruled(books, date(2026, 12, 7), pipeline_id=first.id, holds=False)
    assert await cny(books) == 100
    await ruled(books, date(2026, 12, 7), holds=False)
    assert await cny(books) == 0


async def test_only_the_first_deal_a_customer_bought_is_a_new_customers(books):
    await ruled(books, customer_extra=Decimal(500), customer_factor=Decimal(2), base=Decimal(10))
    first, entry = await won(books, "方舟电子", at=books.now - timedelta(days=1))
    await won(books, "方舟电子", amount=Decimal(1))
    assert await cny(books) == 520 + 10

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"], now=books.now - timedelta(days=1, minutes=-5))
    assert [line.bonus.total for line in (await earned(books)).lines] == [520]
    assert [each.bonus.total for each in (await earned(books)).open] == [10]
    await books.do(moves.win, deal_id=first.id, ending=Ending(words="x"), by=books["小李"])
    assert await cny(books) == 520 + 10, "counted once, in another order"


async def test_nobody_reads_what_is_not_theirs(books):
    await won(books, "方舟电子")
    for name in ("Alice", "销售甲", "李庆成"):
        with pytest.raises(Missing):
            await earned(books, of="小李", by=name)
    for name in ("张军", "陈总"):
        assert len((await earned(books, of="小李", by=name)).lines) == 1
    others = await books.do(bonus.table, period=DECEMBER, by=books["李庆成"])
    assert others.rows == []


async def test_a_manager_gets_a_share_of_their_team_alone_and_none_of_their_own(books):
    await ruled(books, base=Decimal(1000), share=Decimal("12.5"))
    for name, of in (("方舟电子", "小李"), ("蓝海物流", "张军"), ("金陵印务", "销售甲")):
        await won(books, name, of=of)

    found = await books.do(bonus.table, period=DECEMBER, by=books["陈总"])

    shares = {row.who.name: row.share.get("CNY", 0) for row in found.rows}
    assert shares == {"张军": 125, "李庆成": 125, "小李": 0, "销售甲": 0}
    assert found.earned == {"CNY": 3000}
    assert found.share == {"CNY": 250}


async def test_the_table_is_the_sum_of_what_each_earned_and_would_earn(books):
    await ruled(books, base=Decimal("33.33"), percent=Decimal("1.5"), customer_factor=Decimal("1.15"))
    for place, name in enumerate(("方舟电子", "蓝海物流", "金陵印务", "长城仪表")):
        of = ("小李", "Alice")[place % 2]
        await won(books, name, of=of, amount=Decimal(1000 + place), currency="CNY")
        open_deal = await books.deal(f"{name}二部", of=of, amount=Decimal(500 * place), currency="CNY")
        await books.do(rate, deal_id=open_deal.id, coefficient=Decimal("2.5"), by=books["张军"])
    await won(books, "Globex", amount=Decimal(9), currency="USD")

    found = await books.do(bonus.table, period=DECEMBER, by=books["张军"])

    rows = {row.who.name: row for row in found.rows}
    for name in ("小李", "Alice"):
        own = await earned(books, of=name)
        assert rows[name].earned == own.total
        assert abs(rows[name].would["CNY"] - own.would["CNY"]) <= Decimal("0.01") * len(own.open)
        assert own.total["CNY"] == sum(line.bonus.total for line in own.lines if line.bonus)
    assert found.left == 1


async def test_as_many_statements_for_thirty_deals_as_for_three(books, databases):
    await ruled(books, base=Decimal(1), product_extra=Decimal(1))

    async def asked(count):
        for n in range(count):
            await books.deal(f"客户{n}{count}号工业")
        async with books.begin() as session:
            opened = await session.scalars(select(Deal.id).where(Deal.status == "open"))
            ids = list(opened)[: count - 1]
            values = {"status": "won", "closed_at": books.now, "probability": 100}
            await session.execute(update(Deal).where(Deal.id.in_(ids)).values(**values))
        with statements(databases) as said:
            await earned(books)
            await books.do(bonus.table, period=DECEMBER, by=books["张军"])
        return len(said)

    assert await asked(3) == await asked(30)


@given(base=SUM, percent=PERCENT, extra=SUM, factor=FACTOR, amount=st.none() | SUM, coefficient=st.none() | FACTOR)
def test_the_parts_come_to_the_whole_and_more_of_anything_is_never_less(
    base, percent, extra, factor, amount, coefficient
):
    rule = BonusRule(
        currency="CNY", base=base, percent=percent, customer_extra=extra, customer_factor=factor, product_extra=extra,
        product_factor=factor, share=percent, products=[],
    )  # fmt: skip
    facts = {"amount": amount, "coefficient": coefficient}
    plain = bonus.reckon(rule, **facts, new_customer=False, new_product=False)
    both = bonus.reckon(rule, **facts, new_customer=True, new_product=True)

    for each in (plain, both):
        assert each.total == each.worked + each.customer_extra + each.product_extra
        assert each.total == each.total.quantize(Decimal("0.01"))
        assert 0 <= each.share <= each.total
    assert both.total >= plain.total >= 0
    harder = bonus.reckon(rule, amount=amount, coefficient=Decimal(10), new_customer=False, new_product=False)
    assert harder.total >= plain.total


def test_a_thousand_times_two_and_a_half():
    rule = BonusRule(
        currency="CNY", base=Decimal(1000), percent=Decimal(), customer_extra=Decimal(), customer_factor=Decimal(1),
        product_extra=Decimal(), product_factor=Decimal(1), share=Decimal(), products=[],
    )  # fmt: skip
    told = bonus.reckon(rule, amount=None, coefficient=Decimal("2.5"), new_customer=True, new_product=True)

    assert told.total == 2500


async def test_a_retold_deal_is_harder_in_the_books_and_only_a_won_or_open_one_counts(books):
    await ruled(books, base=Decimal(1000))
    deal, _ = await won(books, "方舟电子")
    await books.do(rate, deal_id=deal.id, coefficient=Decimal("2.5"), reason="远", by=books["张军"])
    assert await cny(books) == 2500
    lost = await books.deal("蓝海物流")
    await books.do(moves.lose, deal_id=lost.id, ending=Ending(words="x"), by=books["小李"])
    with pytest.raises(OverAlready):
        await books.do(rate, deal_id=lost.id, coefficient=Decimal(2), by=books["张军"])
