"""The list of sources: one entry however its name is typed, kept by managers, with what it costs."""

import asyncio

import pytest

from core import leads, sources
from core.leads import Capture
from core.models import AuditRow, Source, SourceKind

CAMPAIGN = SourceKind.CAMPAIGN


async def named(books, name, by="小李", **which):
    return await books.do(sources.named, name=name, by=books[by], **which)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("展会", "展會"),
        ("Trade Fair", " trade  fair"),
        ("LinkedIn", "ＬＩＮＫＥＤＩＮ"),
        ("官网", "官网。"),
        ("Café", "cafe"),
    ],
)
async def test_a_name_is_one_entry_whatever_its_case_width_or_script(books, first, again):
    one, other = await named(books, first), await named(books, again, by="销售甲")

    assert (one.id, one.name, one.listed) == (other.id, first, False)
    assert await books.count(Source) == 1


@pytest.mark.parametrize("name", ["", "  ", "。。", "\n", "－－"])
async def test_a_name_without_a_letter_is_none(books, name):
    assert await named(books, name) is None
    assert await books.count(Source) == 0


async def test_a_name_longer_than_a_name_is_cut(books):
    entry = await named(books, "长" * 200)

    assert entry.name == "长" * 60
    assert (await named(books, "长" * 200)).id == entry.id


async def test_typed_by_many_at_once_it_is_added_once_and_on_record(books):
    entries = await asyncio.gather(*(named(books, name) for name in ["展会", "展會", "展会 "] * 4))

    assert len({entry.id for entry in entries}) == 1
    assert [row.verb for row in await books.all(AuditRow, AuditRow.noun == "source")] == ["add"]


async def test_sources_of_another_workspace_are_none_of_ours(books, elsewhere):
    theirs = await elsewhere.do(sources.named, name="展会", by=elsewhere["外人"])

    assert (await named(books, "展会")).id != theirs.id


async def test_a_campaign_is_its_sources_and_may_go_by_the_same_name_under_another(books):
    douyin, weibo = await named(books, "抖音"), await named(books, "微博")

    ours = await named(books, "双十一", kind=CAMPAIGN, of=douyin)
    theirs = await named(books, "双十一", kind=CAMPAIGN, of=weibo)

    assert (ours.parent_id, theirs.parent_id) == (douyin.id, weibo.id)
    assert (await named(books, "双十一", kind=CAMPAIGN, of=douyin)).id == ours.id


async def test_a_campaign_alone_brings_its_source(books):
    douyin = await named(books, "抖音")
    await named(books, "双十一", kind=CAMPAIGN, of=douyin)

    lead = await books.lead(campaign="雙十一")

    seen = await books.see(leads.get, lead_id=lead.id, by=books["小李"])
    assert (seen.source.name, seen.campaign.name) == ("抖音", "双十一")


async def test_a_lead_refers_to_the_entries_its_words_mean(books):
    first = await books.lead("方舟电子", source="展会", campaign="秋季展")
    second = await books.lead("蓝海物流", source="展會", campaign="秋季展")
    third, _ = await books.do(leads.capture, told=Capture("金陵印务", source="。"), to=None, by=books["小李"])

    assert (first.source_id, first.campaign_id) == (second.source_id, second.campaign_id)
    assert third.source is None
    assert [each.name for each in await books.all(Source)] == ["展会", "秋季展"]


async def test_what_is_offered_holds_what_is_typed_and_begins_with_it_first(books):
    for name in ("行业展会", "展会", "官网"):
        await named(books, name)

    async def offered(typed):
        found = await books.see(sources.offered, kind=SourceKind.SOURCE, typed=typed, by=books["小李"])
        return [each.source.name for each in found]

    assert await offered("展") == ["展会", "行业展会"]
    assert sorted(await offered("")) == ["官网", "展会", "行业展会"]
    assert await offered("%") == await offered("")
