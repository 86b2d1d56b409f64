"""Pools: who sees which, which a new lead goes to, rules that an admin sets, orders and closes, two at once too."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from core import claims, leads, pools, undo
from core.claims import LeadAlreadyClaimed
from core.errors import Missing, NotAllowed, OddNumber, Unclaimable
from core.leads import Capture
from core.models import AuditRow, Lead, Pool, PoolMember, Team
from core.pools import closing, locks, order, rehoming, rules
from core.pools.closing import IntoItself
from core.pools.order import TakesTheRest
from core.pools.rules import Belonging, NobodyBelongs, PoolNameMissing, PoolNameTaken, Rules, TooManyWords, WordTooLong
from core.settings import OnlyAdmins
from core.undo import ChangedSince


async def opened(books, name="华东公海", *, members=(), teams=(), **told):
    """A pool by the admin's hand."""
    async with books.begin() as session:
        ids = (await session.scalars(select(Team.id).where(Team.workspace_id == "T1", Team.name.in_(teams)))).all()
    belongs = Belonging(members=tuple(sorted(books[who].id for who in members)), teams=tuple(sorted(ids)))
    told = {"open_to_all": not (members or teams), **told}
    return await books.do(rules.make, rules=Rules(name=name, **told), belongs=belongs, by=books["陈总"])


async def changed(books, pool, by="陈总", belongs=None, **told):
    """The pool with some of its rules changed."""
    async with books.begin() as session:
        held = await pools.lock(session, pool_id=pool.id, by=books[by])
        seated = await rules.belonging(session, pool=held)
        new = replace(rules.rules_of(held), **told)
        return await rules.change(session, pool=held, rules=new, belongs=belongs or seated, by=books[by], now=books.now)


async def seen(books, who):
    async with books.begin() as session:
        return [pool.name for pool in await pools.all_of(session, by=books[who])]


async def first(books):
    async with books.begin() as session:
        return (await session.scalars(select(Pool).where(Pool.workspace_id == "T1", Pool.position == 0))).one()


async def pool_of(books, lead):
    async with books.begin() as session:
        return await session.scalar(
            select(Pool.name).join(Lead, Lead.pool_id == Pool.id).where(Lead.id == lead.id, Pool.workspace_id == "T1")
        )


async def test_a_new_lead_goes_to_the_first_pool_that_asks_for_its_region_or_a_tag(books):
    await opened(books, "华东公海", regions=("上海", "江苏"))
    await opened(books, "医疗公海", tags=("医疗",))

    told = [
        await books.lead("红杉机械", region="上海市浦东新区"),
        await books.lead("北辰医疗", tags=("医疗", "急")),
        await books.lead("江苏仁和", region="江苏", tags=("医疗",)),
        await books.lead("绿野食品", region="北京"),
    ]

    assert [await pool_of(books, lead) for lead in told] == ["华东公海", "医疗公海", "华东公海", None]


async def test_the_order_says_who_is_asked_first(books):
    await opened(books, "华东公海", regions=("上海",))
    medical = await opened(books, "医疗公海", tags=("医疗",))

    moved = await books.do(order.move, pool_id=medical.id, up=True, by=books["陈总"])
    again = await books.do(order.move, pool_id=medical.id, up=True, by=books["陈总"])

    assert (moved.position, again.position) == (1, 1)
    assert await seen(books, "陈总") == ["医疗公海", "华东公海", None]
    assert await pool_of(books, await books.lead("仁和医疗", region="上海", tags=("医疗",))) == "医疗公海"
    assert [row.verb for row in await books.all(AuditRow, AuditRow.noun == "pool")] == ["open", "open", "order"]


async def test_a_pool_for_some_is_seen_by_them_alone_and_by_admins(books):
    pool = await opened(books, members=("小李",), teams=("扫描组",), regions=("上海",))

    lead = await books.lead("红杉机械", region="上海")

    for who in ("小李", "销售甲", "李庆成", "陈总"):
        assert await seen(books, who) == ["华东公海", None]
        assert (await books.see(leads.get, lead_id=lead.id, by=books[who])).pool_id == pool.id
    for who in ("Alice", "张军"):
        assert await seen(books, who) == [None]
        with pytest.raises(Missing):
            await books.do(claims.claim, lead_id=lead.id, by=books[who])
        with pytest.raises(Missing):
            await books.see(pools.get, pool_id=pool.id, by=books[who])


async def test_only_admins_make_change_order_and_close_pools(books):
    pool = await opened(books)

    for who in ("小李", "张军"):
        with pytest.raises(OnlyAdmins):
            await books.do(rules.make, rules=Rules(name="新的"), belongs=Belonging(), by=books[who])
        with pytest.raises(OnlyAdmins):
            await changed(books, pool, by=who, cooling_days=1)
        with pytest.raises(OnlyAdmins):
            await books.do(order.move, pool_id=pool.id, up=True, by=books[who])
        with pytest.raises(OnlyAdmins):
            await books.do(closing.close, pool_id=pool.id, into_id=1, by=books[who])


