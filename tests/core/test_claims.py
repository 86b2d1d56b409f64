"""Who holds a lead: one winner however many press, quotas that hold, a pool that gives nothing away."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from core import claims, leads, undo
from core.assignments import giving
from core.claims import AlreadyInPool, LeadAlreadyClaimed, NotYours
from core.errors import Missing
from core.leads import LeadNotOpen
from core.models import AuditRow, Lead, LeadStatus, OwnerChange, Workspace
from core.pools.quotas import ClaimedEnoughToday, HoldingEnough
from tests.database import statements

NAMES = ("红杉机械", "蓝海物流", "金陵印务", "长城仪表", "云帆科技", "大成建材", "北辰医疗", "飞鸿服饰", "绿野食品",
         "宏图家电", "天工模具", "银河照明", "瑞祥纺织", "同舟造船")  # fmt: skip

ROUNDS = 5 * int(os.environ.get("GENJIN_CHAOS", "1"))  # of two hundred people at one lead


async def rules(books, **values):
    async with books.begin() as session:
        await session.execute(update(Workspace).where(Workspace.id == "T1").values(**values))


async def claim(books, lead, by):
    return await books.do(claims.claim, lead_id=lead.id, by=books[by])


async def test_whoever_claims_a_lead_of_the_pool_holds_it_from_that_moment(books):
    lead, entry = await claim(books, await books.lead(), "小李")

    assert (lead.owner.name, lead.owned_since, lead.silent_on.isoformat()) == ("小李", books.now, "2026-12-16")
    assert (entry.verb, entry.before["owner_id"], entry.after["owner_id"]) == ("claim", None, books["小李"].id)


async def test_claiming_your_own_lead_again_changes_nothing(books):
    lead = await books.lead()
    await claim(books, lead, "小李")

    _, entry = await claim(books, lead, "小李")

    assert entry is None
    assert await books.count(OwnerChange, OwnerChange.cause == "claim") == 1


async def test_who_comes_too_late_learns_whose_it_is(books):
    lead = await books.lead()
    await claim(books, lead, "小李")

    with pytest.raises(LeadAlreadyClaimed) as told:
        await claim(books, lead, "销售甲")

    assert (told.value.holes["lead"], told.value.holes["owner"].name) == ("方舟电子", "小李")


async def test_a_lead_that_never_lay_in_the_pool_is_missing_for_a_claimer_who_guesses_its_id(books):
    lead = await books.lead(to="小李")

    for name in ("Alice", "销售甲", "李庆成"):
        with pytest.raises(Missing):
            await claim(books, lead, name)
        with pytest.raises(Missing):
            await books.do(claims.release, lead_id=lead.id, by=books[name])


async def test_a_lead_of_another_workspace_is_missing(books, elsewhere):
    theirs = (await elsewhere.all(Lead))[0]

    for verb in (claims.claim, claims.release):
        with pytest.raises(Missing):
            await books.do(verb, lead_id=theirs.id, by=books["陈总"])
    with pytest.raises(Missing):
        await books.do(giving.assign, lead_id=theirs.id, to=books["小李"], by=books["陈总"])


async def test_a_converted_lead_cannot_be_claimed_or_released(books):
    lead = await books.lead(to="小李")
    async with books.begin() as session:
        await session.execute(update(Lead).where(Lead.id == lead.id).values(status=LeadStatus.CONVERTED))

    with pytest.raises(LeadNotOpen):
        await books.do(claims.release, lead_id=lead.id, by=books["小李"])


async def race(books, lead, names):
    """Everybody presses at once, and again when told that too many do; who won, and what the others were told."""

    async def press(name):
        try:
            await claim(books, lead, name)
        except LeadAlreadyClaimed as told:
            return name, told.holes["owner"].name
        except OperationalError as crowded:
            if not isinstance(crowded.orig, LockNotAvailable):  # it has waited its two seconds: nothing is written
                raise
            return await press(name)
        return name, None

    return await asyncio.gather(*(press(name) for name in names))


async def test_however_many_press_at_once_there_is_one_owner(books):
    await rules(books, claims_a_day=1000, held_at_once=1000)
    names = [f"R{n}" for n in range(200)]
    for name in names:
        await books.join(name)
    queue = asyncio.Semaphore(20)  # as many as a web process lets through to the database

    for round_ in range(ROUNDS):
        lead = await books.lead(f"{NAMES[round_ % 14]}{'甲乙丙丁戊己庚辛'[round_ // 14]}")
        before = await books.count(AuditRow)

        async def press(name, lead=lead):
            async with queue:
                return (await race(books, lead, [name]))[0]

        told = await asyncio.gather(*(press(name) for name in names))

        winners = [name for name, owner in told if owner is None]
        assert len(winners) == 1
        assert {owner for _, owner in told} == {None, winners[0]}
        assert await books.count(OwnerChange, OwnerChange.lead_id == lead.id, OwnerChange.cause == "claim") == 1
        assert await books.count(AuditRow) == before + 1


async def test_the_days_claims_end_and_the_refusal_says_how_many_and_until_when(books):
    await rules(books, claims_a_day=2)
    pool = [await books.lead(name) for name in NAMES[:3]]
    for lead in pool[:2]:
        await claim(books, lead, "小李")

    with pytest.raises(ClaimedEnoughToday) as told:
        await claim(books, pool[2], "小李")

    frees = datetime(2026, 12, 7, 16, tzinfo=UTC)  # midnight in Shanghai
    assert {**told.value.holes, "pool": None} == {"used": 2, "quota": 2, "pool": None, "frees": frees}
    books.now = frees - timedelta(seconds=1)
    with pytest.raises(ClaimedEnoughToday):
        await claim(books, pool[2], "小李")
    books.now = frees
    assert (await claim(books, pool[2], "小李"))[0].owner.name == "小李"


async def test_the_day_is_the_members_own(books):
    await rules(books, claims_a_day=1)
    await books.join("Sam", zone="America/New_York")
    first, second = await books.lead(NAMES[0]), await books.lead(NAMES[1])
    books.now = datetime(2026, 12, 8, 4, 59, tzinfo=UTC)  # 23:59 in New York
    await claim(books, first, "Sam")

    books.now += timedelta(minutes=1)

    assert (await claim(books, second, "Sam"))[0].owner.name == "Sam"


async def test_who_holds_enough_is_told_how_a_place_comes_free(books):
    await rules(books, held_at_once=2)
    pool = [await books.lead(name) for name in NAMES[:3]]
    held = [(await claim(books, lead, "小李"))[0] for lead in pool[:2]]

    with pytest.raises(HoldingEnough) as told:
        await claim(books, pool[2], "小李")
    assert told.value.holes == {"held": 2, "cap": 2, "n": 1}

    await books.do(claims.release, lead_id=held[0].id, by=books["小李"])
    assert (await claim(books, pool[2], "小李"))[0].owner.name == "小李"


@pytest.mark.parametrize("limit", ["claims_a_day", "held_at_once"])
async def test_pressing_many_at_once_gets_nobody_more_than_their_quota(books, limit):
    await rules(books, **{limit: 3})
    pool = [await books.lead(name) for name in NAMES]

    async def press(lead):
        try:
            return await claim(books, lead, "小李")
        except (ClaimedEnoughToday, HoldingEnough):
            return None

    won = [one for one in await asyncio.gather(*map(press, pool)) if one]

    assert len(won) == 3
    assert await books.count(Lead, Lead.owner_id == books["小李"].id) == 3


async def test_undoing_a_claim_gives_the_quota_back(books):
    await rules(books, claims_a_day=1)
    first, second = await books.lead(NAMES[0]), await books.lead(NAMES[1])
    _, entry = await claim(books, first, "小李")

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert (await claim(books, second, "小李"))[0].owner.name == "小李"
    assert (await books.again(first)).owner_id is None


async def test_a_claim_undone_after_midnight_gives_nothing_to_the_new_day(books):
    await rules(books, claims_a_day=1)
    pool = [await books.lead(name) for name in NAMES[:3]]
    books.now = datetime(2026, 12, 7, 15, 58, tzinfo=UTC)  # two minutes to midnight
    _, entry = await claim(books, pool[0], "小李")
    books.now += timedelta(minutes=5)
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    await claim(books, pool[1], "小李")

    with pytest.raises(ClaimedEnoughToday):
        await claim(books, pool[2], "小李")


async def test_undoing_a_release_does_not_get_round_the_holding_cap(books):
    await rules(books, held_at_once=1)
    first, second = await books.lead(NAMES[0], to="小李"), await books.lead(NAMES[1])
    _, entry = await books.do(claims.release, lead_id=first.id, by=books["小李"])
    await claim(books, second, "小李")

    with pytest.raises(HoldingEnough):
        await books.do(undo.undo, audit_id=entry.id, by=books["小李"])


async def test_a_lead_is_released_by_its_owner_their_manager_or_an_admin(books):
    for name in ("小李", "张军", "陈总"):
        lead = await books.lead(NAMES[len(name)] + name, to="小李")
        released, _ = await books.do(claims.release, lead_id=lead.id, by=books[name], reason="没预算")
        assert (released.owner, released.silent_on, released.warn_on) == (None, None, None)


async def test_nobody_else_releases_a_lead_they_saw_in_the_pool(books):
    lead = await books.lead()
    await claim(books, lead, "小李")

    for name in ("Alice", "销售甲", "李庆成"):
        with pytest.raises(NotYours) as told:
            await books.do(claims.release, lead_id=lead.id, by=books[name])
        assert told.value.holes["owner"].name == "小李"


async def test_what_is_in_the_pool_cannot_be_released(books):
    with pytest.raises(AlreadyInPool):
        await books.do(claims.release, lead_id=(await books.lead()).id, by=books["小李"])


async def test_the_own_list_and_the_pool_say_how_many_there_are_on_every_page(books):
    for name in NAMES:
        await books.lead(name)
    for name in NAMES[:2]:
        await books.lead(f"{name}二部", to="小李")

    found, total = await books.see(leads.pool, by=books["小李"], page=1, size=10)
    mine, held = await books.see(leads.mine, by=books["小李"])

    assert (len(found), total, len(mine), held) == (4, 14, 2, 2)


async def test_leads_of_ones_own_count_against_the_cap_however_many_are_entered_at_once(books):
    await rules(books, held_at_once=2)

    async def enter(name):
        try:
            return await books.lead(name, to="小李")
        except HoldingEnough:
            return None

    entered = await asyncio.gather(*map(enter, NAMES[:6]))

    assert len([one for one in entered if one]) == 2


async def test_a_claim_takes_the_same_few_statements_however_much_somebody_claimed_and_holds(books, databases):
    await rules(books, claims_a_day=100, held_at_once=100)
    pool = [await books.lead(name) for name in NAMES]
    counted = []
    for lead in pool:
        with statements(databases) as sent:
            await claim(books, lead, "小李")
        counted.append(len([each for each in sent if "set_config" not in each]))

    assert max(counted[1:]) == min(counted[1:]) <= 22


async def test_who_comes_too_late_asks_one_thing(books, databases):
    lead = await books.lead()
    await claim(books, lead, "小李")

    with statements(databases) as sent, pytest.raises(LeadAlreadyClaimed):
        await claim(books, lead, "销售甲")

    assert len([each for each in sent if "set_config" not in each]) == 1
