"""What binds who claims: a pool's claims a day, what is held of it and by grade, days of waiting, locks."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from core import chances, claims, deals, leads, merges, owners, undo
from core.assignments import batches, giving
from core.deals import Terms
from core.errors import NotAllowed
from core.leads import Capture
from core.masks import hide, is_masked, mask
from core.models import AuditRow, Chance, Lead, Member, OwnerChange, Pool, Workspace
from core.pools import locks, reveals
from core.pools.cooling import CoolingDown
from core.pools.locks import LeadLocked, LockedByAnother, LockedEnough, NotYourTeams
from core.pools.quotas import (
    ClaimedEnoughToday,
    HoldingEnough,
    HoldingEnoughForGrade,
    HoldingEnoughHere,
    HoldingYourShare,
)
from core.pools.reveals import MaskedUntilClaimed
from core.settings import OnlyAdmins
from core.undo import TooLate
from tests.core.test_pools import opened

NAMES = ("红杉机械", "蓝海物流", "金陵印务", "长城仪表", "云帆科技", "大成建材", "北辰医疗", "飞鸿服饰", "绿野食品")


async def claim(books, lead, who="小李"):
    return (await books.do(claims.claim, lead_id=lead.id, by=books[who]))[0]


async def release(books, lead, who="小李"):
    return (await books.do(claims.release, lead_id=lead.id, by=books[who]))[1]


async def rules(books, **values):
    async with books.begin() as session:
        await session.execute(update(Pool).where(Pool.workspace_id == "T1").values(**values))


async def traits(books, who, **values):
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.id == books[who].id).values(**values))
        books.people[who] = await session.get_one(Member, ("T1", books[who].id), populate_existing=True)


async def entered(books, many, **told):
    return [await books.lead(name, **told) for name in NAMES[:many]]


async def test_each_pool_counts_its_own_claims_of_the_day(books):
    await opened(books, regions=("上海",), claims_a_day=1)
    east = await entered(books, 2, region="上海")
    rest = [await books.lead(f"{name}二厂") for name in NAMES[:2]]
    await claim(books, east[0])

    with pytest.raises(ClaimedEnoughToday) as told:
        await claim(books, east[1])

    assert (told.value.holes["used"], told.value.holes["quota"], told.value.holes["pool"].name) == (1, 1, "华东公海")
    for lead in rest:
        assert (await claim(books, lead)).owner_id == books["小李"].id


async def test_a_claim_undone_gives_back_even_when_a_manager_had_it_given_on_and_back_in_between(books):
    await rules(books, claims_a_day=1)
    first, second = await entered(books, 2)
    _, entry = await books.do(claims.claim, lead_id=first.id, by=books["小李"])
    _, given = await books.do(giving.assign, lead_id=first.id, to=books["Alice"], by=books["张军"])
    await books.do(undo.undo, audit_id=given.id, by=books["张军"])

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert (await claim(books, second)).owner_id == books["小李"].id


async def test_a_claim_that_was_not_undone_counts_though_a_later_one_of_the_same_lead_was(books):
    await rules(books, claims_a_day=2, cooling_days=0)
    first, second = await entered(books, 2)
    await claim(books, first)
    await release(books, first)
    _, again = await books.do(claims.claim, lead_id=first.id, by=books["小李"])
    await books.do(undo.undo, audit_id=again.id, by=books["小李"])

    await claim(books, second)
    with pytest.raises(ClaimedEnoughToday):
        await claim(books, first)


async def test_a_pool_has_a_cap_of_its_own_by_grade_where_it_names_one(books):
    await opened(books, regions=("上海",), held_at_once=2, held_by_grade={"A": 3})
    pool = await entered(books, 5, region="上海")
    await traits(books, "小李", grade="A")
    for lead in pool[:3]:
        await claim(books, lead)

    with pytest.raises(HoldingEnoughForGrade) as graded:
        await claim(books, pool[3])
    await books.do(claims.release, lead_id=pool[0].id, by=books["小李"])
    await traits(books, "小李", grade="B")
    with pytest.raises(HoldingEnoughHere) as told:
        await claim(books, pool[3])

    assert (graded.value.holes["held"], graded.value.holes["cap"], graded.value.holes["grade"]) == (3, 3, "A")
    assert (told.value.holes["held"], told.value.holes["cap"]) == (2, 2)
    assert (await claim(books, await books.lead("绿野食品"))).owner_id == books["小李"].id


async def test_whoever_holds_more_than_a_lowered_cap_is_told_how_many_have_to_go(books):
    await rules(books, held_by_grade={"A": 4, "B": 2}, cooling_days=0)
    pool = await entered(books, 5)
    await traits(books, "小李", grade="A")
    for lead in pool[:4]:
        await claim(books, lead)
    await traits(books, "小李", grade="B")

    for lead in pool[:3]:
        with pytest.raises(HoldingEnoughForGrade) as told:
            await claim(books, pool[4])
        assert told.value.holes["n"] == told.value.holes["held"] - 1
        await books.do(claims.release, lead_id=lead.id, by=books["小李"])
    assert (await claim(books, pool[4])).owner_id == books["小李"].id


async def test_a_grade_that_may_hold_more_than_the_workspaces_number_does(books):
    async with books.begin() as session:
        await session.execute(update(Workspace).where(Workspace.id == "T1").values(held_at_once=2))
    await rules(books, held_by_grade={"A": 4})
    pool = await entered(books, 5)
    await traits(books, "小李", grade="A")
    for lead in pool[:2]:
        await claim(books, lead, "Alice")
    for lead in pool[2:]:
        await claim(books, lead)

    with pytest.raises(HoldingEnough) as told:
        await claim(books, await books.lead("飞鸿服饰"), "Alice")
    assert (told.value.holes["held"], told.value.holes["cap"]) == (2, 2)


async def test_a_members_own_share_binds_over_all_pools_and_leaves_room_where_it_is_larger(books):
    await opened(books, regions=("上海",))
    east, rest = await entered(books, 2, region="上海"), await books.lead("绿野食品")
    await traits(books, "小李", capacity=1)
    await claim(books, east[0])

    for lead in (east[1], rest):
        with pytest.raises(HoldingYourShare) as told:
            await claim(books, lead)
        assert (told.value.holes["held"], told.value.holes["cap"]) == (1, 1)
    await traits(books, "小李", capacity=0)
    with pytest.raises(HoldingYourShare):
        await claim(books, rest)


async def test_converted_and_dead_leads_are_not_held(books):
    await rules(books, held_at_once=1)
    first, second = await entered(books, 2)
    await claim(books, first)
    await books.do(deals.convert, lead_id=first.id, terms=Terms(), by=books["小李"])

    assert (await claim(books, second)).owner_id == books["小李"].id


async def test_leads_entered_for_oneself_count_in_their_pool(books):
    await opened(books, regions=("上海",), held_at_once=1)
    told = Capture(customer="红杉机械", region="上海")
    await books.do(leads.capture, told=told, to=books["小李"], by=books["小李"])

    again = Capture(customer="蓝海物流", region="上海")
    with pytest.raises(HoldingEnoughHere):
        await books.do(leads.capture, told=again, to=books["小李"], by=books["小李"])


@pytest.mark.parametrize("limit", [{"claims_a_day": 3}, {"held_at_once": 3}, {"held_by_grade": {"A": 3}}])
async def test_pressing_in_two_pools_at_once_gets_nobody_more_than_each_allows(books, limit):
    await opened(books, regions=("上海",), **limit)
    await traits(books, "小李", grade="A")
    east = await entered(books, 8, region="上海")

    async def press(lead):
        try:
            return await claim(books, lead)
        except (ClaimedEnoughToday, HoldingEnough):
            return None

    won = [one for one in await asyncio.gather(*map(press, east)) if one]

    assert len(won) == 3


async def test_a_former_owner_waits_and_learns_the_rule_the_days_and_the_moment(books):
    await rules(books, cooling_days=7)
    lead = await books.lead()
    await claim(books, lead)
    books.now += timedelta(hours=3)
    await release(books, lead)
    gone = books.now

    for passed in (timedelta(), timedelta(days=7) - timedelta(seconds=1)):
        books.now = gone + passed
        with pytest.raises(CoolingDown) as told:
            await claim(books, lead)
    assert told.value.holes["days"] == 7
    assert (told.value.holes["since"], told.value.holes["until"]) == (gone, gone + timedelta(days=7))
    books.now = gone + timedelta(days=7)
    assert (await claim(books, lead)).owner_id == books["小李"].id


async def test_somebody_elses_hands_in_between_do_not_shorten_the_wait(books):
    await rules(books, cooling_days=7)
    lead = await books.lead()
    await claim(books, lead)
    await release(books, lead)
    books.now += timedelta(days=2)
    await claim(books, lead, "Alice")
    books.now += timedelta(days=2)
    await release(books, lead, "Alice")

    with pytest.raises(CoolingDown) as mine:
        await claim(books, lead)
    with pytest.raises(CoolingDown) as hers:
        await claim(books, lead, "Alice")

    assert hers.value.holes["until"] - mine.value.holes["until"] == timedelta(days=4)
    books.now = mine.value.holes["until"]
    assert (await claim(books, lead)).owner_id == books["小李"].id


@pytest.mark.parametrize("cause", ["release", "recycle", "decline", "die"])
async def test_every_way_of_letting_a_lead_go_starts_the_wait(books, cause):
    lead = await books.lead()
    await claim(books, lead)
    async with books.begin() as session:
        held = await leads.lock(session, lead_id=lead.id, by=books["小李"])
        await owners.change(session, thing=held, to=None, cause=cause, by=None, now=books.now)

    with pytest.raises(CoolingDown):
        await claim(books, lead)


async def test_a_release_taken_back_starts_no_wait_even_when_the_lead_is_lost_again_later(books):
    lead = await books.lead()
    await claim(books, lead)
    entry = await release(books, lead)
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    await books.do(giving.assign, lead_id=lead.id, to=books["Alice"], by=books["张军"])
    await release(books, lead, "Alice")

    assert (await claim(books, lead)).owner_id == books["小李"].id


async def test_a_release_taken_back_after_another_claim_was_undone_starts_no_wait_either(books):
    lead = await books.lead()
    await claim(books, lead)
    gone = await release(books, lead)
    _, hers = await books.do(claims.claim, lead_id=lead.id, by=books["Alice"])
    await books.do(undo.undo, audit_id=hers.id, by=books["Alice"])
    await books.do(undo.undo, audit_id=gone.id, by=books["小李"])
    await books.do(giving.assign, lead_id=lead.id, to=books["Alice"], by=books["张军"])
    await release(books, lead, "Alice")

    assert (await claim(books, lead)).owner_id == books["小李"].id


async def test_a_claim_taken_back_starts_no_wait(books):
    lead = await books.lead()
    _, entry = await books.do(claims.claim, lead_id=lead.id, by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert (await claim(books, lead)).owner_id == books["小李"].id


async def test_a_manager_gives_a_lead_back_to_whoever_would_have_to_wait(books):
    await rules(books, claims_a_day=1)
    lead = await books.lead()
    await claim(books, lead)
    await release(books, lead)

    given, _ = await books.do(giving.assign, lead_id=lead.id, to=books["小李"], by=books["张军"])

    assert given.owner_id == books["小李"].id
    assert await books.count(OwnerChange, OwnerChange.cause == "claim") == 1


async def test_a_pool_without_days_of_waiting_lets_claim_again_at_once(books):
    await rules(books, cooling_days=0)
    lead = await books.lead()
    await claim(books, lead)
    await release(books, lead)

    assert (await claim(books, lead)).owner_id == books["小李"].id


async def test_a_locked_lead_is_not_claimed_and_whoever_tries_learns_by_whom(books):
    lead = await books.lead()
    await books.do(locks.lock, lead_id=lead.id, by=books["张军"])

    with pytest.raises(LeadLocked) as told:
        await claim(books, lead)

    assert told.value.holes["who"].name == "张军"
    given, _ = await books.do(giving.assign, lead_id=lead.id, to=books["Alice"], by=books["张军"])
    assert (given.owner.name, given.locked_by_id) == ("Alice", books["张军"].id)


async def test_a_locked_lead_is_let_go_by_those_alone_who_may_unlock_it(books):
    lead = await books.lead(to="小李")
    await books.do(locks.lock, lead_id=lead.id, by=books["张军"])

    with pytest.raises(LockedByAnother):
        await release(books, lead)

    await release(books, lead, "张军")
    with pytest.raises(LockedByAnother):
        await books.do(locks.unlock, lead_id=lead.id, by=books["李庆成"])
    with pytest.raises(LockedByAnother):
        await books.do(giving.assign, lead_id=lead.id, to=books["销售甲"], by=books["李庆成"])
    await books.do(locks.unlock, lead_id=lead.id, by=books["陈总"])
    assert (await claim(books, lead, "销售甲")).owner_id == books["销售甲"].id


async def test_what_was_locked_since_is_not_taken_back_around_the_lock(books):
    held, freed = await entered(books, 2)
    _, claimed = await books.do(claims.claim, lead_id=held.id, by=books["小李"])
    await claim(books, freed, "Alice")
    _, released = await books.do(claims.release, lead_id=freed.id, by=books["Alice"])
    for each in (held, freed):
        await books.do(locks.lock, lead_id=each.id, by=books["张军"])

    for entry, by in ((claimed, "小李"), (released, "Alice")):
        with pytest.raises(LockedByAnother):
            await books.do(undo.undo, audit_id=entry.id, by=books[by])

    assert [(await books.again(each)).owner_id for each in (held, freed)] == [books["小李"].id, None]


async def test_of_many_given_at_once_those_that_an_admin_locked_since_stay_when_it_is_undone(books):
    one, other = await entered(books, 2)
    given = await books.do(batches.assign_many, lead_ids=[one.id, other.id], to=books["小李"], by=books["张军"])
    await books.do(locks.lock, lead_id=one.id, by=books["陈总"])

    await books.do(undo.undo, audit_id=given.entry.id, by=books["张军"])

    assert [(await books.again(each)).owner_id for each in (one, other)] == [books["小李"].id, None]


async def test_a_locked_lead_is_merged_with_anothers_by_those_alone_who_may_unlock_it(books):
    locked, theirs = await books.lead(NAMES[0]), await books.lead(NAMES[1], to="销售甲")
    await books.do(locks.lock, lead_id=locked.id, by=books["张军"])
    two = {"keep_id": theirs.account_id, "gone_id": locked.account_id}

    with pytest.raises(LockedByAnother):
        await books.do(merges.merge, by=books["李庆成"], **two)
    await books.do(merges.merge, by=books["陈总"], **two)

    assert (await books.again(theirs)).locked_by_id == books["张军"].id


async def test_only_managers_lock_and_only_what_is_free_or_their_teams(books):
    free, held = await books.lead("红杉机械"), await books.lead("蓝海物流")
    await claim(books, held, "销售甲")

    with pytest.raises(NotAllowed):
        await books.do(locks.lock, lead_id=free.id, by=books["小李"])
    with pytest.raises(NotYourTeams):
        await books.do(locks.lock, lead_id=held.id, by=books["张军"])


async def test_a_lock_and_its_end_are_on_record_and_taken_back(books):
    lead = await books.lead()

    _, entry = await books.do(locks.lock, lead_id=lead.id, by=books["张军"])
    _, again = await books.do(locks.lock, lead_id=lead.id, by=books["张军"])
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])

    assert again is None
    assert (await books.again(lead)).locked_at is None
    kept = await books.all(AuditRow, AuditRow.noun == "lead", AuditRow.verb == "lock")
    assert [(row.before["locked_by_id"], row.after["locked_by_id"]) for row in kept] == [(None, books["张军"].id)]


async def test_the_managers_of_a_team_lock_no_more_than_their_cap_at_once(books):
    async with books.begin() as session:
        await session.execute(update(Workspace).where(Workspace.id == "T1").values(locks_a_team=2))
    await books.join("王经理", "manager", "广告组")
    pool = await entered(books, 6)

    async def press(n):
        try:
            return await books.do(locks.lock, lead_id=pool[n].id, by=books["王经理" if n % 2 else "张军"])
        except LockedEnough as told:
            return told.holes

    told = await asyncio.gather(*map(press, range(6)))
    locked = [one for one in told if isinstance(one, tuple)]

    assert len(locked) == 2
    assert [one for one in told if one not in locked] == [{"used": 2, "cap": 2}] * 4
    assert (await books.do(locks.lock, lead_id=(await books.lead("绿野食品")).id, by=books["李庆成"]))[1]
    free = next(lead for lead in pool if lead.id not in {one.id for one, _ in locked})
    assert (await books.do(locks.lock, lead_id=free.id, by=books["陈总"]))[1]


async def test_a_locked_lead_dies_by_the_hand_of_those_alone_who_may_unlock_it_and_its_lock_with_it(books):
    lead = await books.lead(to="小李")
    await books.do(locks.lock, lead_id=lead.id, by=books["张军"])
    dead = {"lead_id": lead.id, "chance": Chance.NONE, "reason": "no_need"}

    with pytest.raises(LockedByAnother):
        await books.do(chances.rate, by=books["小李"], **dead)
    await books.do(chances.rate, by=books["张军"], **dead)

    picked, _ = await books.do(chances.pick_up, lead_id=lead.id, by=books["Alice"])
    assert (picked.owner.name, picked.locked_by_id) == ("Alice", None)


@pytest.mark.parametrize("end", ["die", "merge", "convert"])
async def test_a_lead_that_is_open_again_is_locked_again_only_if_there_is_a_lock_left(books, end):
    async with books.begin() as session:
        await session.execute(update(Workspace).where(Workspace.id == "T1").values(locks_a_team=2))
    one, other, third = [await books.lead(name, to="小李") for name in NAMES[:3]]
    for each in (one, other):
        await books.do(locks.lock, lead_id=each.id, by=books["张军"])

    async def ended():
        if end == "die":
            return (await books.do(chances.rate, lead_id=one.id, chance=Chance.NONE, reason="x", by=books["张军"]))[1]
        if end == "convert":
            return (await books.do(deals.convert, lead_id=one.id, terms=Terms(), by=books["张军"]))[1]
        facts = {"keep_id": other.account_id, "gone_id": one.account_id}
        return (await books.do(merges.merge, by=books["张军"], **facts)).entry

    await books.do(undo.undo, audit_id=(await ended()).id, by=books["张军"])
    assert (await books.again(one)).locked_by_id == books["张军"].id

    books.now += timedelta(seconds=1)
    entry = await ended()
    await books.do(locks.lock, lead_id=third.id, by=books["张军"])
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])

    assert [(await books.again(each)).locked_at is None for each in (one, other, third)].count(True) == 1
    assert await books.count(AuditRow, AuditRow.noun == "lead", AuditRow.verb == "unlock") == 1


async def test_a_manager_looks_at_a_contact_and_it_is_on_record_a_rep_is_told_whom_to_ask(books):
    lead = await books.lead(contact="刘兵", phone="13800138000", wechat="liubing88")

    with pytest.raises(MaskedUntilClaimed) as told:
        await books.do(reveals.reveal, lead_id=lead.id, by=books["小李"])
    shown = await books.do(reveals.reveal, lead_id=lead.id, by=books["张军"], source="block_actions:C1:1.1")

    assert told.value.holes["who"].name == "张军"
    assert shown.contact.phone.endswith("13800138000")
    found, total = await books.see(reveals.listed, by=books["陈总"], page=0, size=10)
    assert [(each.by.name, each.lead.id, each.at) for each in found] == [("张军", lead.id, books.now)]
    row = (await books.all(AuditRow, AuditRow.verb == "reveal"))[0]
    assert (total, row.source, row.after["shown"]) == (1, "block_actions:C1:1.1", ["phone", "wechat"])
    with pytest.raises(OnlyAdmins):
        await books.see(reveals.listed, by=books["张军"], page=0, size=10)


async def test_once_it_is_claimed_there_is_nothing_to_reveal(books):
    lead = await books.lead(contact="刘兵", phone="13800138000")
    await claim(books, lead)

    await books.do(reveals.reveal, lead_id=lead.id, by=books["张军"])

    assert await books.count(AuditRow, AuditRow.verb == "reveal") == 0


async def test_looking_at_a_contact_does_not_keep_the_lead_from_being_taken_back(books):
    told = Capture(customer="方舟电子", contact="刘兵", phone="13800138000")
    lead, entry = await books.do(leads.capture, told=told, to=None, by=books["小李"])
    await books.do(reveals.reveal, lead_id=lead.id, by=books["张军"])

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert (await books.again(lead)).status == "withdrawn"


async def test_masks_hold_until_the_claim_and_where_the_pool_asks_for_them(books):
    lead = await books.lead(contact="刘兵", phone="13800138000")
    async with books.begin() as session:
        unread = await session.get_one(Lead, ("T1", lead.id))
        assert is_masked(unread)

    assert is_masked(await books.see(leads.get, lead_id=lead.id, by=books["小李"]))
    await rules(books, masks_phones=False)
    assert not is_masked(await books.see(leads.get, lead_id=lead.id, by=books["小李"]))
    await rules(books, masks_phones=True)
    assert not is_masked(await claim(books, lead))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("找刘兵13800138000谈", "找刘兵138****8000谈"),
        ("电话 138-0013-8000,或 021 6888 9999", "电话 138****8000,或 021****9999"),
        ("１３８００１３８０００ 是手机", "１３８****８０００ 是手机"),
        ("(010) 8888-6666", "(010****6666"),
        ("+1 415 555 0147", "+14****0147"),
        ("一三八零零一三八零零零", "一三八****零零"),
        ("邮箱 liu.bing@fangzhou.com.cn", "邮箱 liu****cn"),
        ("加微信 liubing88 细聊", "加微信 liu****88 细聊"),
        ("微信号：liu_bing", "微信号：li****ng"),
        ("WeChat id: wxid_9f8e7d", "WeChat id: wxi****7d"),
        ("QQ 12345678", "QQ ****5678"),
        ("2026-12-07 前要200台,预算300000元", "2026-12-07 前要200台,预算300000元"),
        ("微信公众号运营,要微信小程序", "微信公众号运营,要微信小程序"),
    ],
)
def test_whatever_way_a_contact_was_typed_into_a_text_it_is_masked(typed, read):
    assert hide(typed) == read


def test_a_short_way_is_masked_whole():
    assert [mask("1234"), mask("ab"), mask("138 0013 8000")] == ["****", "****", "138****8000"]
    assert [mask("62881234"), mask("a@b.com")] == ["****1234", "a****om"]


async def test_undo_is_over_after_ten_minutes_for_locks_too(books):
    lead = await books.lead()
    _, entry = await books.do(locks.lock, lead_id=lead.id, by=books["张军"])
    books.now = datetime(2026, 12, 7, 2, 11, tzinfo=UTC)

    with pytest.raises(TooLate):
        await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
