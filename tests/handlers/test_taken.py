"""Is this customer taken? By name, number, address or WeChat id; entered anyway; telling no more than one may see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.models import Account, AuditRow, Deal, Draft, Lead, Visit

LONG = "方舟电子 13800138000,需要" + "扫描枪,型号很多;" * 300


@pytest.fixture
async def held(house, xiaoli):
    """A lead of 小李's with all there is to reach its contact by."""
    await xiaoli.command("/lead new")
    await xiaoli.fill({
        "客户": "东莞市方舟电子有限公司", "联系人": "刘兵", "电话": "13800138000", "微信": "liubing_88",
        "邮箱": "liu@fangzhou-dz.com", "放到": "自己跟进",
    })  # fmt: skip
    assert (await xiaoli.submit()).ok
    await xiaoli.dismiss(everything=True)


async def rows(house, model):
    async with house.db.begin() as session:
        return list(await session.scalars(select(model).order_by(model.id)))


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("方舟電子", "只差地区"),
        ("+86 138-0013-8000", "电话相同"),
        ("Liu@Fangzhou-DZ.com", "邮箱相同"),
        ("LiuBing_88", "微信号相同"),
        ("微信：liubing_88", "微信号相同"),
        ("方舟电子 138 0013 8000 liu@fangzhou-dz.com", "只差地区、电话相同、邮箱相同。"),
    ],
)
async def test_a_customer_is_found_by_whatever_is_known_of_it(xiaoli, asked, why):
    told = await xiaoli.command(f"/taken {asked}")

    assert "东莞市方舟电子有限公司 是你的客户" in told.text
    assert "确定是同一家" in told.text
    assert why in told.text


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    "site", ["https://www.Fangzhou-DZ.com/contact?from=fair", "www.fangzhou-dz.com", "fangzhou-dz.com"]
)
async def test_a_customer_is_found_by_its_web_site_where_its_addresses_are(xiaoli, site):
    told = await xiaoli.command(f"/taken {site}")
    nobody = await xiaoli.command("/taken www.qq.com")

    assert "东莞市方舟电子有限公司 是你的客户" in told.text
    assert "邮箱域名相同" in told.text
    assert "东莞市方舟电子有限公司" not in nobody.text


@pytest.mark.usefixtures("held")
async def test_what_only_looks_like_it_is_told_as_that_with_the_reason(xiaoli, zhangjun):
    told = await zhangjun.command("/taken 方周电子")

    assert "没有确定就是 方周电子 的客户" in told.text
    assert "归 @小李 跟进" in told.text
    assert "很可能是同一家：同音" in told.text
    assert told.button("查看")


@pytest.mark.usefixtures("held")
async def test_a_colleague_learns_that_it_is_held_and_whom_to_ask_and_nothing_of_it(alice, jia):
    for who in (alice, jia):
        for asked in ("方舟电子", "13800138000", "方周电子", "wang@fangzhou-dz.com"):
            told = await who.command(f"/taken {asked}")

            assert "held by a colleague" in told.text or "有同事在跟进" in told.text
            assert "@张军" in told.text
            for secret in ("小李", "东莞市", "刘兵", "有限公司", "sounds", "同音"):
                assert secret not in told.text
            assert not told.buttons or [button.action_id for button in told.buttons] == ["lead.new"]


@pytest.mark.usefixtures("held")
async def test_who_asks_too_often_is_told_when_they_may_again_and_each_question_is_on_record(house, alice):
    for n in range(30):
        await alice.command(f"/taken 公司{n}")

    refused = await alice.command("/taken 方舟电子")

    assert "30 customers within the hour" in refused.text
    assert "held by" not in refused.text
    me = await house.member("Alice")
    asked = [row for row in await rows(house, AuditRow) if row.verb == "ask"]
    assert [(row.noun_id, row.after["asked"]) for row in asked[:2]] == [(me.id, "公司0"), (me.id, "公司1")]
    house.move_clock(house.now() + timedelta(hours=1, minutes=1))
    assert "held by" in (await alice.command("/taken 方舟电子")).text


