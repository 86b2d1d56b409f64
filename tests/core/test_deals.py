"""Deals 商机: through the stages of their pipeline, won or lost, every move kept; and the board that adds them up."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import accounts, board, deals, moves, pipelines, undo
from core.deals import DealClosed, OddProbability, Terms
from core.errors import Missing
from core.models import Deal, DealStatus, StageKind, StageMove
from core.moves import Ending, FirstStage, Moved, ReasonMissing, Stale, Stopped
from core.presets import PIPELINES
from core.sums import TooMuchMoney
from core.taken import CustomerHidden


async def advance(books, deal, by="小李", seen=None):
    facts = {"deal_id": deal.id, "seen_stage": seen or deal.stage_id, "by": books[by]}
    outcome = await books.do(moves.advance, **facts)
    if isinstance(outcome, Stopped) and outcome.to.kind == StageKind.WON:
        outcome = await books.do(moves.win, deal_id=deal.id, by=books[by])
    assert isinstance(outcome, Moved), outcome
    return outcome.deal


def test_the_presets_are_those_of_the_two_documents_and_the_distributors():
    open_stages = [[stage for stage in each.stages if stage.kind == StageKind.OPEN] for each in PIPELINES]

    assert [[stage.probability for stage in stages] for stages in open_stages] == [
        [5, 10, 20, 40, 60, 70, 85],
        [10, 20, 30, 45, 60, 80],
        [20, 50, 90],
    ]
    assert [stage.zh for stage in PIPELINES[1].stages][-4:] == ["成交", "丢失关闭", "因竞争而丢失", "丢失的线索"]
    for preset in PIPELINES:
        assert [s.probability for s in preset.stages if s.kind == StageKind.WON] == [100]
        assert {s.probability for s in preset.stages if s.kind == StageKind.LOST} == {0}


async def test_a_deal_goes_through_every_stage_to_won(books):
    deal = await books.deal()
    seen = [deal.probability]

    while deal.status == DealStatus.OPEN:
        books.now += timedelta(days=1)
        deal = await advance(books, deal)
        seen.append(deal.probability)

    assert seen == [5, 10, 20, 40, 60, 70, 85, 100]
    assert (deal.status, deal.closed_at, deal.silent_on) == ("won", books.now, None)
    with pytest.raises(DealClosed):
        await advance(books, deal)
    with pytest.raises(DealClosed):
        await books.do(moves.win, deal_id=deal.id, by=books["小李"])


async def test_a_probability_set_by_hand_stays_until_the_deal_ends_or_the_hand_is_taken_off(books):
    deal = await books.deal()
    await books.do(deals.edit, deal_id=deal.id, terms=Terms(), probability=42, by=books["小李"])

    assert (await advance(books, deal)).probability == 42
    freed, _ = await books.do(deals.edit, deal_id=deal.id, terms=Terms(), probability=None, by=books["小李"])
    assert (freed.probability, freed.probability_set) == (10, False)
    await books.do(deals.edit, deal_id=deal.id, terms=Terms(), probability=42, by=books["小李"])
    assert (await books.do(moves.win, deal_id=deal.id, by=books["小李"])).deal.probability == 100


@pytest.mark.parametrize("odd", [-1, 101, 10**9])
async def test_a_probability_is_between_nought_and_a_hundred(books, odd):
    deal = await books.deal()

    with pytest.raises(OddProbability):
        await books.do(deals.edit, deal_id=deal.id, terms=Terms(), probability=odd, by=books["小李"])


async def test_a_sum_beyond_all_books_is_refused(books):
    with pytest.raises(TooMuchMoney):
        await books.deal(amount=Decimal(10) ** 17)


async def test_a_deal_is_sent_back_but_not_out_of_the_first_stage(books):
    deal = await books.deal()
    moved = await advance(books, deal)
    facts = {"deal_id": deal.id, "by": books["小李"]}

    back = (await books.do(moves.send_back, seen_stage=moved.stage_id, **facts)).deal

    assert (back.stage_id, back.probability) == (deal.stage_id, 5)
    with pytest.raises(FirstStage):
        await books.do(moves.send_back, seen_stage=deal.stage_id, **facts)


async def test_who_presses_an_old_card_learns_who_moved_it_and_where(books):
    deal = await books.deal()
    await advance(books, deal, by="张军")

    told = await books.do(moves.advance, deal_id=deal.id, seen_stage=deal.stage_id, by=books["小李"])

    assert isinstance(told, Stale)
    assert (told.deal.stage.name_en, told.last.by.name) == ("First contact", "张军")


async def test_pressed_by_many_at_once_it_moves_one_stage(books):
    deal = await books.deal()

    async def press(name):
        return await books.do(moves.advance, deal_id=deal.id, seen_stage=deal.stage_id, by=books[name])

    moved = await asyncio.gather(*map(press, ["小李", "张军", "陈总", "小李", "小李"]))

    assert sorted(type(one).__name__ for one in moved) == ["Moved", *["Stale"] * 4]
    assert {one.deal.stage.name_en for one in moved} == {"First contact"}
    assert await books.count(StageMove, StageMove.from_id.is_not(None)) == 1


async def test_a_deal_is_lost_in_one_of_its_own_ways_with_a_reason(books):
    deal = await books.deal()
    facts = {"deal_id": deal.id, "by": books["小李"]}
    standard = (await books.see(pipelines.all_of, by=books["小李"]))[1]
    others = await books.see(pipelines.stages_of, by=books["小李"], pipeline_id=standard.id)

    for reason in ("", "  "):
        with pytest.raises(ReasonMissing):
            await books.do(moves.lose, ending=Ending(words=reason), **facts)
    for stage in (others[-1].id, deal.stage_id, 10**12):
        with pytest.raises(Missing):
            await books.do(moves.lose, ending=Ending(words="太贵"), stage_id=stage, **facts)

    lost = (await books.do(moves.lose, ending=Ending(words=" 太贵 ", competitor="三励"), **facts)).deal
    assert (lost.status, lost.probability, lost.close_reason, lost.competitor) == ("lost", 0, "太贵", "三励")


async def test_the_times_in_stages_add_up_to_the_age_of_the_deal_whatever_was_taken_back(books):
    deal = await books.deal()
    began = books.now
    for day in (3, 1, 4):
        books.now += timedelta(days=day)
        deal = await advance(books, deal)
    books.now += timedelta(days=1)
    back = await books.do(moves.send_back, deal_id=deal.id, seen_stage=deal.stage_id, by=books["小李"])
    books.now += timedelta(minutes=5)
    await books.do(undo.undo, audit_id=back.entry.id, by=books["小李"])
    books.now += timedelta(days=2)
    await books.do(moves.win, deal_id=deal.id, by=books["小李"])

    made = await books.see(moves.history, deal=deal)

    assert sum((move.stayed for move in made if move.stayed), timedelta()) == books.now - began
    assert [move.by.name for move in made] == ["小李"] * 7


async def test_who_may_see_and_move_a_deal(books, elsewhere):
    deal = await books.deal()
    theirs = (await elsewhere.all(Deal))[0]
    verbs = (
        (moves.advance, {"seen_stage": deal.stage_id}),
        (moves.send_back, {"seen_stage": deal.stage_id}),
        (moves.win, {}),
        (moves.lose, {"ending": Ending(words="太贵")}),
        (moves.reopen, {}),
        (deals.give, {"to": books["Alice"], "reason": "调岗"}),
        (deals.edit, {"terms": Terms(), "probability": 1}),
    )

    for name in ("Alice", "销售甲", "李庆成"):
        for verb, facts in verbs:
            with pytest.raises(Missing):
                await books.do(verb, deal_id=deal.id, by=books[name], **facts)
    for verb, facts in verbs:
        with pytest.raises(Missing):
            await books.do(verb, deal_id=theirs.id, by=books["陈总"], **facts)
    assert (await books.again(deal)).version == 1


async def test_the_same_deal_sent_twice_is_entered_once(books):
    entered = await asyncio.gather(*(books.deal("方舟电子", amount=Decimal(300000)) for _ in range(3)))

    assert len({deal.id for deal in entered}) == await books.count(Deal) == 1
    books.now += timedelta(minutes=11)
    await books.deal("方舟电子", amount=Decimal(300000))
    await books.deal("方舟电子", amount=Decimal(500000))
    assert await books.count(Deal) == 3


async def test_another_teams_customer_is_not_entered_as_a_deal(books):
    await books.lead("方舟电子", to="销售甲")

    with pytest.raises(CustomerHidden):
        await books.do(deals.create, customer="方舟电子", terms=Terms(), by=books["小李"])


async def test_the_own_deals_come_page_by_page_the_soonest_to_close_first(books):
    for n in range(12):
        await books.deal(f"方舟电子{n}", close=date(2027, 1, 20 - n) if n else None)

    first, total = await books.see(deals.mine, by=books["小李"], page=0, size=10)
    last, _ = await books.see(deals.mine, by=books["小李"], page=1, size=10)

    assert (len(first), len(last), total) == (10, 2, 12)
    closes = [deal.expected_close for deal in (*first, *last)]
    assert closes == [*sorted(filter(None, closes)), None]


DEALS = st.lists(
    st.tuples(
        st.sampled_from(["小李", "Alice", "销售甲"]),
        st.none() | st.decimals(0, 10**12, places=2),
        st.sampled_from(["CNY", "USD", "EUR"]),
        st.integers(0, 2),  # pipeline
        st.integers(0, 9),  # stage
        st.none() | st.integers(0, 100),
    ),
    max_size=25,
)


@given(DEALS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_board_is_the_sum_of_the_deals_behind_it(books, drawn):
    async with books.begin() as session:
        kept = await _enter(books, session, drawn)
        for name in ("小李", "张军", "陈总"):
            seen = [deal for deal in kept if deal.status == "open" and _sees(name, deal, books)]
            boards = await board.boards(session, by=books[name])
            assert sum(each.count for each in boards) == len(seen)
            for column in (column for each in boards for column in each.columns):
                _must_add_up(column, [deal for deal in seen if deal.stage_id == column.stage.id])
        await session.rollback()


async def _enter(books, session, drawn):
    ways = await pipelines.all_of(session, by=books["小李"])
    account = (await books.do(accounts.add, name="方舟电子", by=books["小李"])).id
    kept = []
    for n, (owner, amount, currency, pipeline, place, probability) in enumerate(drawn):
        stages = await pipelines.stages_of(session, by=books["小李"], pipeline_id=ways[pipeline].id)
        stage = stages[place % len(stages)]
        kept.append(
            Deal(
                workspace_id="T1",
                account_id=account,
                owner_id=books[owner].id,
                owned_since=books.now,
                name=f"{n}",
                pipeline_id=stage.pipeline_id,
                stage_id=stage.id,
                stage_since=books.now,
                amount=amount,
                status=DealStatus(stage.kind.value),
                closed_at=None if stage.kind == "open" else books.now,
                currency=currency,
                probability=stage.probability if probability is None else probability,
                created_by_id=books[owner].id,
                created_at=books.now,
                version=1,
            )
        )
    session.add_all(kept)
    await session.flush()
    return kept


def _sees(name, deal, books):
    team = {"小李": ["小李"], "张军": ["张军", "小李", "Alice"], "陈总": ["小李", "Alice", "销售甲"]}[name]
    return deal.owner_id in [books[each].id for each in team]


def _must_add_up(column, behind):
    assert column.count == len(behind)
    for currency in {deal.currency for deal in behind}:
        worth = [(deal.amount or Decimal(), deal.probability) for deal in behind if deal.currency == currency]
        assert column.sums[currency] == sum(amount for amount, _ in worth)
        weighted = sum(amount * probability / 100 for amount, probability in worth)
        assert abs(column.weighted[currency] - weighted) <= Decimal("0.005")
