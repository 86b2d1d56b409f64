"""Leads captured: from whom, for whom, of which customer, and never the same one twice."""

import asyncio
from datetime import date
from decimal import Decimal

import pytest

from core import claims, deals, leads, undo
from core.deals import Terms
from core.errors import Missing
from core.leads import Capture, CustomerMissing, NameTooLong
from core.models import Account, AuditRow, Deal, Lead, LeadStatus, Notice, OwnerChange, VisitKind
from core.taken import CustomerHidden, CustomerLikelyTaken, CustomerTaken
from core.undo import ChangedSince
from core.visits import log


async def capture(books, name, by="小李", to=None, **told):
    holder = books[to] if to else None
    return await books.do(leads.capture, told=Capture(customer=name, **told), to=holder, by=books[by])


async def test_a_lead_keeps_what_was_told_of_it(books):
    lead, _ = await capture(
        books, "方舟电子", contact="刘兵", phone="13800138000", interest="扫描枪 200台", region="深圳", source="展会",
        campaign="秋季展", referrer="王总", quoted=Decimal(280000), budget=Decimal(300000), currency="CNY",
    )  # fmt: skip

    seen = await books.see(leads.get, lead_id=lead.id, by=books["销售甲"])
    assert (seen.contact.name, seen.contact.phone) == ("刘兵", "13800138000")
    assert (seen.budget, seen.budget_currency, seen.quoted_amount, seen.quoted_at) == (
        Decimal(300000), "CNY", Decimal(280000), books.now,
    )  # fmt: skip


async def test_a_lead_of_ones_own_begins_its_clock_at_once(books):
    lead, _ = await capture(books, "方舟电子", to="小李")

    assert (lead.owner.name, lead.owned_since, lead.silent_on) == ("小李", books.now, date(2026, 12, 16))
    assert lead.warn_on == date(2026, 12, 11)
    assert await books.count(Notice) == 0


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
async def test_a_lead_needs_a_customer(books, name):
    with pytest.raises(CustomerMissing):
        await capture(books, name)


async def test_a_name_longer_than_a_name_is_refused_with_its_length(books):
    with pytest.raises(NameTooLong) as told:
        await capture(books, "长" * 121)

    assert told.value.holes == {"n": 121, "most": 120}


async def test_a_customer_of_ones_own_or_of_the_pool_is_not_entered_again(books):
    await capture(books, "方舟电子")

    with pytest.raises(CustomerTaken) as told:
        await capture(books, "方舟电子有限公司", by="销售甲")
    assert told.value.holes == {"customer": "方舟电子"}


async def test_a_hidden_customer_is_refused_under_the_name_its_asker_used(books):
    await capture(books, "深圳方舟电子有限公司", to="小李")

    with pytest.raises(CustomerHidden) as told:
        await capture(books, "方舟电子（深圳）", by="销售甲")

    assert told.value.holes == {"customer": "方舟电子（深圳）", "who": told.value.holdings[0].ask}
    assert told.value.holes["who"].id == books["张军"].id


async def test_a_customer_that_only_looks_alike_is_asked_about_and_entered_on_insistence(books):
    await capture(books, "方舟电子")

    with pytest.raises(CustomerLikelyTaken):
        await capture(books, "方周电子")
    lead = await books.lead("方周电子")
    assert lead.account.name == "方周电子"


async def test_the_same_customer_entered_by_many_at_once_is_one(books):
    async def enter(name):
        try:
            return await capture(books, name)
        except CustomerTaken:
            return None

    entered = await asyncio.gather(*(enter(name) for name in ["方舟电子", "方舟电子有限公司"] * 5))

    assert len([one for one in entered if one]) == 1
    assert await books.count(Account) == 1


async def test_a_free_customer_comes_back_with_its_account(books):
    first, entry = await capture(books, "方舟电子")
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    again, _ = await capture(books, "方舟电子", by="销售甲")

    assert again.account_id == first.account_id
    assert await books.count(Account) == 1


async def test_a_capture_undone_leaves_every_list_and_keeps_its_history(books):
    lead, entry = await capture(books, "方舟电子")

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert (await books.again(lead)).status == LeadStatus.WITHDRAWN
    with pytest.raises(Missing):
        await books.see(leads.get, lead_id=lead.id, by=books["陈总"])
    assert (await books.see(leads.pool, by=books["小李"]))[1] == 0
    assert await books.count(OwnerChange) == 1
    assert [each.verb for each in await books.all(AuditRow, AuditRow.noun == "lead")] == ["capture", "undo"]


async def test_a_capture_is_not_undone_over_what_came_after(books):
    lead, entry = await capture(books, "方舟电子", to="小李")
    logged = await books.do(log, line="方舟电子 见了刘兵,要200台扫描枪", kind=VisitKind.VISIT, by=books["小李"])

    with pytest.raises(ChangedSince):
        await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    await books.do(undo.undo, audit_id=logged.written.audit_id, by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    assert (await books.again(lead)).status == LeadStatus.WITHDRAWN


async def test_a_capture_that_somebody_claimed_is_not_undone(books):
    lead, entry = await capture(books, "方舟电子")
    await books.do(claims.claim, lead_id=lead.id, by=books["销售甲"])

    with pytest.raises(ChangedSince):
        await books.do(undo.undo, audit_id=entry.id, by=books["小李"])


async def test_who_may_see_a_lead(books):
    lead, _ = await capture(books, "方舟电子", to="小李")

    for name in ("小李", "张军", "陈总"):
        assert (await books.see(leads.get, lead_id=lead.id, by=books[name])).id == lead.id
    for name in ("Alice", "销售甲", "李庆成"):
        with pytest.raises(Missing):
            await books.see(leads.get, lead_id=lead.id, by=books[name])


async def test_two_at_once_convert_a_lead_into_one_deal(books):
    lead, _ = await capture(books, "方舟电子", to="小李", interest="扫描枪", budget=Decimal(300000), currency="CNY")

    async def convert(name):
        try:
            return (await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=books[name]))[0]
        except leads.LeadNotOpen:
            return None

    made = [deal for deal in await asyncio.gather(*map(convert, ["小李", "张军", "陈总", "小李"])) if deal]

    assert await books.count(Deal) == len(made) == 1
    assert (made[0].owner.name, made[0].name, made[0].amount) == ("小李", "方舟电子 扫描枪", Decimal(300000))
    assert (await books.again(lead)).status == LeadStatus.CONVERTED
    assert await books.count(Lead) == 1


async def test_a_lead_in_the_pool_is_claimed_before_it_is_converted(books):
    lead, _ = await capture(books, "方舟电子")

    with pytest.raises(deals.PoolFirst):
        await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=books["小李"])


async def test_a_conversion_undone_opens_the_lead_again_with_its_clock(books):
    lead, _ = await capture(books, "方舟电子", to="小李")
    deal, entry = await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=books["小李"])

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    again = await books.again(lead)
    assert (again.status, again.silent_on, again.warn_on) == (LeadStatus.OPEN, lead.silent_on, lead.warn_on)
    assert (await books.again(deal)).status == "withdrawn"
    converted, _ = await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=books["小李"])
    assert converted.id != deal.id