@pytest.mark.usefixtures("held")
async def test_entering_colleagues_customers_to_learn_of_them_ends_as_soon(house, alice):
    for n in range(28):
        told = await alice.command(f"/lead new 方舟电子 {n}号")
        assert "Ask @张军" in told.text
    for n in range(2):  # a follow-up says as much
        assert "Ask your manager" in await alice.command(f"/visit 东莞市方舟电子有限公司 met Tom {n}")

    for line in ("/lead new 三励公司", "/visit 东莞市方舟电子有限公司 met Tom again", "/visit 三励公司 met Tom"):
        refused = await alice.command(line)
        assert "30 customers within the hour" in refused.text
        assert f"> {line}" in refused.text
    assert len([row for row in await rows(house, AuditRow) if row.verb == "collide"]) == 30
    assert len(await rows(house, Lead)) == 1


async def test_one_out_of_sight_that_nobody_follows_up_any_more_is_entered_from_the_answer(held, xiaoli, alice):
    await xiaoli.press("lead.convert", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.submit()
    await xiaoli.press("deal.lose", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.fill({"原因": "价格"})
    await xiaoli.submit()

    told = await alice.command("/taken 方舟电子")
    assert "is known, and free" in told
    await alice.press("New lead", on=told)

    assert alice.form.input("Customer").value == "方舟电子"  # by the words that she knows it by


@pytest.mark.parametrize("signs", ["（）", "%", "😀"])
async def test_signs_alone_name_nobody(house, xiaoli, alice, signs):
    assert "查哪家客户" in await xiaoli.command(f"/taken {signs}")
    assert "Which customer?" in await alice.command(f"/lead new {signs}")
    assert await rows(house, Lead) == []


async def test_an_admin_may_ask_as_often_as_they_like(admin):
    for n in range(31):
        told = await admin.command(f"/taken 公司{n}")

    assert "没人跟进" in told.text


@pytest.mark.usefixtures("held")
async def test_the_same_customer_is_not_entered_twice_and_the_one_there_is_opens(house, xiaoli, alice):
    told = await xiaoli.command("/lead new 方舟电子有限公司,要20台扫描枪")

    assert "/lead new 方舟电子有限公司,要20台扫描枪" in told.text, "what was typed comes back"
    assert "已经是你的客户了，不用重复录入" in told.text
    assert "change.anyway" not in [button.action_id for button in told.buttons]
    assert "刘兵" in (await xiaoli.press("查看", on=told)).text
    by_phone = await alice.command("/lead new 方周电子 13800138000")
    assert "already being followed up by a colleague. Ask @张军" in by_phone.text
    assert by_phone.buttons == []
    assert len(await rows(house, Account)) == 1


async def test_one_that_lies_in_the_pool_is_claimed_from_the_refusal(alice, xiaoli):
    await xiaoli.command("/lead new 方舟电子")

    told = await alice.command("/lead new 方舟电子")

    assert "with @Alice" in (await alice.press("Claim", on=told)).text


@pytest.mark.usefixtures("held")
async def test_one_that_looks_like_it_is_entered_anyway_and_that_is_on_record(house, xiaoli):
    [first] = await rows(house, Account)
    warned = await xiaoli.command("/lead new 方周电子,要20台扫描枪,预算30万")

    entered = await xiaoli.press("仍然录入", on=warned)

    assert "方周电子" in entered.text
    assert "20台扫描枪" in entered.text
    captured = [row for row in await rows(house, AuditRow) if row.verb == "capture"]
    assert captured[-1].after["anyway"] == [first.id]
    assert "anyway" not in captured[0].after


@pytest.mark.usefixtures("held")
async def test_pressed_twice_it_is_entered_once(house, xiaoli):
    warned = await xiaoli.command("/lead new 方周电子")
    await xiaoli.press("仍然录入", on=warned)

    again = await xiaoli.press("仍然录入", on=warned)

    assert "方周电子" in again.text
    assert len(await rows(house, Lead)) == 2


@pytest.mark.usefixtures("held")
async def test_one_that_looks_like_a_colleagues_is_warned_of_without_saying_which(house, alice):
    warned = await alice.command("/genjin lead new 方周电子")

    assert "A colleague follows up a customer that looks like 方周电子. Ask @张军" in warned.text
    assert "东莞" not in warned.text
    assert "方周电子" in (await alice.press("Enter anyway", on=warned)).text
    assert [account.name for account in await rows(house, Account)] == ["东莞市方舟电子有限公司", "方周电子"]


@pytest.mark.usefixtures("held")
async def test_a_line_too_long_for_a_button_comes_back_to_be_typed(xiaoli):
    told = await xiaoli.command(f"/lead new {LONG}".replace("方舟电子 13800138000", "方周电子"))

    assert "看起来是同一家客户" in told.text
    assert "仍然录入" not in [button.text for button in told.buttons]


@pytest.mark.usefixtures("held")
async def test_the_form_comes_back_as_it_was_filled_and_may_be_sent_anyway(house, alice):
    await alice.command("/lead new")
    filled = {"Customer": "方周电子", "Contact": "Tom", "What they need": "20 scanners", "Budget": "300k",
              "Goes to": "Myself"}  # fmt: skip
    await alice.fill(filled)

    await alice.submit()

    assert "looks like 方周电子. Ask @张军" in alice.form.text
    assert {name: alice.form.fields[name].value for name in filled if name != "Goes to"} == {
        name: value for name, value in filled.items() if name != "Goes to"
    }
    assert (await alice.submit()).ok
    [_, lead] = await rows(house, Lead)
    assert (lead.owner_id, lead.interest) == ((await house.member("Alice")).id, "20 scanners")


@pytest.mark.usefixtures("held")
async def test_another_name_put_into_the_form_is_checked_anew(house, alice):
    await alice.command("/lead new")
    await alice.fill({"Customer": "方周电子"})
    await alice.submit()
    await alice.fill({"Customer": "方洲电子"})

    await alice.submit()

    assert "looks like 方洲电子" in alice.form.text
    assert alice.form.text.count("looks like") == 1, "the first warning is gone"
    assert len(await rows(house, Lead)) == 1


@pytest.mark.usefixtures("held")
async def test_a_deal_for_one_that_looks_like_it_is_warned_of_and_entered_anyway(house, xiaoli, alice):
    told = await alice.command("/deal new 方周电子 300k")
    await alice.press("Enter anyway", on=told)
    await alice.command("/deal new")
    await alice.fill({"Customer": "方洲电子", "Amount": "500000"})
    await alice.submit()

    assert "方洲电子" in alice.form.text
    assert (await alice.submit()).ok
    assert [float(deal.amount) for deal in await rows(house, Deal)] == [300_000, 500_000]
    refused = await alice.command("/deal new 东莞方舟电子 1k")
    assert "already being followed up by a colleague" in refused.text


@pytest.mark.usefixtures("held")
async def test_a_follow_up_of_one_that_looks_like_it_stays_kept_until_its_writer_says(house, xiaoli):
    unclear = await xiaoli.command("/visit Fangzhou 见了王总,要报价")
    warned = await xiaoli.press("记为线索", on=unclear)

    assert "看起来是同一家客户" in warned.text
    logged = await xiaoli.press("记到 东莞市方舟电子有限公司", on=warned)

    assert "东莞市方舟电子有限公司" in logged.text
    [visit] = await rows(house, Visit)
    assert visit.line == "Fangzhou 见了王总,要报价"
    assert len(await rows(house, Account)) == 1


@pytest.mark.usefixtures("held")
async def test_a_follow_up_is_logged_on_a_new_lead_anyway(house, alice):
    unclear = await alice.command("/visit Fangzhou met the buyer, wants a quote")
    warned = await alice.press("Make it a lead", on=unclear)

    logged = await alice.press("Enter anyway", on=warned)

    assert "visit logged" in logged.text
    assert [draft.used_at is not None for draft in await rows(house, Draft)] == [True]
    assert [account.name for account in await rows(house, Account)][1:] == ["Fangzhou"]
