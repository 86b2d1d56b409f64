"""What is sent through web forms: checked, counted, taken in once, never a second time for a customer on record."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from core import claims, leads, sources, undo, webforms
from core.errors import Missing
from core.models import (
    Account,
    AuditRow,
    Contact,
    Lead,
    Member,
    Notice,
    Pool,
    PostOutcome,
    Role,
    Visit,
    WebForm,
    WebPost,
    WebTries,
)  # fmt: skip
from core.settings import OnlyAdmins
from core.webforms import AsksTooLittle, FormNameMissing, SourceMissing, Terms, posts
from core.webforms.posts import CompanyMissing, NobodyNamed, NoEmail, NoPhone, NoWay, TooLong

ACME = {"company": "方舟电子", "contact": "刘兵", "phone": "138 0013 8000", "interest": "200台扫描枪"}


async def made(books, by="陈总", **terms):
    source = await books.do(sources.named, name="官网", by=books[by])
    form, _ = await books.do(webforms.create, terms=Terms(**{"name": "首页", "source": source, **terms}), by=books[by])
    return form


async def sent(books, form, **told):
    return await books.do(posts.receive, form=form, told={**ACME, **told})


async def the_lead(books):
    lead = (await books.all(Lead))[-1]
    return await books.see(leads.get, lead_id=lead.id, by=books["陈总"])


async def test_what_is_sent_becomes_a_lead_of_the_forms_source_in_the_pool(books):
    form = await made(books, asks=tuple(webforms.FIELDS))

    received = await sent(books, form, region="深圳", budget="30万", email="Liu@fz.cn", wechat="liubing", other="x")

    lead = await the_lead(books)
    assert (received.outcome, lead.owner_id) == (PostOutcome.CAPTURED, None)
    assert (lead.account.name, lead.source.name, lead.region, lead.budget) == (
        "方舟电子",
        "官网",
        "深圳",
        Decimal(300000),
    )
    assert (lead.contact.name, lead.contact.phone, lead.contact.email) == ("刘兵", "+8613800138000", "Liu@fz.cn")
    assert lead.interest == "200台扫描枪"
    entry = (await books.all(AuditRow, AuditRow.verb == "capture"))[-1]
    assert entry.source.startswith(f"form:{form.id}:")


async def test_only_what_the_form_asks_is_taken(books):
    form = await made(books, asks=("contact", "phone"))

    await sent(books, form, budget="30万")

    lead = await the_lead(books)
    assert (lead.account.name, lead.interest, lead.budget) == ("刘兵 8000", None, None)


async def test_two_of_one_name_without_a_company_are_two(books):
    form = await made(books, asks=("contact", "phone"))

    for phone in ("13800138000", "13900139999"):
        await sent(books, form, phone=phone)

    assert [each.name for each in await books.all(Account)] == ["刘兵 8000", "刘兵 9999"]


async def test_a_budget_in_words_is_kept_with_the_need(books):
    form = await made(books, asks=tuple(webforms.FIELDS))

    await sent(books, form, budget="面议")

    assert (await the_lead(books)).interest == "200台扫描枪\n面议"


async def test_the_same_sent_twice_is_taken_in_once(books):
    form = await made(books)

    await asyncio.gather(*(sent(books, form, company=name) for name in ["方舟电子", " 方舟电子 "] * 3))

    assert (await books.count(Lead), await books.count(WebPost), await books.count(Visit)) == (1, 1, 0)


async def test_a_customer_somebody_holds_is_kept_there_and_its_owner_is_told(books):
    held = await books.lead("方舟电子", to="小李", phone="13900139000")
    form = await made(books)

    received = await sent(books, form, company="方舟电子有限公司")

    assert (received.outcome, await books.count(Lead)) == (PostOutcome.KNOWN, 1)
    (visit,) = await books.all(Visit)
    assert (visit.lead_id, visit.counts, visit.kind) == (held.id, False, "inquiry")
    assert "200台扫描枪" in visit.note
    (told,) = await books.all(Notice, Notice.kind == "inquiry")
    assert (told.member_id, told.facts) == (books["小李"].id, {"lead": held.id, "visit": visit.id})
    again = await books.again(held)
    assert (again.last_follow_up_at, again.silent_on) == (held.last_follow_up_at, held.silent_on)


async def test_nobody_changes_a_customers_contact_from_outside(books):
    await books.lead("方舟电子", to="小李", contact="刘兵", phone="13900139000")
    form = await made(books)

    await sent(books, form)

    assert [(each.name, each.phone) for each in await books.all(Contact)] == [("刘兵", "13900139000")]


async def test_a_customer_known_by_phone_alone_is_known(books):
    await books.lead("方舟", to="小李", contact="刘兵", phone="13800138000")
    form = await made(books, asks=("company", "phone"))

    assert (await sent(books, form, company="方舟公司")).outcome == PostOutcome.KNOWN


async def test_a_deals_owner_is_told_too(books):
    deal = await books.deal("方舟电子", of="Alice")
    form = await made(books)

    await sent(books, form)

    (told,) = await books.all(Notice, Notice.kind == "inquiry")
    assert (told.member_id, told.facts["deal"]) == (books["Alice"].id, deal.id)


async def test_one_that_only_looks_alike_is_a_lead(books):
    await books.lead("方舟电子", to="小李")
    form = await made(books)

    assert (await sent(books, form, company="方周电子", phone="13700137000")).outcome == PostOutcome.CAPTURED


async def test_a_customer_in_the_pool_is_not_entered_again_and_nobody_is_called(books):
    await books.lead("方舟电子")
    form = await made(books)

    assert (await sent(books, form)).outcome == PostOutcome.KNOWN
    assert await books.count(Notice, Notice.kind == "inquiry") == 0
    assert await books.count(Visit) == 1


async def test_what_fills_in_the_trap_is_thanked_and_not_taken_in(books):
    form = await made(books)

    received = await sent(books, form, website="https://spam.example", phone="x")

    assert (received.outcome, await books.count(Lead)) == (PostOutcome.TRAPPED, 0)


@pytest.mark.parametrize(
    ("told", "refusal", "field"),
    [
        ({"company": " "}, CompanyMissing, "company"),
        ({"phone": ""}, NoWay, "phone"),
        ({"phone": "123"}, NoPhone, "phone"),
        ({"phone": "打给我"}, NoPhone, "phone"),
        ({"company": "长" * 121}, TooLong, "company"),
        ({"interest": "长" * 1001}, TooLong, "interest"),
        ({"email": "liu@"}, NoEmail, "email"),
    ],
)
async def test_what_is_wrong_is_said_of_its_field_and_nothing_is_written(books, told, refusal, field):
    form = await made(books, asks=("company", "contact", "phone", "email", "interest"))

    with pytest.raises(refusal) as said:
        await sent(books, form, **told)

    assert said.value.field == field
    assert (await books.count(Lead), await books.count(WebPost)) == (0, 0)


async def test_without_a_company_a_name_is_asked_for(books):
    form = await made(books, asks=("contact", "wechat"))

    with pytest.raises(NobodyNamed):
        await sent(books, form, contact="", wechat="liubing")


async def test_a_form_may_choose_its_pool_and_have_its_leads_given_out(books):
    async with books.begin() as session:
        pool = Pool(workspace_id="T1", position=1, name="华东")
        session.add(pool)
    form = await made(books, pool_id=pool.id, allots=True)

    await sent(books, form)

    lead = await the_lead(books)
    assert (lead.pool_id, lead.allot_at) == (pool.id, books.now)


async def test_it_goes_on_when_its_maker_is_no_admin_any_more(books):
    form = await made(books)
    await books.join("新管理员", Role.ADMIN)
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.id == books["陈总"].id).values(role=Role.REP, active=False))
    await books.lead("方舟电子", to="小李")

    assert (await sent(books, form)).outcome == PostOutcome.KNOWN
    assert (await sent(books, form, company="蓝海物流", phone="13700137000")).outcome == PostOutcome.CAPTURED
    assert (await the_lead(books)).created_by_id == books["新管理员"].id


async def test_a_lead_of_a_form_is_claimed_and_counts_like_any_other(books):
    form = await made(books)
    await sent(books, form)
    lead = await the_lead(books)

    await books.do(claims.claim, lead_id=lead.id, by=books["小李"])

    found, total = await books.see(webforms.all_of, by=books["陈总"], now=books.now)
    assert (total, [(each.form.name, each.source.name, each.captured, each.known) for each in found]) == (
        1, [("首页", "官网", 1, 0)],
    )  # fmt: skip


async def tries(books, form, n, address="203.0.113.7", later=0):
    return [
        await books.do(posts.tried, form=form, address=address, now=books.now + timedelta(seconds=later))
        for _ in range(n)
    ]


async def test_one_address_may_send_ten_times_a_minute_and_sixty_an_hour(books):
    form = await made(books)

    assert await tries(books, form, 10) == [0] * 10
    assert await tries(books, form, 1) == [60]
    assert await tries(books, form, 1, "203.0.113.8") == [0]
    for minute in range(1, 6):
        waits = await tries(books, form, 10, later=60 * minute)
    assert waits[0] == 0
    assert waits[-1] > 60


async def test_all_together_may_send_a_hundred_and_twenty_times_a_minute(books):
    form = await made(books)

    waits = [(await tries(books, form, 1, f"203.0.113.{n}"))[0] for n in range(121)]

    assert waits == [0] * 120 + [60]


async def test_tries_at_once_are_all_counted_and_old_ones_forgotten(books):
    form = await made(books)

    waits = await asyncio.gather(*(tries(books, form, 1) for _ in range(30)))

    assert sorted(wait for (wait,) in waits)[:11] == [0] * 10 + [60]
    await tries(books, form, 1, later=3 * 3600)
    async with books.begin() as session:
        starts = (await session.scalars(select(WebTries.starts))).all()
    assert min(starts) > books.now + timedelta(hours=2)


async def test_no_address_is_kept_in_the_clear(books):
    form = await made(books)
    await tries(books, form, 1)

    async with books.begin() as session:
        assert not [who for who in await session.scalars(select(WebTries.who)) if "203" in who]


async def at(books, form, address=None):
    path = address or webforms.address(form)
    _, _, workspace, token = path.split("/")
    key, _, signature = token.partition(".")
    return await books.see(webforms.at, workspace_id=workspace, key=key, signature=signature)


async def test_an_address_leads_to_its_form_until_it_is_replaced_or_closed(books):
    form = await made(books)
    first = webforms.address(form)
    assert (await at(books, form)).id == form.id

    changed, _ = await books.do(webforms.rotate, form_id=form.id, by=books["陈总"])
    with pytest.raises(Missing):
        await at(books, form, first)
    assert (await at(books, changed)).id == form.id
    _, closed = await books.do(webforms.close, form_id=form.id, by=books["陈总"])
    with pytest.raises(Missing):
        await at(books, changed)
    await books.do(undo.undo, audit_id=closed.id, by=books["陈总"])
    assert (await at(books, changed)).id == form.id


def forged(token):
    other = "B" if token.endswith("A") else "A"
    return (token[:-1], token[:-1] + other, f"{token}A", token.partition(".")[0], ".", "é.é", "x")


async def test_a_forged_address_leads_nowhere(books):
    form = await made(books)
    head, _, token = webforms.address(form).rpartition("/")

    for other in forged(token):
        with pytest.raises(Missing):
            await at(books, form, f"{head}/{other}")


async def test_only_admins_make_and_change_forms(books):
    form = await made(books)

    for name in ("小李", "张军"):
        with pytest.raises(OnlyAdmins):
            await made(books, by=name)
        for verb in (webforms.rotate, webforms.close, webforms.reopen):
            with pytest.raises(OnlyAdmins):
                await books.do(verb, form_id=form.id, by=books[name])
        with pytest.raises(OnlyAdmins):
            await books.see(webforms.all_of, by=books[name], now=books.now)


async def test_a_form_that_asks_too_little_is_none(books):
    with pytest.raises(AsksTooLittle):
        await made(books, asks=("company", "interest"))
    with pytest.raises(AsksTooLittle):
        await made(books, asks=("phone",))
    with pytest.raises(FormNameMissing):
        await made(books, name=" ")
    with pytest.raises(SourceMissing):
        await made(books, source=None)
    with pytest.raises(Missing):
        await made(books, pool_id=999999)
    assert await books.count(WebForm) == 0


async def test_a_change_is_on_record_without_the_secret_and_undone(books):
    form = await made(books)
    source = await books.do(sources.named, name="展会", by=books["陈总"])

    _, entry = await books.do(
        webforms.edit, form_id=form.id, terms=Terms("展会扫码", source, thanks="再见"), by=books["陈总"]
    )

    assert (await books.again(form)).name == "展会扫码"
    assert form.secret not in str([(row.before, row.after) for row in await books.all(AuditRow)])
    await books.do(undo.undo, audit_id=entry.id, by=books["陈总"])
    assert ((await books.again(form)).name, (await books.again(form)).thanks) == ("首页", None)
