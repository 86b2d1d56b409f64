"""A lead entered with all that is known of it: from one line, and from the form, in both languages."""

from sqlalchemy import select

from core.models import Lead, Source


async def entries(house):
    async with house.db.begin() as session:
        rows = await session.execute(select(Source.kind, Source.name, Source.listed).order_by(Source.id))
        return [tuple(row) for row in rows]


async def the_lead(house):
    async with house.db.begin() as session:
        return (await session.scalars(select(Lead).order_by(Lead.id.desc()).limit(1))).one()


async def test_a_line_is_read_whole_and_shown_back(house, xiaoli):
    told = await xiaoli.command(
        "/lead 新建 方舟电子 刘兵 13800138000 要200台扫描枪 报价28万 预算30万"
        " 展会来的 活动：秋季展 老王介绍 #扫描枪 #VIP"
    )

    for shown in (
        "方舟电子",
        "报价\n¥28万",
        "预算\n¥30万",
        "来源\n展会 · 秋季展",
        "介绍人\n老王",
        "#扫描枪 #VIP",
        "要200台扫描枪",
    ):
        assert shown in told.text, shown
    assert told.text.index("¥28万") < told.text.index("要200台扫描枪") < told.text.index("¥30万")
    assert await entries(house) == [("source", "展会", False), ("campaign", "秋季展", False)]
    assert (await the_lead(house)).tags == ["扫描枪", "VIP"]


async def test_the_same_in_english(house, alice):
    told = await alice.command(
        "/lead new Acme, met Tom 13800138000, needs 20 scanners, quoted $28k, budget $30k, from the trade fair,"
        " campaign: Autumn Gala, referred by Ann Lee #vip"
    )

    for shown in ("$28,000", "$30,000", "Source\ntrade fair · Autumn Gala", "Referred by\nAnn Lee", "#vip"):
        assert shown in told.text, shown


async def test_a_source_on_the_list_is_the_same_however_it_is_typed(house, xiaoli, alice):
    await xiaoli.command("/lead new 方舟电子 来源：LinkedIn")
    await alice.command("/lead new Acme, needs 20 scanners, source: linkedin")
    await xiaoli.command("/lead new 蓝海物流 要WMS ＬＩＮＫＥＤＩＮ")

    assert await entries(house) == [("source", "LinkedIn", False)]
    assert (await the_lead(house)).source_id is not None


async def test_the_form_offers_the_list_and_takes_a_new_name(house, xiaoli, alice):
    await xiaoli.command("/lead new 方舟电子 来源：展会 活动：秋季展")
    await alice.command("/lead new")
    await alice.fill({"Customer": "Acme", "Source": "展会", "Campaign": "秋季展", "Tags": "vip, #scanners"})
    captured = await alice.submit()

    assert "展会 · 秋季展" in captured.text
    assert "#vip #scanners" in captured.text
    await alice.command("/lead new")
    await alice.fill({"Customer": "Globex", "Source": "Web Summit"})
    await alice.submit()
    assert await entries(house) == [
        ("source", "展会", False), ("campaign", "秋季展", False), ("source", "Web Summit", False),
    ]  # fmt: skip


async def test_a_refused_form_adds_nothing_to_the_list(house, alice):
    await alice.command("/lead new Acme, needs 20 scanners")
    await alice.command("/lead new")
    await alice.fill({"Customer": "Acme", "Source": "Web Summit"})

    refused = await alice.submit()

    assert "Acme is in the pool already" in refused.text
    assert alice.form.fields["Source"].value == "New: Web Summit"
    assert await entries(house) == []


async def test_an_entry_that_is_not_there_is_refused_in_one_sentence(house, alice):
    from tests.handlers.forging import chosen, submit

    ack = await submit(alice, "lead.form", {}, customer="Acme", source=chosen("999999"), to=chosen("pool"))

    assert "does not exist" in str(ack.body)
    assert await entries(house) == []