@pytest.mark.parametrize(
    ("told", "refusal", "field"),
    [
        ({"name": ""}, PoolNameMissing, "name"),
        ({"name": "华东 公海"}, PoolNameTaken, "name"),
        ({"open_to_all": False}, NobodyBelongs, "members"),
        ({"claims_a_day": 0}, OddNumber, "claims_a_day"),
        ({"held_at_once": 10_001}, OddNumber, "held_at_once"),
        ({"held_by_grade": {"A": 0}}, OddNumber, "held_by_grade"),
        ({"cooling_days": 366}, OddNumber, "cooling_days"),
        ({"rhythms": {"high": 91}}, OddNumber, "rhythm_high"),
        ({"regions": tuple(f"区{n}" for n in range(51))}, TooManyWords, "regions"),
        ({"tags": ("很" * 31,)}, WordTooLong, "tags"),
    ],
)
async def test_what_cannot_be_meant_is_refused_in_its_field_and_nothing_is_made(books, told, refusal, field):
    await opened(books, "华东公海")

    with pytest.raises(refusal) as why:
        await books.do(rules.make, rules=Rules(**{"name": "新的", **told}), belongs=Belonging(), by=books["陈总"])

    assert why.value.field == field
    assert await books.count(Pool, Pool.workspace_id == "T1") == 2


async def test_each_change_is_on_record_with_before_and_after_and_none_where_nothing_changed(books):
    pool = await opened(books, teams=("广告组",), claims_a_day=5)

    await changed(books, pool, claims_a_day=8, held_by_grade={"A": 80})
    await changed(books, pool, claims_a_day=8)

    rows = await books.all(AuditRow, AuditRow.noun == "pool", AuditRow.verb == "rules")
    assert [(row.before["claims_a_day"], row.after["claims_a_day"]) for row in rows] == [(5, 8)]
    assert rows[0].after["held_by_grade"] == {"A": 80}
    assert (rows[0].actor_id, len(rows[0].before["teams"])) == (books["陈总"].id, 1)


async def test_whoever_saw_an_older_version_learns_what_others_changed_since(books):
    await books.join("王总", "admin")
    pool = await opened(books, claims_a_day=5)

    await changed(books, pool, by="王总", claims_a_day=8)

    async with books.begin() as session:
        told = await rules.changes_since(session, pool=pool, version=pool.version)
        now = await session.get_one(Pool, ("T1", pool.id))
        assert await rules.changes_since(session, pool=now, version=now.version) == []
    assert [(by.name, entry.after["claims_a_day"]) for entry, by in told] == [("王总", 8)]


async def test_admins_who_make_and_order_pools_at_once_leave_each_in_a_place_of_its_own(books):
    await books.join("王总", "admin")

    async def make(n):
        who = books["王总" if n % 2 else "陈总"]
        made = await books.do(rules.make, rules=Rules(name=f"公海{n}"), belongs=Belonging(), by=who)
        await books.do(order.move, pool_id=made.id, up=True, by=who)

    await asyncio.gather(*(make(n) for n in range(8)))

    places = [pool.position for pool in await books.all(Pool, Pool.workspace_id == "T1")]
    assert sorted(places) == list(range(9))


async def test_two_pools_of_one_name_are_not_made_however_many_try(books):
    async def make():
        try:
            return await books.do(rules.make, rules=Rules(name="华东公海"), belongs=Belonging(), by=books["陈总"])
        except PoolNameTaken:
            return None

    made = await asyncio.gather(*(make() for _ in range(6)))

    assert len([one for one in made if one]) == 1


async def test_a_pool_that_closes_gives_its_leads_free_and_held_to_another_and_each_lead_remembers(books):
    pool = await opened(books, regions=("上海",), members=("小李",))
    free, held = await books.lead("红杉机械", region="上海"), await books.lead("蓝海物流", region="上海")
    await books.do(claims.claim, lead_id=held.id, by=books["小李"])

    _, into, moved = await books.do(closing.close, pool_id=pool.id, into_id=(await first(books)).id, by=books["陈总"])

    assert moved == 2
    assert {(await books.again(lead)).pool_id for lead in (free, held)} == {into.id}
    assert await seen(books, "陈总") == [None]
    assert await books.count(PoolMember) == 0
    kept = await books.all(AuditRow, AuditRow.noun == "lead", AuditRow.verb == "move")
    assert {row.noun_id for row in kept} == {free.id, held.id}
    assert {(row.before["pool_id"], row.after["pool_id"]) for row in kept} == {(pool.id, into.id)}


async def test_the_first_pool_stays_and_none_closes_into_itself(books):
    pool, rest = await opened(books), await first(books)

    with pytest.raises(TakesTheRest):
        await books.do(closing.close, pool_id=rest.id, into_id=pool.id, by=books["陈总"])
    with pytest.raises(TakesTheRest):
        await books.do(order.move, pool_id=rest.id, up=True, by=books["陈总"])
    with pytest.raises(IntoItself):
        await books.do(closing.close, pool_id=pool.id, into_id=pool.id, by=books["陈总"])


async def test_everything_that_names_a_pool_follows_when_it_closes():
    named = {(column.table.name, column.name) for column in closing._pointing()}

    assert ("leads", "pool_id") in named
    assert all(table != "pool_members" for table, _ in named)


