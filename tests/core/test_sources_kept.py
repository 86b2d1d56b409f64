"""The list of sources as managers keep it: confirmed, renamed, merged, retired, with costs; and everything undone."""

from datetime import date
from decimal import Decimal

import pytest

from core import leads, sources, undo
from core.errors import Missing, NotAllowed
from core.models import AuditRow, Source, SourceCost, SourceKind
from core.sources import changes, costs, listing
from core.sources.changes import NotOneKind, OnTheList, SameEntry, SourceNameMissing, SourceNameTooLong
from core.sources.costs import CostFarAway, CostMissing
from core.sums import TooMuchMoney
from core.undo import ChangedSince

CAMPAIGN = SourceKind.CAMPAIGN
DAY = date(2026, 12, 1)


async def typed(books, name, **which):
    return await books.do(sources.named, name=name, by=books["小李"], **which)


async def change(books, verb, by="张军", **facts):
    return await books.do(verb, by=books[by], **facts)


async def listed(books, by="张军", **page):
    found = await books.see(listing.listing, by=books[by], **page)
    return [(each.source.name, each.of, each.leads) for each in found.entries]


async def spend(books, entry, amount, currency="CNY", on=DAY, by="张军"):
    facts = {"source_id": entry.id, "amount": Decimal(amount), "currency": currency, "on": on, "note": None}
    return await change(books, costs.add, by=by, **facts)


async def back(books, entry, by="张军"):
    await books.do(undo.undo, audit_id=entry.id, by=books[by])


