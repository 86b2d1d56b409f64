"""Two customers merged: who may, what wins, that all of both moves and nothing is lost, and that it comes back."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, chances, claims, deals, duplicates, leads, merges, moves, taken, timeline, undo, visits
from core.duplicates import Asked
from core.errors import Missing, NotAllowed
from core.merges import pairs, rows
from core.merges.holding import BothWon, Busy, Itself, NotYourTeams, WonStays
from core.merges.pairs import KnownApart, NoOther
from core.merges.undo import LeadWentOn, MergedOn, TooLateToPart
from core.models import (
    Account,
    AccountKey,
    AccountPair,
    AuditRow,
    Base,
    Chance,
    Contact,
    Deal,
    Import,
    Invoice,
    Lead,
    Mute,
    Notice,
    OwnerChange,
    Role,
    Task,
    Visit,
    VisitKind,
)
from core.pools import locks
from core.silence import pauses
from core.undo import UndoneAlready

ALL = (Account, Contact, Lead, Deal, Visit, Task)


async def merge(books, kept, gone, by="张军", **how):
    return await books.do(merges.merge, keep_id=kept, gone_id=gone, by=books[by], **how)


async def log(books, line, by="小李", account=None):
    return await books.do(visits.log, line=line, kind=VisitKind.VISIT, by=books[by], account_id=account)


@pytest.fixture
async def two(books):
    """方舟电子, 小李's, and 方周科技, Alice's: each with a contact, a follow-up, a plan."""
    ours = await books.lead("方舟电子", to="小李", contact="刘兵", phone="13800138000", interest="扫描枪")
    theirs = await books.lead(
        "方周科技",
        to="Alice",
        contact="刘兵",
        email="liu@fz.com",
        region="东莞",
        budget=Decimal(300000),
        currency="CNY",
    )
    await log(books, "方舟电子 见了刘兵,要200台扫描枪,下周三报价")
    await log(books, "方周科技 见了王总,报价28万,下周五签合同", by="Alice")
    return ours.account_id, theirs.account_id


async def book(books):
    """Everything that is written down of the customers, for comparing."""
    async with books.begin() as session:
        found = {}
        for table in ("accounts", "account_keys", "contacts", "leads", "deals", "visits", "tasks", "mutes", "invoices"):
            rows_ = await session.scalars(text(f"select (to_jsonb(t) - 'version')::text from {table} t order by 1"))
            found[table] = rows_.all()
        return found


async def test_everything_of_both_stands_on_the_one_that_stays(books, two):
    kept, gone = two
    merged = await merge(books, kept, gone)

    assert (merged.kept.id, merged.gone.id, merged.holder.name) == (kept, gone, "小李")
    for model in (Lead, Deal, Visit, Task):
        assert await books.count(model, model.account_id == gone) == 0
    assert await books.count(Visit, Visit.account_id == kept) == 2
    assert {contact.name for contact in await books.all(Contact, Contact.account_id == kept)} == {"刘兵", "王总"}
    gone_row = await books.again(merged.gone)
    assert gone_row.merged_into_id == kept
    assert (await books.again(merged.kept)).aliases == ["方周科技"]


async def test_the_lead_that_stays_keeps_what_it_has_and_its_blanks_are_filled_by_blocks(books, two):
    kept, gone = two
    await merge(books, kept, gone)

    stays, folded = await books.all(Lead)
    assert (stays.interest, stays.region, stays.budget, stays.budget_currency) == ("扫描枪", "东莞", 300000, "CNY")
    assert (stays.quoted_amount, stays.status) == (280000, "open")
    assert (folded.status, folded.merged_into_id, folded.owner_id) == ("merged", stays.id, None)
    assert {task.owner_id for task in await books.all(Task)} == {books["小李"].id}
    assert {visit.lead_id for visit in await books.all(Visit)} == {stays.id}


async def test_a_sum_never_leaves_its_currency_and_the_newer_quote_stands(books):
    one = await books.lead("甲公司", to="小李", quoted=Decimal(100), quoted_currency="USD")
    books.now += timedelta(hours=1)
    other = await books.lead("乙公司", to="小李", quoted=Decimal(900), quoted_currency="CNY", budget=Decimal(5))
    await merge(books, one.account_id, other.account_id)

    stays = await books.again(one)
    assert (stays.quoted_amount, stays.quoted_currency, stays.budget, stays.budget_currency) == (900, "CNY", 5, "CNY")


async def test_contacts_of_one_name_are_one_person_and_what_has_no_place_is_still_found(books):
    one = await books.lead("甲公司", to="小李", contact="刘兵", phone="13800138000")
    other = await books.lead("乙公司", to="小李", contact="刘兵", phone="13900139000", wechat="liubing88")
    merged = await merge(books, one.account_id, other.account_id)

    [kept] = await books.all(Contact, Contact.account_id == one.account_id)
    assert (kept.phone, kept.wechat) == ("13800138000", "liubing88")
    assert (await books.again(other)).contact_id == kept.id
    assert merged.entry.after["doubles"][0]["aside"] == ["13900139000"]
    for ways in ({"phones": ("13900139000",)}, {"wechat": ("liubing88",)}):
        [found] = await books.see(duplicates.check, asked=Asked("", **ways), by=books["小李"])
        assert found.account_id == one.account_id


async def test_it_is_found_by_either_name_from_then_on(books, two):
    kept, gone = two
    await merge(books, kept, gone)

    for name in ("方舟电子", "方周科技有限公司"):
        [found] = await books.see(duplicates.check, asked=Asked(name), by=books["小李"])
        assert (found.account_id, found.name, found.verdict) == (kept, "方舟电子", "certain")
    logged = await log(books, "方周科技 又打了电话,同意价格")
    assert (logged.customer.id, logged.customer.name) == (kept, "方舟电子")
    assert [each.id for each in await books.see(accounts.meant_by, text="方周科技", by=books["小李"])] == [kept]
    assert (await books.see(accounts.get, account_id=gone, by=books["小李"])).id == kept, "old buttons lead to it"


async def test_both_histories_are_on_one_timeline_with_the_merge(books, two):
    kept, gone = two
    alone = [await books.see(timeline.of_customer, account_id=each, by=books["张军"], size=100) for each in two]
    await merge(books, kept, gone)
    page = await books.see(timeline.of_customer, account_id=kept, by=books["小李"], size=100)

    before = {event.row.id for each in alone for event in each.events}
    assert before <= {event.row.id for event in page.events}
    assert ("account", "merge") in {(event.row.noun, event.row.verb) for event in page.events}
    assert {event.visit.note for event in page.events if event.visit} == {each.note for each in await books.all(Visit)}


async def test_the_other_rep_is_freed_and_told_and_sees_it_no_more(books, two):
    kept, gone = two
    await merge(books, kept, gone)

    told = {notice.member_id: notice.facts for notice in await books.all(Notice, Notice.kind == "customer_merged")}
    assert told[books["Alice"].id] == {
        "account": kept, "gone": gone, "was": gone, "by": books["张军"].id, "holder": books["小李"].id,
    }  # fmt: skip
    assert told[books["小李"].id]["was"] == kept
    for account in two:
        assert await books.see(accounts.get, account_id=account, by=books["Alice"]) is None
    assert [change.cause for change in await books.all(OwnerChange)] == ["capture", "capture", "merge"]


async def test_the_manager_says_who_goes_on(books, two):
    kept, gone = two
    await merge(books, kept, gone, holder_id=books["Alice"].id)

    stays = (await books.all(Lead))[0]
    assert stays.owner_id == books["Alice"].id
    assert {task.owner_id for task in await books.all(Task)} == {books["Alice"].id}
    with pytest.raises(Missing):
        await merge(books, kept, (await books.lead("丙公司", to="小李")).account_id, holder_id=books["销售甲"].id)


async def test_what_lies_in_the_pool_goes_to_who_holds_the_other(books):
    free = await books.lead("方舟电子")
    held = await books.lead("方周科技", to="小李")
    merged = await merge(books, free.account_id, held.account_id)

    assert merged.holder.name == "小李"
    assert (await books.again(free)).owner_id == books["小李"].id


async def test_deals_of_both_stay_open_with_their_owners(books):
    one = await books.deal("方舟电子", of="小李", amount=Decimal(100))
    other = await books.deal("方周科技", of="Alice", amount=Decimal(200))
    await merge(books, one.account_id, other.account_id)

    assert {(deal.account_id, deal.owner_id) for deal in await books.all(Deal)} == {
        (one.account_id, books["小李"].id),
        (one.account_id, books["Alice"].id),
    }


async def test_mutes_move_and_the_keepers_own_stands(books, two):
    kept, gone = two
    async with books.begin() as session:
        for account, name in ((kept, "小李"), (gone, "小李"), (gone, "Alice")):
            session.add(Mute(workspace_id="T1", member_id=books[name].id, account_id=account, muted_at=books.now))
    merged = await merge(books, kept, gone)

    async with books.begin() as session:
        mutes = {(mute.member_id, mute.account_id) for mute in await session.scalars(select(Mute))}
    alice, xiaoli = books["Alice"].id, books["小李"].id
    assert mutes == {(alice, kept), (xiaoli, kept), (xiaoli, gone)}
    await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])
    async with books.begin() as session:
        mutes = {(mute.member_id, mute.account_id) for mute in await session.scalars(select(Mute))}
    assert mutes == {(alice, gone), (xiaoli, kept), (xiaoli, gone)}


async def test_the_merge_is_on_record_with_both_ids_and_where_it_was_said(books, two):
    kept, gone = two
    merged = await merge(books, kept, gone, source="command:C1:1")

    entry = await books.again(merged.entry)
    assert (entry.noun, entry.noun_id, entry.verb, entry.actor_id) == ("account", kept, "merge", books["张军"].id)
    assert (entry.after["gone"], entry.after["gone_name"], entry.source) == (gone, "方周科技", "command:C1:1")


@pytest.mark.parametrize("name", ["小李", "Alice"])
async def test_a_rep_merges_nothing(books, two, name):
    with pytest.raises(NotAllowed) as told:
        await merge(books, *two, by=name)

    assert told.value.holes["who"].name == "张军"


async def test_a_manager_merges_within_the_team_alone_and_an_admin_everywhere(books):
    ours = await books.lead("方舟电子", to="小李")
    theirs = await books.lead("方周科技", to="销售甲")
    shared = await books.deal("三励公司", of="小李")
    await books.deal("鼎盛建材", of="小李")
    other = (await books.all(Deal))[1]
    async with books.begin() as session:
        deal = await session.get_one(Deal, ("T1", other.id))
        deal.owner_id = books["销售甲"].id

    with pytest.raises(Missing):
        await merge(books, ours.account_id, theirs.account_id)
    async with books.begin() as session:  # both of the team, and one of them somebody else's too
        session.add(
            Lead(
                workspace_id="T1", account_id=other.account_id, pool_id=ours.pool_id, created_by_id=books["小李"].id,
                created_at=books.now, version=1, status="open",
            )
        )  # fmt: skip
    with pytest.raises(NotYourTeams) as told:
        await merge(books, shared.account_id, other.account_id)
    assert told.value.holes["who"].name == "陈总"
    merged = await merge(books, ours.account_id, theirs.account_id, by="陈总")
    assert merged.holder.name == "小李"


async def test_with_itself_across_workspaces_or_twice_it_is_refused(books, two, elsewhere):
    kept, gone = two
    [strange, *_] = await elsewhere.all(Account)
    with pytest.raises(Itself):
        await merge(books, kept, kept)
    with pytest.raises(Missing):
        await merge(books, kept, strange.id + 10_000)
    async with books.begin() as session:
        ids = set(await session.scalars(select(Account.id)))
    for foreign in {each.id for each in await elsewhere.all(Account)} - ids:
        with pytest.raises(Missing):
            await merge(books, kept, foreign, by="陈总")
    await merge(books, kept, gone)
    with pytest.raises(Itself):
        await merge(books, kept, gone)


async def test_who_has_bought_stays(books):
    won, other = await books.deal("方舟电子", of="小李"), await books.lead("方周科技", to="Alice")
    await books.do(moves.win, deal_id=won.id, by=books["小李"])

    with pytest.raises(WonStays):
        await merge(books, other.account_id, won.account_id)
    also = await books.deal("方洲集团", of="小李")
    await books.do(moves.win, deal_id=also.id, by=books["小李"])
    with pytest.raises(BothWon):
        await merge(books, won.account_id, also.account_id)
    seen = await books.see(merges.preview, one_id=other.account_id, other_id=won.account_id, by=books["张军"])
    assert seen.kept.account.id == won.account_id
    await merge(books, won.account_id, other.account_id)


async def test_the_preview_shows_both_and_writes_nothing(books, two):
    before = await book(books)
    seen = await books.see(merges.preview, one_id=two[0], other_id=two[1], by=books["张军"])

    assert (seen.kept.account.id, seen.gone.account.id) == two
    assert [(side.visits, [each.name for each in side.contacts]) for side in (seen.kept, seen.gone)] == [
        (1, ["刘兵"]),
        (1, ["王总", "刘兵"]),
    ]
    assert {member.name for member in seen.holders} == {"小李", "Alice"}
    assert await book(books) == before


async def test_the_clock_of_whoever_goes_on_runs_on_with_what_they_were_granted(books, two):
    ours, theirs = await books.all(Lead)
    books.now += timedelta(days=1)
    until = date(2027, 1, 4)
    await books.do(pauses.pause, lead_id=theirs.id, until=until, reason="出差", by=books["Alice"])
    await books.do(locks.lock, lead_id=theirs.id, by=books["张军"])
    before = await book(books)
    books.now += timedelta(hours=1)
    merged = await merge(books, *two, holder_id=books["Alice"].id)

    stays = await books.again(ours)
    assert (stays.owner_id, stays.owned_since) == (books["Alice"].id, theirs.owned_since)
    assert (stays.paused_until, stays.pause_reason, stays.silent_on > until) == (until, "出差", True)
    assert stays.locked_by_id == books["张军"].id
    await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])
    assert await book(books) == before


async def test_a_merge_gives_nobody_a_fresh_clock(books, two):
    ours, _ = await books.all(Lead)
    async with books.begin() as session:
        await session.execute(text("update leads set last_follow_up_at = null"))
    books.now += timedelta(days=3)
    await merge(books, *two)

    stays = await books.again(ours)
    assert (stays.owned_since, stays.silent_on) == (ours.owned_since, ours.silent_on)


async def test_days_granted_by_the_manager_stay_granted(books, two):
    ours, theirs = await books.all(Lead)
    until, day = date(2026, 12, 30), theirs.last_follow_up_at
    async with books.begin() as session:
        lead = await session.get_one(Lead, ("T1", theirs.id))
        lead.kept_until, lead.kept_from = until, day
    await merge(books, *two, holder_id=books["Alice"].id)

    assert (await books.again(ours)).silent_on == until


async def test_taken_back_within_a_day_everything_is_as_it_was(books, two):
    here = {"workspace_id": "T1", "created_at": books.now}
    async with books.begin() as session:
        came = Import(**here, member_id=books["小李"].id, file_id="F1", filename="发票.csv", source="message:1")
        session.add(came)
        await session.flush()
        session.add_all(
            Invoice(**here, import_id=came.id, account_id=account_id, number=f"N{account_id}", currency="CNY")
            for account_id in two
        )
    before = await book(books)
    merged = await merge(books, *two, holder_id=books["Alice"].id)
    assert {invoice.account_id for invoice in await books.all(Invoice)} == {two[0]}
    books.now += timedelta(hours=23)
    entry = await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])

    assert entry.id == merged.entry.id
    assert await book(books) == before
    with pytest.raises(UndoneAlready):
        await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])
    assert (await merge(books, *two)).kept.id == two[0], "and may be merged again"


async def test_after_a_day_it_stays(books, two):
    merged = await merge(books, *two)
    books.now += timedelta(days=1, minutes=1)

    with pytest.raises(TooLateToPart):
        await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])


async def test_what_came_since_stays_with_the_one_that_stayed(books, two):
    kept, gone = two
    merged = await merge(books, kept, gone)
    books.now += timedelta(hours=1)
    await log(books, "方舟电子 又见了刘兵,同意价格,周四发合同")
    await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])

    assert await books.count(Visit, Visit.account_id == kept) == 2
    assert await books.count(Visit, Visit.account_id == gone) == 1
    stays, other = await books.all(Lead)
    assert stays.last_follow_up_at == books.now
    assert other.last_follow_up_at < books.now


async def test_merged_on_or_converted_since_it_cannot_be_taken_back_and_says_so(books, two):
    third = await books.lead("三励公司", to="小李")
    first = await merge(books, *two)
    second = await merge(books, third.account_id, two[0])
    with pytest.raises(MergedOn):
        await books.do(undo.undo, audit_id=first.entry.id, by=books["张军"])
    await books.do(undo.undo, audit_id=second.entry.id, by=books["张军"])
    stays = (await books.all(Lead))[0]
    await books.do(deals.convert, lead_id=stays.id, terms=deals.Terms(), by=books["小李"])

    with pytest.raises(LeadWentOn):
        await books.do(undo.undo, audit_id=first.entry.id, by=books["张军"])


async def test_who_has_left_meanwhile_is_given_nothing_back(books, two):
    merged = await merge(books, *two)
    async with books.begin() as session:
        (await session.merge(books["Alice"])).active = False
    await books.do(undo.undo, audit_id=merged.entry.id, by=books["张军"])

    folded = (await books.all(Lead))[1]
    assert (folded.status, folded.owner_id) == ("open", None)


async def test_only_who_merged_takes_it_back(books, two):
    merged = await merge(books, *two)

    for name in ("陈总", "小李"):
        with pytest.raises(Missing):
            await books.do(undo.undo, audit_id=merged.entry.id, by=books[name])


async def test_what_was_merged_into_it_follows_when_it_is_merged_itself(books, two):
    third = await books.lead("三励公司", to="小李")
    await merge(books, *two)
    second = await merge(books, third.account_id, two[0])

    merged = {account.id: account.merged_into_id for account in await books.all(Account)}
    assert merged == {two[0]: third.account_id, two[1]: third.account_id, third.account_id: None}
    assert (await books.again(second.kept)).aliases == ["方舟电子", "方周科技"]
    await books.do(undo.undo, audit_id=second.entry.id, by=books["张军"])
    merged = {account.id: account.merged_into_id for account in await books.all(Account)}
    assert merged == {two[0]: None, two[1]: two[0], third.account_id: None}


async def test_a_merged_lead_is_in_nobodys_list_and_cannot_be_claimed(books, two):
    await merge(books, *two)
    folded = (await books.all(Lead))[1]

    for name in ("小李", "Alice", "张军", "陈总", "销售甲"):
        for listed in (leads.pool, leads.mine):
            assert folded.id not in {lead.id for lead in (await books.see(listed, by=books[name]))[0]}
        with pytest.raises((Missing, leads.LeadNotOpen)):
            await books.do(claims.claim, lead_id=folded.id, by=books[name])


async def test_a_follow_up_logged_at_the_moment_of_the_merge_is_not_lost(books, two):
    kept, gone = two
    said = [f"方周科技 第{n}次见面,谈了第{n}个方案" for n in range(6)]
    outcomes = await asyncio.gather(
        *(log(books, line, by="Alice", account=gone) for line in said[:3]),
        merge(books, kept, gone),
        *(log(books, line, by="Alice", account=gone) for line in said[3:]),
        return_exceptions=True,
    )
    logged = [each for each in outcomes if isinstance(each, visits.Logged)]

    assert all(isinstance(each, visits.Logged | merges.Merged | Missing | Busy) for each in outcomes), outcomes
    merged = (await books.all(Account, Account.id == gone))[0].merged_into_id is not None
    where = {visit.account_id for visit in await books.all(Visit)}
    assert where == ({kept} if merged else {kept, gone})
    assert await books.count(Visit) == 2 + len(logged)


async def test_many_follow_ups_logged_on_one_lead_at_once_all_stand(books, two):
    lines = [f"方舟电子 第{n}次电话,确认了第{n}项参数" for n in range(12)]
    logged = await asyncio.gather(*(log(books, line) for line in lines), return_exceptions=True)

    assert all(isinstance(each, visits.Logged) for each in logged), logged
    assert await books.count(Visit) == 2 + len(lines)


async def waited_for(books):
    """Until somebody waits for what another transaction holds."""
    waiting = text("select count(*) from pg_locks where not granted")
    async with asyncio.timeout(10):
        while not await books.see(AsyncSession.scalar, statement=waiting):
            pass


async def test_whoever_writes_while_a_merge_is_under_way_waits_and_writes_to_the_one_that_stays(books, two):
    kept, gone = two
    told = {"told": leads.Capture(customer="方周科技"), "to": None, "by": books["销售甲"]}
    async with books.begin() as session:
        choice = {"keep_id": kept, "gone_id": gone, "holder_id": books["Alice"].id}
        await merges.merge(session, **choice, by=books["张军"], now=books.now)
        logging = asyncio.create_task(log(books, "方周科技 又谈了付款方式,要求分三期", by="Alice", account=gone))
        await waited_for(books)
        capturing = asyncio.create_task(books.do(leads.capture, **told))
        await asyncio.wait({capturing}, timeout=0.2)
        assert not capturing.done()
    logged = await logging

    assert logged.customer.id == kept
    stays = await books.again((await books.all(Lead))[0])
    assert (stays.owner_id, stays.last_follow_up_at) == (books["Alice"].id, books.now)
    assert await books.count(Visit, Visit.account_id == gone) == 0
    with pytest.raises(taken.CustomerHidden):
        await capturing
    assert await books.count(Lead, Lead.account_id == gone) == 0


async def test_two_managers_at_once_merge_once(books, two):
    outcomes = await asyncio.gather(
        merge(books, *two, by="张军"), merge(books, *two, by="陈总"), merge(books, *reversed(two), by="陈总"),
        return_exceptions=True,
    )  # fmt: skip

    assert sum(isinstance(each, merges.Merged) for each in outcomes) <= 1
    assert all(isinstance(each, merges.Merged | Busy | Itself | Missing) for each in outcomes), outcomes
    assert await books.count(AuditRow, AuditRow.verb == "merge", AuditRow.noun == "account") <= 1


def test_every_table_that_names_a_customer_or_a_lead_is_known_to_the_merge():
    """A new one moves by itself. Where it must not, or cannot (no id of its own), say so in core/merges/rows.py."""
    moved = {to: {table.name for table, _ in rows.referring(to)} for to in ("accounts", "leads", "contacts")}

    for table in moved["accounts"] - rows.BY_RULE | moved["leads"] - rows.STAY_WITH_LEAD | moved["contacts"]:
        assert "id" in Base.metadata.tables[table].primary_key.columns, table
    assert moved["accounts"] >= {"contacts", "deals", "leads", "mutes", "tasks", "visits"}
    assert moved["leads"] - rows.STAY_WITH_LEAD >= {"tasks", "visits"}


async def test_a_dead_lead_comes_along_as_it_is(books, two):
    kept, gone = two
    folded = (await books.all(Lead))[1]
    await books.do(chances.rate, lead_id=folded.id, chance=Chance.NONE, reason="no_need", by=books["Alice"])
    merged = await merge(books, kept, gone)

    assert [lead.status for lead in await books.all(Lead)] == ["open", "dead"]
    assert merged.entry.after["folded"] == []


# Pairs: proposed, and known to be two


async def test_a_rep_proposes_and_the_manager_of_both_is_asked_once(books, two):
    kept = two[0]
    asked = await books.do(pairs.propose, account_id=kept, other="方周科技", by=books["小李"])
    again = await books.do(pairs.propose, account_id=kept, other="方周科技有限公司", by=books["小李"])

    assert (asked.to.name, asked.known, again.known) == ("张军", False, True)
    [notice] = await books.all(Notice, Notice.kind == "same_customer")
    assert (notice.member_id, notice.facts["pair"]) == (books["张军"].id, asked.pair.id)
    assert await books.count(AuditRow, AuditRow.verb == "ask") == 2, "it tells as much as a question"


async def test_where_two_teams_hold_them_an_admin_is_asked(books):
    ours = await books.lead("方舟电子", to="小李")
    await books.lead("方周电子", to="销售甲")
    asked = await books.do(pairs.propose, account_id=ours.account_id, other="方周电子", by=books["小李"])

    assert asked.to.name == "陈总"


async def test_nobody_is_asked_about_a_customer_that_is_not_there(books, two):
    with pytest.raises(NoOther):
        await books.do(pairs.propose, account_id=two[0], other="方舟电子", by=books["小李"])
    with pytest.raises(Missing):
        await books.do(pairs.propose, account_id=two[1], other="方舟电子", by=books["小李"])


async def test_not_the_same_is_remembered_and_nobody_is_warned_or_asked_again(books, two):
    kept, gone = two
    asked = await books.do(pairs.propose, account_id=kept, other="方周科技", by=books["小李"])
    with pytest.raises(NotAllowed):
        await books.do(pairs.keep_apart, pair_id=asked.pair.id, by=books["小李"])
    await books.do(pairs.keep_apart, pair_id=asked.pair.id, by=books["张军"])
    await books.do(pairs.keep_apart, pair_id=asked.pair.id, by=books["张军"])

    with pytest.raises(KnownApart):
        await books.do(pairs.propose, account_id=kept, other="方周科技", by=books["小李"])
    assert await books.see(pairs.apart, account_ids=[kept, gone], of=gone, by=books["张军"]) == {kept}
    assert await books.count(AuditRow, AuditRow.verb == "apart") == 1
    [told] = await books.all(Notice, Notice.kind == "pair_apart")
    assert told.member_id == books["小李"].id
    asked_many = [Asked("方周科技"), Asked("方舟电子")]
    found = await books.see(taken.check_many, asked=asked_many, by=books["张军"])
    assert [[each.match.account_id for each in holdings] for holdings in found] == [[gone], [kept]]


async def test_merged_after_all_the_question_is_closed(books, two):
    asked = await books.do(pairs.propose, account_id=two[0], other="方周科技", by=books["小李"])
    await merge(books, *two)

    [pair] = await books.all(AccountPair)
    assert (pair.id, pair.proposed_at) == (asked.pair.id, None)


async def test_a_merge_leaves_no_key_of_the_one_that_went(books, two):
    kept, gone = two
    await merge(books, kept, gone)

    async with books.begin() as session:
        owners_ = set(await session.scalars(select(AccountKey.account_id)))
    assert gone not in owners_
    assert [each.held for each in await books.see(taken.check, asked=Asked("方周科技"), by=books["销售甲"])] == [
        "hidden"
    ]


async def test_an_admin_of_two_teams_may_join_any(books):
    await books.join("王五", Role.ADMIN)
    one, other = await books.lead("方舟电子", to="销售甲"), await books.lead("方周电子", to="Alice")

    assert (await merge(books, one.account_id, other.account_id, by="王五")).holder.name == "销售甲"
