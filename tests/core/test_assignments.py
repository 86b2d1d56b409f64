"""Leads given to people: by whom, to whom, whom it suits best and why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from core import absence, claims, deals, moves, undo
from core.assignments import giving
from core.assignments.giving import NoteTooLong, NotOfYourTeam
from core.assignments.ranking import Bar
from core.claims import LeadAlreadyClaimed
from core.deals import Terms
from core.errors import Missing, NotAllowed
from core.models import Chance, Lead, Member, Notice, Offer, Role, Workspace
from tests.database import statements


async def give(books, lead, to, *, by="张军", **more):
    return await books.do(giving.assign, lead_id=lead.id, to=books[to], by=books[by], **more)


async def be(books, name, **facts):
    """Somebody is good at something, of a grade, has so much room."""
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.id == books[name].id).values(**facts))
        await session.flush()
        books.people[name] = await session.get_one(Member, ("T1", books[name].id), populate_existing=True)


async def ranked(books, lead, *, by="张军"):
    _, found = await books.do(giving.candidates, lead_id=lead.id, by=books[by])
    return {each.member.name: each for each in found}


async def test_a_manager_gives_leads_to_the_team_and_the_rep_is_told(books):
    lead = await books.lead()

    given, entry = await give(books, lead, "Alice")

    assert (given.owner.name, entry.verb) == ("Alice", "assign")
    (told,), (offer,) = await books.all(Notice, Notice.kind == "lead_assigned"), await books.all(Offer)
    assert (told.member_id, told.facts["offer"], told.topic) == (books["Alice"].id, offer.id, f"offer:{offer.id}")
    assert (offer.status, offer.chain_id, offer.by_id) == ("open", entry.id, books["张军"].id)


async def test_whoever_is_asked_has_four_working_hours_of_their_own(books):
    await give(books, await books.lead(), "Alice")  # at ten in the morning
    books.now += timedelta(hours=6)
    await give(books, await books.lead("蓝海物流"), "Alice")  # at four, with two hours left of the day
    books.now += timedelta(days=4, hours=4)
    await give(books, await books.lead("金陵印务"), "Alice")  # on Friday at eight in the evening

    local = [offer.answer_by.astimezone().isoformat()[:16] for offer in await books.all(Offer)]
    assert local == ["2026-12-07T06:00", "2026-12-08T03:00", "2026-12-14T05:00"]


async def test_where_nobody_need_accept_nobody_is_asked_to(books):
    async with books.begin() as session:
        await session.execute(update(Workspace).values(answer_hours=0))

    await give(books, await books.lead(), "Alice")

    assert [offer.status for offer in await books.all(Offer)] == ["accepted"]


async def test_giving_it_to_who_has_it_changes_and_tells_nothing(books):
    lead = await books.lead(to="Alice")

    _, entry = await give(books, lead, "Alice")

    assert entry is None
    assert await books.count(Notice, Notice.kind == "lead_assigned") == await books.count(Offer) == 0


async def test_what_a_manager_takes_themselves_is_asked_of_nobody(books):
    given, _ = await give(books, await books.lead(), "张军")

    assert (given.owner.name, await books.count(Offer)) == ("张军", 0)


async def test_a_manager_gives_nothing_to_another_team_an_admin_does(books):
    lead = await books.lead()

    with pytest.raises(NotOfYourTeam):
        await give(books, lead, "销售甲")

    given, _ = await give(books, lead, "销售甲", by="陈总")
    assert given.owner.name == "销售甲"


async def test_a_manager_takes_nothing_from_another_team(books):
    seen, hidden = await books.lead("红杉机械"), await books.lead("蓝海物流", to="小李")
    await books.do(claims.claim, lead_id=seen.id, by=books["小李"])

    with pytest.raises(LeadAlreadyClaimed):
        await give(books, seen, "销售甲", by="李庆成")
    with pytest.raises(Missing):
        await give(books, hidden, "销售甲", by="李庆成")

    assert {(await books.again(lead)).owner_id for lead in (seen, hidden)} == {books["小李"].id}


async def test_a_rep_assigns_nothing_and_is_told_whom_to_ask(books):
    with pytest.raises(NotAllowed) as told:
        await give(books, await books.lead(), "小李", by="小李")

    assert told.value.holes["who"].name == "张军"


async def test_a_note_goes_along_unless_it_is_a_letter(books):
    lead = await books.lead()

    with pytest.raises(NoteTooLong):
        await give(books, lead, "Alice", note="长" * 301)
    await give(books, lead, "Alice", note="他们周五要报价")

    assert [offer.note for offer in await books.all(Offer)] == ["他们周五要报价"]


async def test_whoever_is_good_at_what_the_lead_is_about_comes_first_and_the_tags_are_named(books):
    await be(books, "小李", tags=["物流", "山东"])
    await be(books, "Alice", tags=["医疗", "scan"])
    lead = await books.lead("蓝海物流", region="山东济南", interest="handheld scan guns, 200台")

    found = await ranked(books, lead)

    assert list(found)[:2] == ["小李", "Alice"]
    assert found["小李"].reasons.matches == ("物流", "山东")
    assert found["Alice"].reasons.matches == ("scan",)
    assert "scan" not in (await ranked(books, await books.lead("金陵", interest="a scandal")))["Alice"].reasons.matches


async def test_of_two_alike_the_one_with_more_room_comes_first(books):
    for name in ("红杉机械", "蓝海物流", "金陵印务"):
        await books.lead(name, to="小李")
    books.now += timedelta(days=2)

    found = await ranked(books, await books.lead())

    assert next(iter(found)) == "Alice"
    assert (found["小李"].reasons.held, found["小李"].reasons.cap, found["小李"].reasons.lately) == (3, 50, 0)


async def test_what_came_to_somebody_today_counts_against_them_until_it_is_given_on(books):
    lead = await books.lead("红杉机械", to="小李")
    before = await ranked(books, await books.lead())

    await give(books, lead, "Alice")
    after = await ranked(books, await books.lead("蓝海物流"))

    assert [each["小李"].reasons.lately for each in (before, after)] == [1, 0]
    assert [each["Alice"].reasons.lately for each in (before, after)] == [0, 1]


async def test_leads_won_of_such_as_this_count_and_without_any_it_says_so(books):
    won = await books.lead("红杉机械", to="小李", tags=("物流",))
    await books.lead("蓝海物流", to="小李", tags=("医疗",))
    deal, _ = await books.do(deals.convert, lead_id=won.id, terms=Terms(), by=books["小李"])
    await books.do(moves.win, deal_id=deal.id, by=books["小李"])

    such = (await ranked(books, await books.lead("金陵", tags=("物流",))))["小李"].reasons
    other = await ranked(books, await books.lead("长城", tags=("纺织",)))
    assert (such.won, such.of, such.such) == (1, 1, True)
    assert (other["小李"].reasons.won, other["小李"].reasons.of, other["小李"].reasons.such) == (1, 2, False)
    assert other["Alice"].reasons.of == 0


async def test_a_lead_taken_back_or_declined_was_never_held(books):
    lead = await books.lead()
    await books.do(claims.claim, lead_id=lead.id, by=books["小李"])
    _, entry = await give(books, lead, "Alice")
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])

    found = await ranked(books, await books.lead("金陵"))

    assert (found["小李"].reasons.of, found["Alice"].reasons.of) == (1, 0)


async def test_a_lead_that_matters_suits_a_senior_and_a_small_one_somebody_new(books):
    await be(books, "小李", grade="A")
    await be(books, "Alice", grade="新人")
    for n in range(10):
        await books.lead(f"第{n}号厂", budget=Decimal(10_000 * (n + 1)), currency="CNY")
    large = await books.lead("红杉机械", budget=Decimal(900_000), currency="CNY")
    small = await books.lead("蓝海物流", budget=Decimal(5_000), currency="CNY")
    async with books.begin() as session:
        await session.execute(update(Lead).where(Lead.id == large.id).values(chance=Chance.HIGH))

    for_large, for_small = await ranked(books, large), await ranked(books, small)

    assert (next(iter(for_large)), for_large["小李"].reasons.grade, for_large["Alice"].reasons.grade) == (
        "小李",
        "A",
        None,
    )
    assert (next(iter(for_small)), for_small["Alice"].reasons.grade) == ("Alice", "新人")


async def test_whoever_follows_the_customer_already_comes_first(books):
    lead, deal = await books.lead(), await books.deal("蓝海物流", of="Alice")
    async with books.begin() as session:
        await session.execute(update(Lead).where(Lead.id == lead.id).values(account_id=deal.account_id))

    found = await ranked(books, lead)

    assert (next(iter(found)), found["Alice"].reasons.knows) == ("Alice", True)


async def test_whoever_is_away_full_or_not_selling_comes_last_with_why(books):
    await books.join("老王", Role.SUPPORTER, "广告组")
    await books.join("小赵", Role.REP, "广告组")
    await be(books, "小李", capacity=1)
    await books.lead("红杉机械", to="小李")
    await books.do(absence.be_away, member_id=books["Alice"].id, until=date(2026, 12, 9), by=books["Alice"])

    found = await ranked(books, await books.lead())

    assert next(iter(found)) == "小赵"
    bars = {name: each.bar for name, each in found.items()}
    assert bars == {"小赵": None, "张军": Bar.LEADS, "小李": Bar.FULL, "Alice": Bar.AWAY, "老王": Bar.SUPPORTS}


async def test_who_is_switched_off_or_holds_it_is_not_offered_and_an_admin_chooses_among_all(books):
    lead = await books.lead(to="小李")
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.id == books["Alice"].id).values(active=False))

    assert list(await ranked(books, lead)) == ["张军"]
    assert set(await ranked(books, lead, by="陈总")) == {"张军", "李庆成", "销售甲", "陈总"}


async def test_the_ranking_takes_as_many_statements_for_thirty_people_as_for_three(books, databases):
    lead = await books.lead(tags=("物流",), region="山东", budget=Decimal(1), currency="CNY")
    with statements(databases) as few:
        await ranked(books, lead, by="陈总")
    for n in range(30):
        await books.join(f"R{n}", Role.REP, "广告组")
    with statements(databases) as many:
        await ranked(books, lead, by="陈总")

    assert len(many) == len(few) <= 14