async def test_the_list_shows_sources_with_their_campaigns_and_how_many_came(books):
    for name in ("方舟电子", "蓝海物流"):
        await books.lead(name, source="展会", campaign="秋季展")
    await books.lead("金陵印务", source="官网")
    _, entry = await books.do(leads.capture, told=leads.Capture("红杉", source="官网"), to=None, by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert await listed(books) == [("官网", None, 1), ("展会", None, 2), ("秋季展", "展会", 2)]
    assert (await books.see(listing.listing, by=books["小李"])).unlisted == 3
    assert await listed(books, page=1, size=2) == [("秋季展", "展会", 2)]


async def test_an_empty_list_is_empty(books):
    found = await books.see(listing.listing, by=books["张军"])

    assert (found.entries, found.total, found.unlisted) == ([], 0, 0)


async def test_what_is_put_on_the_list_is_confirmed_and_what_was_typed_before_becomes_it(books):
    await typed(books, "展會")

    entry, confirmed = await change(books, changes.add, name="展会", kind=SourceKind.SOURCE)

    assert (entry.listed, await books.count(Source)) == (True, 1)
    with pytest.raises(OnTheList):
        await change(books, changes.add, name="展会 ", kind=SourceKind.SOURCE)
    await back(books, confirmed)
    assert not (await books.again(entry)).listed


@pytest.mark.parametrize(("name", "refusal"), [("。", SourceNameMissing), ("长" * 61, SourceNameTooLong)])
async def test_a_name_that_is_none_is_refused(books, name, refusal):
    with pytest.raises(refusal):
        await change(books, changes.add, name=name, kind=SourceKind.SOURCE)


async def test_one_put_there_by_mistake_is_taken_back_unless_something_came_from_it(books):
    _, entered = await change(books, changes.add, name="展会", kind=SourceKind.SOURCE)
    await back(books, entered)
    assert await books.count(Source) == 0

    _, entered = await change(books, changes.add, name="展会", kind=SourceKind.SOURCE)
    await books.lead("方舟电子", source="展会")
    with pytest.raises(ChangedSince):
        await back(books, entered)


async def test_under_a_new_name_both_spellings_mean_it(books):
    lead = await books.lead("方舟电子", source="展会")

    entry, renamed = await change(books, changes.edit, source_id=lead.source_id, name="行业展会", of=None)

    assert (await typed(books, "展會")).id == (await typed(books, "行业展会")).id == entry.id
    assert (await books.see(leads.get, lead_id=lead.id, by=books["小李"])).source.name == "行业展会"
    assert await listed(books) == [("行业展会", None, 1)]
    await back(books, renamed)
    assert await listed(books) == [("展会", None, 1)]
    assert await books.count(Source) == 1


async def test_no_two_go_by_one_name(books):
    fair, site = await typed(books, "展会"), await typed(books, "官网")

    with pytest.raises(OnTheList):
        await change(books, changes.edit, source_id=site.id, name="展會", of=None)
    assert (await change(books, changes.edit, source_id=fair.id, name="展會", of=None))[0].name == "展會"


async def test_a_campaign_is_given_its_source(books):
    campaign, fair = await typed(books, "秋季展", kind=CAMPAIGN), await typed(books, "展会")

    entry, moved = await change(books, changes.edit, source_id=campaign.id, name="秋季展", of=fair)

    assert (entry.parent_id, entry.listed) == (fair.id, True)
    assert (await typed(books, "秋季展", kind=CAMPAIGN, of=fair)).id == campaign.id
    await back(books, moved)
    assert (await books.again(entry)).parent_id is None


async def test_two_spellings_become_one_and_can_be_parted_again(books):
    one = await books.lead("方舟电子", source="展会", campaign="秋季展")
    two = await books.lead("蓝海物流", source="trade fair")
    fair = two.source_id

    into, _ = await change(books, changes.merge, source_id=fair, into_id=one.source_id)

    assert into.id == one.source_id
    assert await listed(books) == [("展会", None, 2), ("秋季展", "展会", 1)]
    assert (await typed(books, "Trade Fair")).id == one.source_id
    assert (await books.see(leads.get, lead_id=two.id, by=books["小李"])).source.name == "展会"
    third = await books.lead("金陵印务", source="trade fair")
    parted, _ = await change(books, changes.part, source_id=fair)
    assert parted.name == "trade fair"
    assert await listed(books) == [("trade fair", None, 1), ("展会", None, 2), ("秋季展", "展会", 1)]
    assert third.source_id == one.source_id


async def test_a_merge_undone_gives_back_the_spellings_it_took_along(books):
    fair, show, site = [await typed(books, name) for name in ("展会", "展览", "官网")]
    await change(books, changes.merge, source_id=show.id, into_id=fair.id)

    _, merged = await change(books, changes.merge, source_id=fair.id, into_id=site.id)

    assert (await typed(books, "展览")).id == site.id
    await back(books, merged)
    assert (await typed(books, "展览")).id == fair.id
    assert [each.name for each in await books.all(Source)] == ["展会", "展会", "官网"]


async def test_what_cannot_be_merged_is_refused(books):
    fair, campaign = await typed(books, "展会"), await typed(books, "秋季展", kind=CAMPAIGN)
    other = await typed(books, "展览")
    await change(books, changes.merge, source_id=other.id, into_id=fair.id)

    with pytest.raises(SameEntry):
        await change(books, changes.merge, source_id=fair.id, into_id=fair.id)
    with pytest.raises(SameEntry):
        await change(books, changes.merge, source_id=fair.id, into_id=other.id)
    with pytest.raises(NotOneKind):
        await change(books, changes.merge, source_id=campaign.id, into_id=fair.id)
    with pytest.raises(Missing):
        await change(books, changes.merge, source_id=fair.id, into_id=999999)


async def test_a_retired_one_is_not_offered_and_still_meant(books):
    fair = await typed(books, "展会")

    _, retired = await change(books, changes.retire, source_id=fair.id)

    offered = await books.see(sources.offered, kind=SourceKind.SOURCE, typed="", by=books["小李"])
    assert offered == []
    assert (await typed(books, "展会")).id == fair.id
    await change(books, changes.restore, source_id=fair.id)
    with pytest.raises(ChangedSince):
        await back(books, retired)


async def test_every_change_is_on_record(books):
    fair = await typed(books, "展会")
    await change(books, changes.confirm, source_id=fair.id)
    await change(books, changes.retire, source_id=fair.id)

    rows = await books.all(AuditRow, AuditRow.noun == "source")
    assert [(row.verb, row.before, row.after) for row in rows[1:]] == [
        ("confirm", {"listed": False}, {"listed": True}),
        ("retire", {"retired_at": None}, {"retired_at": books.now.isoformat().replace("Z", "+00:00")}),
    ]


@pytest.mark.parametrize("verb", [changes.confirm, changes.retire, changes.restore, changes.part])
async def test_only_managers_change_the_list(books, verb):
    fair = await typed(books, "展会")

    with pytest.raises(NotAllowed):
        await change(books, verb, by="小李", source_id=fair.id)
    with pytest.raises(NotAllowed):
        await spend(books, fair, 1, by="小李")
    with pytest.raises(NotAllowed):
        await change(books, changes.add, by="小李", name="官网", kind=SourceKind.SOURCE)


async def test_entries_of_another_workspace_are_not_there(books, elsewhere):
    theirs = await elsewhere.do(sources.named, name="展会", by=elsewhere["外人"])

    for verb in (changes.confirm, changes.retire):
        with pytest.raises(Missing):
            await change(books, verb, source_id=theirs.id)
    with pytest.raises(Missing):
        await spend(books, theirs, 1)


async def test_costs_add_up_by_currency_and_a_campaigns_are_its_sources(books):
    lead = await books.lead("方舟电子", source="展会", campaign="秋季展")
    fair = Source(id=lead.source_id)
    await spend(books, fair, "30000")
    await spend(books, fair, "500.50")
    await spend(books, Source(id=lead.campaign_id), "1000")
    _, entry = await spend(books, fair, "200", "USD")
    _, gone = await spend(books, fair, "9999")
    await back(books, gone)

    async def cost(by="张军"):
        found = await books.see(listing.listing, by=books[by])
        return [each.cost for each in found.entries]

    campaign = {"CNY": Decimal("1000.00")}
    assert await cost() == [{"CNY": Decimal("31500.50"), "USD": Decimal("200.00")}, campaign]
    assert await cost("小李") == [{}, {}]
    removed, taken_out = await change(books, costs.remove, cost_id=entry.noun_id)
    assert await cost() == [{"CNY": Decimal("31500.50")}, campaign]
    with pytest.raises(Missing):
        await change(books, costs.remove, cost_id=removed.id)
    await back(books, taken_out)
    found, total = await books.see(costs.of_source, source_id=lead.source_id, by=books["张军"])
    assert (total, len(found), await books.count(SourceCost)) == (3, 3, 5)


async def test_what_is_no_cost_is_refused(books):
    fair = await typed(books, "展会")

    for amount in (0, -5, "0.001"):
        with pytest.raises(CostMissing):
            await spend(books, fair, amount)
    with pytest.raises(TooMuchMoney):
        await spend(books, fair, 10**16)
    with pytest.raises(CostFarAway):
        await spend(books, fair, 1, on=date(2206, 1, 1))
    assert await books.count(SourceCost) == 0


async def test_costs_of_a_merged_spelling_count_where_it_stands(books):
    fair, show = await typed(books, "展会"), await typed(books, "展览")
    await spend(books, show, 100)

    await change(books, changes.merge, source_id=show.id, into_id=fair.id)
    cost, _ = await spend(books, show, 11)

    assert cost.source_id == fair.id
    found = await books.see(listing.listing, by=books["张军"])
    assert [each.cost for each in found.entries] == [{"CNY": Decimal("111.00")}]
