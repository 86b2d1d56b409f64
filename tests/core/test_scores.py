"""The score: within its bounds, never less for more, its parts the whole, the same in words and in SQL."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from core import deals, scores, undo, views
from core.deals import About, Terms
from core.errors import OddNumber, Refusal
from core.models import Deal, List, Listed
from core.scores import Clash, Factor, Facts, Model
from core.scores.facts import joined, known, score
from core.scores.model import of_json
from core.settings import OnlyAdmins
from tests.database import statements

POINTS, SUM = st.integers(0, 100), st.decimals(0, 10**9, places=2)
BANDS = st.lists(st.tuples(SUM, POINTS), max_size=6, unique_by=lambda band: band[0]).map(
    lambda found: tuple(zip(sorted(begins for begins, _ in found), sorted(points for _, points in found), strict=True))
)
MODELS = st.builds(
    Model,
    currency=st.just("CNY"),
    weights=st.fixed_dictionaries(dict.fromkeys(Factor, POINTS)).filter(lambda told: any(told.values())),
    sources=st.dictionaries(st.integers(1, 5), POINTS),
    other_source=POINTS,
    types=st.dictionaries(st.integers(1, 5), POINTS),
    other_type=POINTS,
    importance=st.lists(POINTS, min_size=3, max_size=3).map(
        lambda found: dict(zip(scores.HEIGHTS, sorted(found), strict=True))
    ),
    value=BANDS,
    budget=BANDS,
)
FACTS = st.builds(
    Facts,
    source_id=st.none() | st.integers(1, 7),
    type_id=st.none() | st.integers(1, 7),
    probability=POINTS,
    importance=st.none() | st.sampled_from(scores.HEIGHTS),
    amount=st.none() | SUM,
    currency=st.sampled_from(("CNY", "USD")),
    approved=st.none() | st.booleans(),
    budget=st.none() | SUM,
    budget_currency=st.sampled_from(("CNY", "USD", None)),
)
PLAIN = Model(
    "CNY",
    dict.fromkeys(Factor, 10),
    importance={"high": 100, "medium": 50, "low": 10},
    value=((Decimal(100), 50), (Decimal(1000), 100)),
    budget=((Decimal(0), 100),),
    other_source=40,
)


@given(model=MODELS, facts=FACTS)
def test_it_is_from_0_to_100_and_its_parts_come_to_it(model, facts):
    model.check()
    found = scores.reckon(model, facts)

    assert 0 <= found.total <= 100
    assert sum(part.adds for part in found.parts) == found.total
    assert all(0 <= part.adds <= part.most + 1 for part in found.parts)
    assert [part.adds for part in found.parts] == sorted((part.adds for part in found.parts), reverse=True)
    assert all(part.adds == 0 for part in found.missing)
    assert of_json(model.as_json()) == model


@given(model=MODELS, facts=FACTS, more=SUM, up=st.integers(0, 100))
def test_more_of_a_factor_and_knowing_one_is_never_less(model, facts, more, up):
    total = scores.reckon(model, facts).total
    better = [
        replace(facts, probability=min(facts.probability + up, 100)),
        replace(facts, amount=(facts.amount or 0) + more),
        replace(facts, approved=True),
        replace(facts, importance="high"),
        replace(facts, budget=(facts.budget or 0) + more, budget_currency=facts.budget_currency),
        *([replace(facts, source_id=1)] if facts.source_id is None else []),
        *([replace(facts, type_id=1)] if facts.type_id is None else []),
    ]

    assert all(scores.reckon(model, each).total >= total for each in better)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("weight_value", {"weights": {}}),
        ("weight_type", {"weights": {Factor.TYPE: 101}}),
        ("sources", {"sources": {1: 101}}),
        ("types", {"other_type": -1}),
        ("high", {"importance": {"high": 1, "low": 2}}),
        ("value", {"value": ((Decimal(1), 50), (Decimal(2), 40))}),
        ("value", {"value": ((Decimal(2), 50), (Decimal(1), 60))}),
        ("budget", {"budget": tuple((Decimal(n), 1) for n in range(13))}),
        ("budget", {"budget": ((Decimal(1), 1), (Decimal(1), 2))}),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(field, changed):
    with pytest.raises((Refusal, OddNumber)) as refused:
        replace(PLAIN, **changed).check()
    assert refused.value.field == field


async def test_sql_says_what_the_words_say_whatever_is_told(books):
    lead = await books.lead("展会客户", to="小李", source="展会", budget=Decimal(5000), currency="CNY")
    made, _ = await books.do(deals.convert, lead_id=lead.id, terms=Terms(amount=Decimal(500)), by=books["小李"])
    assert (made.budget, made.budget_currency) == (5000, "CNY"), "carried over"
    types = [each.id for each in await books.all(Listed, Listed.list == List.TYPE, Listed.workspace_id == "T1")]
    sides = random.Random(7)
    for n in range(25):
        await books.deal(f"客户{n}号工业", of="小李")
    async with books.begin() as session:
        for deal in await session.scalars(select(Deal).where(Deal.workspace_id == "T1")):
            values = {
                "probability": sides.randint(0, 100), "importance": sides.choice((None, *scores.HEIGHTS)),
                "approved": sides.choice((None, True, False)), "amount": sides.choice((None, 1, 100, 999, 10**6)),
                "currency": sides.choice(("CNY", "USD")), "type_id": sides.choice((None, *types)),
                "budget": sides.choice((None, 50, 5000)), "budget_currency": sides.choice(("CNY", "USD")),
            }  # fmt: skip
            await session.execute(update(Deal).where(Deal.id == deal.id).values(**values))
    async with books.begin() as session:
        every = list(await session.scalars(select(Deal).where(Deal.workspace_id == "T1")))
        facts = await known(session, deals=every)
    origin = next(each.source_id for each in facts.values() if each.source_id)
    for seen in range(12):
        weights = {factor: sides.choice((0, 1, 7, 33, 100)) for factor in Factor} | {Factor.VALUE: 3}
        told = replace(PLAIN, weights=weights, sources={origin: sides.randint(0, 100)}, types={types[0]: 77},
                       other_type=seen)  # fmt: skip
        await books.do(scores.put, model=told, seen=seen, by=books["陈总"])
        found = await books.see(scores.of_deals, deals=every)
        assert found == {deal_id: scores.reckon(told, each).total for deal_id, each in facts.items()}


async def test_without_a_model_there_is_no_score_and_it_ends_and_comes_back(books):
    deal = await books.deal()
    assert await books.see(scores.of_deals, deals=[deal]) == {}
    assert await books.see(scores.explain, deal=deal, by=books["小李"]) is None

    _, entry = await books.do(scores.put, model=PLAIN, by=books["陈总"])
    assert set(await books.see(scores.of_deals, deals=[deal])) == {deal.id}
    _, stopped = await books.do(scores.stop, by=books["陈总"])
    assert await books.see(scores.of_deals, deals=[deal]) == {}
    await books.do(undo.undo, audit_id=stopped.id, by=books["陈总"])
    assert set(await books.see(scores.of_deals, deals=[deal])) == {deal.id}
    await books.do(undo.undo, audit_id=entry.id, by=books["陈总"])
    assert await books.see(scores.explain, deal=deal, by=books["小李"]) is None


async def test_only_an_admin_sets_it_and_the_second_of_two_is_told(books):
    with pytest.raises(OnlyAdmins):
        await books.do(scores.put, model=PLAIN, by=books["张军"])
    await books.do(scores.put, model=PLAIN, by=books["陈总"])
    clash = await books.do(scores.put, model=replace(PLAIN, other_source=1), by=books["陈总"])
    assert isinstance(clash, Clash)
    row, _ = await books.do(scores.put, model=replace(PLAIN, other_source=1), seen=clash.told, by=books["陈总"])
    assert row.other_source == 1


async def test_facts_are_edited_undone_and_never_taken_from_who_did_not_tell(books):
    deal = await books.deal(amount=Decimal(7))
    word = (await books.all(Listed, Listed.list == List.TYPE, Listed.workspace_id == "T1"))[0]
    about = About(word.id, "high", True, Decimal(900))
    terms = Terms(name=deal.name, amount=Decimal(7))
    _, entry = await books.do(deals.edit, deal_id=deal.id, terms=terms, probability=None, about=about, by=books["小李"])
    kept = await books.again(deal)
    assert (kept.type_id, kept.importance, kept.approved, kept.budget) == (word.id, "high", True, 900)
    await books.do(deals.edit, deal_id=deal.id, terms=terms, probability=50, by=books["小李"])
    assert (await books.again(deal)).importance == "high"
    with pytest.raises(Refusal):
        await books.do(
            deals.edit, deal_id=deal.id, terms=terms, probability=None, about=About(importance="x"), by=books["小李"]
        )
    assert entry.before["importance"] is None


async def test_one_statement_scores_any_number(books, databases):
    await books.do(scores.put, model=PLAIN, by=books["陈总"])
    found = [await books.deal(f"客户{n}号工业") for n in range(8)]

    async def asked(some):
        with statements(databases) as said:
            await books.see(scores.of_deals, deals=some)
        return len(said)

    assert await asked(found[:1]) == await asked(found)
    async with books.begin() as session:
        rows = await session.execute(joined(select(Deal.id, score).select_from(Deal)).order_by(score.desc()))
        assert len(rows.all()) >= 8


async def test_a_list_is_put_in_order_and_narrowed_by_it(books):
    for name, amount in (("方舟电子", 50), ("蓝海物流", 5000), ("金陵印务", 500)):
        await books.deal(name, amount=Decimal(amount), currency="CNY")
    shape = views.Shape(columns=("customer", "score"), sort="score", down=True)
    bare = await books.do(views.look, shape=shape, by=books["小李"])
    assert {row.cells["score"] for row in bare.rows} == {None}
    only = dict.fromkeys(Factor, 0) | {Factor.VALUE: 1}
    await books.do(scores.put, model=replace(PLAIN, weights=only), by=books["陈总"])

    found = await books.do(views.look, shape=shape, by=books["小李"])
    some = await books.do(
        views.look, shape=replace(shape, wants={"score": views.Between(least=Decimal(50))}), by=books["小李"]
    )

    assert [(row.cells["customer"], row.cells["score"]) for row in found.rows] == [
        ("蓝海物流", 100), ("金陵印务", 50), ("方舟电子", 0)
    ]  # fmt: skip
    assert [row.cells["score"] for row in some.rows] == [100, 50]
