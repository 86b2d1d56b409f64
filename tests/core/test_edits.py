"""What is told of a lead, changed: only what was changed, by whoever may, by two at once, and back again."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core import accounts, claims, leads, notices, sources, taken, undo
from core.duplicates import Asked
from core.errors import Missing
from core.leads import Capture, CustomerMissing, edits, facts, people
from core.leads.changes import OtherCustomer
from core.leads.edits import Clash, NotYoursToChange, PoolsToChange
from core.leads.people import KnownAlready, NobodyNamed, Person
from core.models import AuditRow, Contact, Notice, SourceKind
from core.taken import CustomerHidden
from core.undo import ChangedSince, TooLate

WHOLE = Capture(
    customer="方舟电子", contact="刘兵", phone="13800138000", wechat="liubing", email="liu@fz.cn", interest="扫描枪",
    region="深圳", source="展会", campaign="秋季展", referrer="老王", quoted=Decimal(280000), quoted_currency="CNY",
    budget=Decimal(300000), currency="CNY", tags=("VIP",),
)  # fmt: skip


async def whole(books, to="小李"):
    lead, _ = await books.do(leads.capture, told=WHOLE, to=books[to] if to else None, by=books["小李"])
    return await seen(books, lead)


async def seen(books, lead):
    return await books.see(leads.get, lead_id=lead.id, by=books["陈总"])


async def edit(books, lead, by="小李", of=None, **told):
    marks = facts.marks(of or lead)
    return await books.do(edits.edit, lead_id=lead.id, told=replace(WHOLE, **told), seen=marks, by=books[by])


async def test_what_is_not_changed_changes_nothing(books):
    lead = await whole(books)

    outcome = await edit(books, lead)

    assert (outcome.entry, outcome.meanwhile) == (None, None)
    assert (await seen(books, lead)).version == lead.version


NEW = Capture(
    customer="方舟科技", contact="刘斌", phone="13900139000", wechat="lb", email="b@fz.cn", interest="打印机",
    region="广州", source="官网", campaign="双十一", referrer="小王", quoted=Decimal(1), quoted_currency="USD",
    budget=Decimal(2), currency="USD", tags=("KA", "急"),
)  # fmt: skip


@pytest.mark.parametrize("name", list(facts.FACTS))
async def test_each_fact_changes_alone_is_on_record_and_goes_back(books, name):
    lead = await whole(books)
    before = facts.of(lead)
    more = {"quoted": "quoted_currency", "budget": "currency"}
    told = {each: getattr(NEW, each) for each in (name, more.get(name, name))}

    outcome = await edit(books, lead, **told)

    after = facts.of(outcome.lead)
    assert {each for each in after if after[each] != before[each]} == {name}
    assert outcome.entry.before.keys() == outcome.entry.after.keys()
    assert outcome.entry.before != outcome.entry.after
    assert outcome.lead.version == lead.version + 1
    await books.do(undo.undo, audit_id=outcome.entry.id, by=books["小李"])
    assert facts.of(await seen(books, lead)) == before


@pytest.mark.parametrize("name", [name for name in facts.FACTS if name not in ("customer", "source")])
async def test_each_fact_can_be_taken_away_and_comes_back(books, name):
    lead = await whole(books)
    before = facts.of(lead)

    outcome = await edit(books, lead, **{name: () if name == "tags" else None})

    assert facts.of(outcome.lead)[name] in (None, [])
    await books.do(undo.undo, audit_id=outcome.entry.id, by=books["小李"])
    assert facts.of(await seen(books, lead)) == before


async def test_everything_told_for_the_first_time_and_taken_back(books):
    lead = await seen(books, await books.lead("方舟电子", to="小李"))
    before = facts.of(lead)

    outcome = await edit(books, lead)

    assert facts.of(outcome.lead) == {**facts.of(await seen(books, lead))}
    assert outcome.lead.quoted_at == books.now
    await books.do(undo.undo, audit_id=outcome.entry.id, by=books["小李"])
    assert facts.of(await seen(books, lead)) == before
    assert await books.count(Contact) == 0


async def test_a_customer_under_a_new_name_is_found_by_it_and_by_its_phone(books):
    lead = await whole(books)

    await edit(books, lead, customer="启明科技有限公司")

    async def found(**asked):
        holdings = await books.see(taken.check, asked=Asked(**asked), by=books["小李"])
        return [each.match.name for each in holdings if each.certain]

    assert await found(name="启明科技") == ["启明科技有限公司"]
    assert await found(name="方舟电子") == []
    assert await found(name="", phones=("138 0013 8000",)) == ["启明科技有限公司"]
    assert (await books.see(accounts.meant_by, text="启明科技", by=books["小李"]))[0].name == "启明科技有限公司"


async def test_a_new_phone_is_what_the_customer_is_found_by(books):
    lead = await whole(books)

    await edit(books, lead, phone="13900139000")

    old = await books.see(taken.check, asked=Asked("", phones=("13800138000",)), by=books["小李"])
    new = await books.see(taken.check, asked=Asked("", phones=("13900139000",)), by=books["小李"])
    assert (len(old), len(new)) == (0, 1)


async def test_no_customer_takes_anothers_name(books):
    lead = await whole(books)
    await books.lead("蓝海物流", to="Alice")
    await books.lead("金陵印务")

    with pytest.raises(CustomerHidden):
        await edit(books, lead, customer="蓝海物流有限公司")
    with pytest.raises(OtherCustomer):
        await edit(books, lead, customer="金陵印务")
    with pytest.raises(CustomerMissing):
        await edit(books, lead, customer="  ")
    assert (await seen(books, lead)).account.name == "方舟电子"


async def test_a_contact_by_the_name_of_another_is_that_other_one(books):
    lead = await whole(books)
    await books.do(people.add, lead_id=lead.id, told=Person("王芳", phone="13700000000"), by=books["小李"])

    outcome = await edit(books, lead, contact="王芳")

    assert (outcome.lead.contact.name, outcome.lead.contact.phone) == ("王芳", "13700000000")
    assert await books.count(Contact) == 2


async def test_what_a_colleague_changed_elsewhere_stands_and_is_said(books):
    lead = await whole(books)
    await edit(books, lead, by="张军", phone="13900139000")

    outcome = await edit(books, lead, budget=Decimal(500000))

    after = facts.of(outcome.lead)
    assert (after["phone"], after["budget"]) == ("13900139000", "500000.00 CNY")
    assert (outcome.meanwhile.who.name, outcome.meanwhile.facts) == ("张军", ("phone",))


async def test_what_both_changed_is_shown_before_it_is_replaced(books):
    lead = await whole(books)
    await edit(books, lead, by="张军", phone="13900139000", region="广州")

    clash = await edit(books, lead, phone="13700137000", budget=Decimal(500000))

    assert isinstance(clash, Clash)
    assert (clash.meanwhile.who.name, clash.facts, clash.mine) == ("张军", ("phone",), ("phone", "budget"))
    assert facts.of(await seen(books, lead))["budget"] == "300000.00 CNY"
    told = {"phone": "13700137000", "budget": Decimal(500000), "region": "广州"}
    again = await edit(books, lead, of=clash.lead, **told)
    assert facts.of(again.lead)["phone"] == "13700137000"


async def test_both_changing_the_same_to_the_same_is_no_clash(books):
    lead = await whole(books)
    await edit(books, lead, by="张军", phone="13900139000")

    outcome = await edit(books, lead, phone="13900139000")

    assert (outcome.entry, outcome.meanwhile) == (None, None)


async def test_many_at_once_lose_nothing(books):
    lead = await whole(books)
    told = [
        {"phone": "13900139000"},
        {"region": "广州"},
        {"budget": Decimal(1)},
        {"tags": ("KA",)},
        {"referrer": "小王"},
    ]

    await asyncio.gather(
        *(edit(books, lead, by=who, **each) for who, each in zip(["小李", "张军", "陈总"] * 2, told, strict=False))
    )

    after = facts.of(await seen(books, lead))
    assert (after["phone"], after["region"], after["budget"]) == ("13900139000", "广州", "1.00 CNY")
    assert (after["tags"], after["referrer"]) == (["KA"], "小王")
    assert await books.count(AuditRow, AuditRow.verb == "edit") == len(told)


async def test_who_may_change_a_lead(books):
    held = await whole(books)

    for name in ("小李", "张军", "陈总"):
        assert (await edit(books, held, by=name)).lead.id == held.id
    with pytest.raises(Missing):
        await edit(books, held, by="销售甲")


async def test_in_the_pool_who_entered_it_may_until_somebody_held_it(books):
    lead = await whole(books, to=None)

    assert (await edit(books, lead, region="广州")).entry is not None
    with pytest.raises(PoolsToChange):
        await edit(books, lead, by="销售甲")
    await books.do(claims.claim, lead_id=lead.id, by=books["销售甲"])
    await books.do(claims.release, lead_id=lead.id, by=books["销售甲"])
    with pytest.raises(PoolsToChange):
        await edit(books, lead)
    assert (await edit(books, lead, by="张军", referrer="小王")).entry is not None


async def test_a_colleague_who_may_see_a_lead_may_not_change_it(books):
    lead = await whole(books, to="张军")
    await books.join("新经理", team="广告组")

    with pytest.raises(Missing):
        await edit(books, lead, by="新经理")
    with pytest.raises((NotYoursToChange, Missing)):
        await edit(books, lead, by="小李")


async def test_changed_again_or_too_late_it_is_not_undone(books):
    lead = await whole(books)
    first = await edit(books, lead, phone="13900139000")
    await edit(books, first.lead, phone="13700137000")

    with pytest.raises(ChangedSince):
        await books.do(undo.undo, audit_id=first.entry.id, by=books["小李"])
    second = await edit(books, await seen(books, lead), region="广州", phone="13700137000")
    with pytest.raises(TooLate):
        await books.do(undo.undo, audit_id=second.entry.id, by=books["小李"], now=books.now + timedelta(minutes=11))


async def test_a_source_is_not_taken_from_its_campaign(books):
    lead = await whole(books)

    assert (await edit(books, lead, source=None)).entry is None
    assert facts.of((await edit(books, lead, source=None, campaign=None)).lead)["source"] is None


async def test_posted_cards_are_drawn_again_whoever_elses_lead_of_the_customer_it_is(books):
    lead = await whole(books, to=None)
    async with books.begin() as session:
        shown = {"workspace_id": "T1", "kind": "lead_card", "facts": {"lead": lead.id}, "now": books.now}
        await notices.tell(session, **shown, key="posted", channel="C1", topic=f"lead:{lead.id}", due_at=books.now)

    await edit(books, lead, by="张军", customer="启明科技")

    assert [each.mode for each in await books.all(Notice)] == ["post", "redraw"]


async def test_a_merged_spelling_counts_as_the_entry_it_stands_for(books):
    lead = await whole(books)
    other = await books.do(sources.named, name="展會", by=books["小李"], kind=SourceKind.SOURCE)

    assert (await edit(books, lead, source=other.name)).entry is None


async def test_one_more_contact_is_on_the_card_and_undone(books):
    lead = await whole(books)

    _, entry = await books.do(people.add, lead_id=lead.id, told=Person("王芳", "采购", "13700000000"), by=books["小李"])

    found = await books.see(taken.check, asked=Asked("", phones=("13700000000",)), by=books["小李"])
    assert [each.match.name for each in found] == ["方舟电子"]
    with pytest.raises(KnownAlready):
        await books.do(people.add, lead_id=lead.id, told=Person("王芳"), by=books["小李"])
    with pytest.raises(NobodyNamed):
        await books.do(people.add, lead_id=lead.id, told=Person(), by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    assert [each.name for each in await books.all(Contact)] == ["刘兵"]
