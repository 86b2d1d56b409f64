"""How likely a lead is; the dead, and who is offered them again."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core import chances, claims, leads, undo
from core.chances import FreeToClaim, NotYoursToRate, ReasonMissing, ReasonTooLong
from core.errors import Missing, Refusal
from core.jobs.revival import revive_dead_leads
from core.leads import Capture, LeadNotOpen
from core.models import AuditRow, Chance, Lead, LeadStatus, Member, Notice, Task, Workspace
from core.pools.cooling import CoolingDown
from core.pools.quotas import ClaimedEnoughToday
from core.taken import CustomerHidden

WEEK = timedelta(days=7)


async def rate(books, lead, chance, reason=None, by="小李"):
    return await books.do(chances.rate, lead_id=lead.id, chance=chance, reason=reason, by=books[by])


async def dead(books, name="方舟电子", reason="no_budget", by="小李", **told):
    lead = await books.lead(name, **{"to": by, **told})
    await rate(books, lead, Chance.NONE, reason, by)
    return lead


async def revive(books, forced=True):
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, "T1")
        return await revive_dead_leads(session, workspace=workspace, now=books.now, forced=forced)


async def offered(books):
    """Who was offered which leads."""
    people = {member.id: member.name for member in books.people.values()}
    return {
        people[notice.member_id]: notice.facts["leads"]
        for notice in await books.all(Notice, Notice.kind == "dead_leads")
    }


@pytest.mark.parametrize("chance", [Chance.LOW, Chance.NONE])
async def test_a_low_chance_needs_a_reason(books, chance):
    lead = await books.lead(to="小李")

    for nothing in (None, "", "  "):
        with pytest.raises(ReasonMissing):
            await rate(books, lead, chance, nothing)
    with pytest.raises(ReasonTooLong):
        await rate(books, lead, chance, "贵" * 201)

    assert (await books.again(lead)).chance is None


async def test_a_likely_lead_keeps_no_reason(books):
    lead = await books.lead(to="小李")
    await rate(books, lead, Chance.LOW, "嫌贵")

    await rate(books, lead, Chance.HIGH, "嫌贵")

    stands = await books.again(lead)
    assert (stands.chance, stands.chance_reason, stands.status) == (Chance.HIGH, None, LeadStatus.OPEN)


async def test_a_dead_lead_leaves_its_owner_and_every_list(books):
    lead = await dead(books)

    stands = await books.again(lead)
    assert (stands.status, stands.owner_id, stands.silent_on, stands.died_at) == (
        LeadStatus.DEAD,
        None,
        None,
        books.now,
    )
    assert await books.see(leads.mine, by=books["小李"]) == ([], 0)
    assert await books.see(leads.pool, by=books["小李"]) == ([], 0)
    (row,), total = await books.see(chances.dead, by=books["Alice"])
    assert (row.lead.id, row.former.name, row.lead.chance_reason, total) == (lead.id, "小李", "no_budget", 1)
    assert await books.count(AuditRow, AuditRow.verb == "die", AuditRow.actor_id == books["小李"].id) == 1


async def test_undone_it_is_with_its_owner_again(books):
    lead = await books.lead(to="小李")
    before = await books.again(lead)
    _, entry = await rate(books, lead, Chance.NONE, "no_need")

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    after = await books.again(lead)
    columns = ("status", "owner_id", "owned_since", "silent_on", "chance", "chance_reason", "died_at")
    assert [getattr(after, name) for name in columns] == [getattr(before, name) for name in columns]


async def test_a_rating_undone_is_the_one_before(books):
    lead = await books.lead(to="小李")
    await rate(books, lead, Chance.FAIR)
    _, entry = await rate(books, lead, Chance.LOW, "嫌贵")

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert ((await books.again(lead)).chance, (await books.again(lead)).chance_reason) == (Chance.FAIR, None)


async def test_who_may_say_so(books):
    held, free = await books.lead(to="小李"), await books.lead("红杉机械")

    for stranger in ("Alice", "销售甲", "李庆成"):
        with pytest.raises((NotYoursToRate, Missing)):
            await rate(books, held, Chance.HIGH, by=stranger)
    with pytest.raises(FreeToClaim):
        await rate(books, free, Chance.HIGH)

    await rate(books, held, Chance.HIGH, by="张军")
    lead, _ = await rate(books, free, Chance.NONE, "not_a_fit", by="张军")
    assert lead.status == LeadStatus.DEAD
    with pytest.raises(LeadNotOpen):
        await rate(books, free, Chance.LOW, "嫌贵", by="张军")


async def test_picked_up_it_is_an_open_lead_of_theirs_by_the_rules_of_every_claim(books):
    first, second = await dead(books), await dead(books, "红杉机械")
    async with books.begin() as session:
        await session.execute(update(Workspace).where(Workspace.id == "T1").values(claims_a_day=1))

    lead, entry = await books.do(chances.pick_up, lead_id=first.id, by=books["Alice"])
    with pytest.raises(ClaimedEnoughToday):
        await books.do(chances.pick_up, lead_id=second.id, by=books["Alice"])

    assert (lead.owner.name, lead.status, lead.chance, lead.died_at) == ("Alice", LeadStatus.OPEN, None, None)
    assert lead.silent_on is not None
    assert entry.verb == "claim"
    assert (await books.again(second)).status == LeadStatus.DEAD
    verbs = [row.verb for row in await books.all(AuditRow, AuditRow.noun == "lead", AuditRow.noun_id == first.id)]
    assert verbs == ["capture", "die", "revive", "claim"]


async def test_once_a_week_each_rep_is_offered_what_suits_them_and_never_what_they_held(books):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == "销售甲").values(tags=["扫描枪", "山东"]))
    scanners = [await dead(books, f"{name}电子", interest="要200台扫描枪") for name in ("方舟", "红杉")]
    others = [await dead(books, f"{name}机械") for name in ("蓝海", "金陵", "长城")]

    assert await revive(books) == 5

    told = await offered(books)
    assert set(told) == {"Alice", "销售甲"}
    assert sorted(lead_id for leads_told in told.values() for lead_id in leads_told) == sorted(
        lead.id for lead in (*scanners, *others)
    )
    assert not set(told["Alice"]) & set(told["销售甲"])
    assert await revive(books) == 0


async def test_the_best_match_goes_to_whom_it_matches(books):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == "Alice").values(tags=["扫描枪"]))
    for name in ("蓝海", "金陵", "长城", "云帆"):
        await dead(books, f"{name}机械")
    match = await dead(books, "方舟电子", interest="要200台扫描枪")

    await revive(books)

    assert (await offered(books))["Alice"][0] == match.id


async def test_whom_it_suits_best_has_it_though_another_is_asked_first(books):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name == "Alice").values(tags=["扫描枪"]))
    names = ("蓝海机械", "金陵机械", "方舟电子", "云帆机械")
    leads = [await dead(books, name, interest="扫描枪" if name == "方舟电子" else "打印机") for name in names]

    await revive(books)

    told = await offered(books)
    assert told["Alice"][0] == leads[2].id
    assert {name: len(each) for name, each in told.items()} == {"Alice": 2, "销售甲": 2}


async def test_who_is_away_takes_none_or_held_an_earlier_lead_of_the_customer_is_offered_none(books):
    for name, told in {"Alice": {"away_until": date(2027, 1, 4)}, "销售甲": {"capacity": 0}}.items():
        async with books.begin() as session:
            await session.execute(update(Member).where(Member.name == name).values(**told))
    lead = await dead(books)
    assert await revive(books) == 0

    async with books.begin() as session:
        await session.execute(update(Member).values(away_until=None, capacity=None))
    async with books.begin() as session:  # it went on under another lead, which died in other hands
        session.add(
            Lead(
                workspace_id="T1",
                account_id=lead.account_id,
                pool_id=lead.pool_id,
                status=LeadStatus.DEAD,
                died_at=books.now + timedelta(hours=1),
                created_by_id=lead.created_by_id,
                created_at=books.now,
                version=1,
            )
        )
    assert await revive(books) == 1

    assert "小李" not in await offered(books)


async def test_whose_customer_is_followed_again_is_neither_offered_nor_listed_nor_picked_up(books):
    lead = await dead(books)
    again = await books.lead("方舟电子", to="销售甲")

    assert await revive(books) == 0
    assert await books.see(chances.dead, by=books["Alice"]) == ([], 0)
    with pytest.raises(CustomerHidden):
        await books.do(chances.pick_up, lead_id=lead.id, by=books["Alice"])
    await rate(books, again, Chance.NONE, "no_need", by="销售甲")
    assert [each.lead.id for each in (await books.see(chances.dead, by=books["Alice"]))[0]] == [again.id]


async def test_a_dead_lead_is_not_undone_into_a_customer_somebody_follows_by_now(books):
    lead = await books.lead(to="小李")
    _, entry = await rate(books, lead, Chance.NONE, "no_need")
    await books.lead("方舟电子", to="销售甲")

    with pytest.raises(CustomerHidden):
        await books.do(undo.undo, audit_id=entry.id, by=books["小李"])


async def test_picked_up_and_entered_anew_at_once_a_customer_is_one_persons(books):
    for name in ("蓝海机械", "金陵机械", "长城机械"):
        lead = await dead(books, name)
        both = await asyncio.gather(
            books.do(chances.pick_up, lead_id=lead.id, by=books["Alice"]),
            books.do(leads.capture, told=Capture(customer=name), to=books["销售甲"], by=books["销售甲"]),
            return_exceptions=True,
        )
        assert sorted(isinstance(each, Refusal) for each in both) == [False, True], both
        assert await books.count(Lead, Lead.status == LeadStatus.OPEN, Lead.account_id == lead.account_id) == 1


async def test_given_up_and_entered_anew_its_former_owner_waits_all_the_same(books):
    await dead(books)
    with pytest.raises(CoolingDown):
        await books.lead("方舟电子", to="小李")
    again = await books.lead("方舟电子", by="Alice")
    with pytest.raises(CoolingDown):
        await books.do(claims.claim, lead_id=again.id, by=books["小李"])
    books.now += timedelta(days=7)
    await books.do(claims.claim, lead_id=again.id, by=books["小李"])


async def test_a_reason_of_the_list_may_be_added_to(books):
    lead = await books.lead(to="小李")

    await books.do(
        chances.rate, lead_id=lead.id, chance=Chance.LOW, reason="no_budget", words="明年三月再看", by=books["小李"]
    )
    assert (await books.again(lead)).chance_words == "明年三月再看"
    await books.do(chances.rate, lead_id=lead.id, chance=Chance.LOW, reason=None, words="嫌贵", by=books["小李"])
    kept = await books.again(lead)

    assert (kept.chance_reason, kept.chance_words) == ("嫌贵", None)


async def test_nobody_is_offered_the_same_lead_twice(books):
    lead = await dead(books)
    seen = []
    for _ in range(12):
        await revive(books)
        books.now += WEEK
    for notice in await books.all(Notice, Notice.kind == "dead_leads"):
        seen += [(notice.member_id, each) for each in notice.facts["leads"]]

    assert sorted(seen) == sorted({(books[name].id, lead.id) for name in ("Alice", "销售甲")})


async def test_by_itself_it_comes_on_the_first_working_day_of_the_week_after_the_digests_hour(books):
    await dead(books)

    books.now -= timedelta(hours=2)  # Monday at eight
    assert await revive(books, forced=False) == 0
    books.now += timedelta(days=1, hours=2)
    assert await revive(books, forced=False) == 0
    books.now += timedelta(days=6)
    assert await revive(books, forced=False) == 1


async def test_what_was_planned_for_it_is_no_longer(books):
    lead = await books.lead(to="小李")
    async with books.begin() as session:
        session.add(
            Task(
                workspace_id="T1",
                lead_id=lead.id,
                account_id=lead.account_id,
                owner_id=books["小李"].id,
                text="报价",
                zone="Asia/Shanghai",
                created_at=books.now,
            )
        )

    await rate(books, lead, Chance.NONE, "no_need")

    (task,) = await books.all(Task)
    assert task.cancelled_at == books.now


async def test_a_dead_lead_elsewhere_is_not_ours(books, elsewhere):
    lead = await elsewhere.lead("红杉机械", to="外人")
    await elsewhere.do(chances.rate, lead_id=lead.id, chance=Chance.NONE, reason="no_need", by=elsewhere["外人"])

    assert await books.see(chances.dead, by=books["陈总"]) == ([], 0)
    with pytest.raises(Missing):
        await books.do(chances.pick_up, lead_id=lead.id, by=books["陈总"])
    assert await books.count(Lead, Lead.status == LeadStatus.DEAD) == 0