async def test_leads_entered_while_their_pool_closes_are_lost_to_neither(books):
    rest = await first(books)
    for round_ in range(5):
        pool = await opened(books, f"公海{round_}", regions=("上海",))

        async def enter(n, round_=round_):
            told = Capture(customer=f"客户{round_}号{'甲乙丙丁'[n]}机械", region="上海")
            return (await books.do(leads.capture, told=told, to=None, by=books["小李"], anyway=True))[0]

        entered = await asyncio.gather(
            *(enter(n) for n in range(4)),
            books.do(closing.close, pool_id=pool.id, into_id=rest.id, by=books["陈总"]),
        )

        assert {(await books.again(lead)).pool_id for lead in entered[:4]} == {rest.id}


async def test_a_manager_moves_a_lead_to_a_pool_they_see_and_takes_it_back(books):
    pool, hidden = await opened(books, teams=("广告组",)), await opened(books, "内部", members=("销售甲",))
    lead = await books.lead()

    moved, entry = await books.do(rehoming.move, lead_id=lead.id, pool_id=pool.id, by=books["张军"])
    _, again = await books.do(rehoming.move, lead_id=lead.id, pool_id=pool.id, by=books["张军"])

    assert (moved.pool_id, again) == (pool.id, None)
    with pytest.raises(Missing):
        await books.do(rehoming.move, lead_id=lead.id, pool_id=hidden.id, by=books["张军"])
    with pytest.raises(NotAllowed):
        await books.do(rehoming.move, lead_id=lead.id, pool_id=pool.id, by=books["小李"])
    _, locked = await books.do(locks.lock, lead_id=lead.id, by=books["陈总"])
    with pytest.raises(locks.LockedByAnother):
        await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    await books.do(undo.undo, audit_id=locked.id, by=books["陈总"])
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    assert (await books.again(lead)).pool_id == (await first(books)).id


async def test_a_move_is_not_taken_back_into_a_pool_that_is_gone(books):
    pool, rest = await opened(books), await first(books)
    lead = await books.lead()
    await books.do(rehoming.move, lead_id=lead.id, pool_id=pool.id, by=books["陈总"])
    _, entry = await books.do(rehoming.move, lead_id=lead.id, pool_id=rest.id, by=books["陈总"])
    await books.do(closing.close, pool_id=pool.id, into_id=rest.id, by=books["陈总"])

    with pytest.raises(ChangedSince):
        await books.do(undo.undo, audit_id=entry.id, by=books["陈总"])


async def offered(books, lead, who):
    """What is offered to who may not claim this lead."""
    with pytest.raises(Unclaimable) as refused:
        await books.do(claims.claim, lead_id=lead.id, by=books[who], offer=True)
    assert refused.value.refused.id == lead.id
    return refused.value.instead.account.name if refused.value.instead else None


async def test_the_nearest_lead_is_of_the_same_pool_then_region_then_tags_then_the_newest(books):
    await opened(books, "华东公海", regions=("上海", "江苏"))
    wanted = await books.lead("红杉机械", region="上海", tags=("医疗", "急"))
    await books.do(claims.claim, lead_id=wanted.id, by=books["销售甲"])
    order_of = []
    for name, told in (
        ("蓝海物流", {"region": "北京", "tags": ("医疗", "急")}),
        ("金陵印务", {"region": "江苏"}),
        ("长城仪表", {"region": "江苏", "tags": ("医疗",)}),
        ("云帆科技", {"region": "上海"}),
        ("大成建材", {"region": "上海", "tags": ("急",)}),
    ):
        order_of.append(name)
        await books.lead(name, **told)
        assert await offered(books, wanted, "小李") == name
    await books.lead("飞鸿服饰", region="上海")
    assert await offered(books, wanted, "小李") == "大成建材"


async def test_nothing_locked_cooling_or_over_the_quota_is_offered(books):
    pool = await opened(books, "华东公海", regions=("上海",), claims_a_day=1)
    wanted, other = await books.lead("红杉机械", region="上海"), await books.lead("蓝海物流", region="上海")
    rest = await books.lead("绿野食品")
    await books.do(claims.claim, lead_id=other.id, by=books["小李"])

    assert await offered(books, wanted, "小李") == "绿野食品"
    await books.do(claims.claim, lead_id=rest.id, by=books["小李"])
    await books.do(claims.release, lead_id=rest.id, by=books["小李"])
    assert await offered(books, wanted, "小李") is None
    await changed(books, pool, claims_a_day=9)
    await books.do(locks.lock, lead_id=wanted.id, by=books["张军"])
    assert await offered(books, rest, "小李") is None


async def test_who_presses_too_late_is_refused_by_name_and_offered_another(books):
    taken, free = await books.lead("红杉机械"), await books.lead("蓝海物流")
    await books.do(claims.claim, lead_id=taken.id, by=books["销售甲"])

    with pytest.raises(LeadAlreadyClaimed):
        await books.do(claims.claim, lead_id=taken.id, by=books["小李"])

    assert await offered(books, taken, "小李") == free.account.name
