"""A lead changed on its card, and one more contact entered, in both languages and by two at once."""

from sqlalchemy import select

from core.models import Contact, Lead

LINE = "/lead new 方舟电子 刘兵 13800138000 要200台扫描枪 报价28万 预算30万 展会来的 #VIP"


async def claimed(house, who, line=LINE):
    await who.command(line)
    await who.command("/lead pool")
    await who.press("lead.claim")
    return await who.command("/lead 方舟电子")


async def test_the_form_holds_all_that_is_known_and_saves_what_is_changed(house, xiaoli):
    card = await claimed(house, xiaoli)

    form = await xiaoli.press("修改", on=card)
    held = {label: field.value for label, field in form.fields.items()}
    await xiaoli.fill({"联系人": "刘斌", "预算": "50万", "标签": "VIP 急单"})
    saved = await xiaoli.submit()

    assert held["客户"] == "方舟电子"
    assert (held["联系人"], held["电话"]) == ("刘兵", "138 0013 8000")
    assert (held["已报价格"], held["预算"], held["标签"]) == (
        "¥280000",
        "¥300000",
        "VIP",
    )
    for shown in ("✅ 已修改。", "刘斌 138 0013 8000", "¥50万", "¥28万", "#VIP #急单", "展会"):
        assert shown in saved.text, shown
    undone = await xiaoli.press("撤销", on=saved)
    assert "刘兵 138 0013 8000" in undone.text
    assert "¥30万" in undone.text


async def test_the_same_in_english_with_a_source_chosen(house, alice):
    card = await claimed(house, alice)

    await alice.press("Edit", on=card)
    await alice.fill({"Source": "Web Summit", "Customer": "Ark Electronics"})
    saved = await alice.submit()

    assert "Web Summit" in saved.text
    assert "Ark Electronics" in (await alice.command("/lead Ark Electronics")).text


async def test_the_second_of_two_is_told_what_the_first_changed_and_loses_nothing(house, alice, zhangjun):
    card = await claimed(house, alice)
    theirs = await zhangjun.command("/lead 方舟电子")
    await alice.press("Edit", on=card)
    await zhangjun.press("修改", on=theirs)
    await zhangjun.fill({"电话": "13900139000", "预算": "40万"})
    await zhangjun.submit()

    await alice.fill({"Phone": "13700137000", "Region": "Shenzhen"})
    again = await alice.submit()

    assert "张军 has changed the same meanwhile" in again.text.replace("@", "")
    assert "Phone: 139 0013 9000" in again.text
    held = {label: field.value for label, field in alice.form.fields.items()}
    assert (held["Phone"], held["Region"], held["Budget"]) == ("13700137000", "Shenzhen", "¥400000")
    saved = await alice.submit()
    assert "137 0013 7000" in saved.text
    assert "Shenzhen" in saved.text
    assert "¥400,000" in saved.text


async def test_who_changed_something_else_is_told_of_it(house, alice, zhangjun):
    card = await claimed(house, alice)
    await alice.press("Edit", on=card)
    await zhangjun.press("修改", on=await zhangjun.command("/lead 方舟电子"))
    await zhangjun.fill({"预算": "40万"})
    await zhangjun.submit()

    await alice.fill({"Region": "Shenzhen"})
    saved = await alice.submit()

    assert "张军 changed this meanwhile, and it stands: Budget." in saved.text.replace("@", "")


async def test_a_sum_that_is_none_is_refused_at_its_field(house, alice):
    card = await claimed(house, alice)
    await alice.press("Edit", on=card)
    await alice.fill({"Budget": "plenty", "Region": "Shenzhen"})

    await alice.submit()

    assert list(alice.form.errors) == ["Budget"]
    assert alice.form.fields["Region"].value == "Shenzhen"


async def test_a_lead_of_the_pool_is_not_changed_by_who_has_nothing_to_do_with_it(house, xiaoli, jia):
    await xiaoli.command(LINE)
    card = await jia.command("/lead 方舟电子")

    told = await jia.press("修改", on=card)

    assert "请先认领再修改" in told.text


async def test_one_more_contact_is_entered_and_shown(house, alice):
    card = await claimed(house, alice)

    await alice.choose("More…", "Add a contact…", on=card)
    await alice.submit()
    assert list(alice.form.errors) == ["Name"]
    await alice.fill({"Name": "Wang Fang", "Job title": "Buyer", "Phone": "13700000000"})
    saved = await alice.submit()

    assert "Also there: Wang Fang 137 0000 0000 Buyer" in saved.text
    async with house.db.begin() as session:
        assert (await session.scalar(select(Lead.contact_id))) is not None
        assert len((await session.scalars(select(Contact.id))).all()) == 2
    await alice.press("Undo", on=saved)
    assert "Wang Fang" not in (await alice.command("/lead 方舟电子")).text
