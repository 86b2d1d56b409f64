"""The score: an admin says what counts and tries it first; a card tells it, part by part, and what would raise it."""

from decimal import Decimal

from core import deals
from core.deals import About, Terms
from tests.handlers.test_reviews import entered


async def test_an_admin_sets_the_weights_and_sees_what_they_make_of_deals_before_they_count(house, admin, xiaoli):
    await entered(house, amount=80_000)
    assert "还没有启用评分" in (await xiaoli.choose("更多…", "评分", on=await xiaoli.command("/deal 方舟电子"))).text
    assert "评分" not in (await xiaoli.command("/deal 方舟电子")).text.replace("评分\n", "")

    opened = await admin.command("/genjin 评分")
    assert "权重未设置" in opened.text
    await admin.choose("从预设开始…", "均衡", on=opened)
    await admin.fill({"权重：金额": "101"})
    await admin.submit()
    assert "权重：金额" in admin.form.errors
    await admin.fill({"权重：金额": "２０", "类型": "天晓得: 3"})
    await admin.submit()
    assert "不在列表里：新项目" in str(admin.form.errors)
    await admin.fill({"类型": "新项目: 90\nRenewal: 40\n其他: 10", "金额": "1万: 60\n100k: 50"})
    await admin.submit()
    assert "请让分数逐行递增" in str(admin.form.errors)
    await admin.fill({"金额": "1万: 60\n100k: 80"})
    await admin.submit()
    assert "还没有保存" in admin.form.text
    assert "方舟电子：13" in admin.form.text, "5% likely, 60 points for its value"
    assert "评分" not in (await xiaoli.command("/deal 我的")).text
    saved = await admin.submit()
    assert "成交可能 25%：按成交概率" in saved.text
    assert "¥1万+ 60、¥10万+ 80" in saved.text
    await admin.dismiss(everything=True)

    card = await xiaoli.command("/deal 方舟电子")
    assert "🎯 评分 13，满分 100 · 未填：重要程度、来源、类型、是否立项、预算" in card.text
    assert "🎯 13" in (await xiaoli.command("/deal 我的")).text


async def test_the_facts_it_lacks_are_told_in_its_edit_form_and_raise_it(house, admin, alice):
    await entered(house, "Acme", of="Alice", amount=80_000)
    await admin.choose("从预设开始…", "均衡", on=await admin.command("/genjin 评分"))
    await admin.submit()
    await admin.submit()
    await admin.dismiss(everything=True)
    before = await alice.choose("More…", "Score", on=await alice.command("/deal Acme"))
    assert "• Importance: not known, +0 of 15" in before.text
    assert "may add up to 55" in before.text

    await alice.press("Edit", on=await alice.command("/deal Acme"))
    told = {"Type": "New project", "Importance": "high", "Approved as a project": "yes", "Budget": "600k"}
    await alice.fill(told)
    saved = await alice.submit()
    assert "not known: Source" in saved.text
    parts = (await alice.choose("More…", "Score", on=await alice.command("/deal Acme"))).text
    lines = [line for line in parts.splitlines() if line.startswith("•")]
    assert lines[0] == "• Importance: +15 of 15"
    added = sum(int(line.split("+")[1].split(" ")[0]) for line in lines)
    assert f"scores {added} of 100" in parts.replace("*", "")
    await alice.press("Edit", on=await alice.command("/deal Acme"))
    assert alice.form.fields["Budget"].value == "600000"
    await alice.fill({"Importance": "not told"})
    assert "not known: Importance, Source" in (await alice.submit()).text


async def test_two_who_edit_the_same_fact_hear_of_each_other(house, alice):
    deal = await entered(house, "Acme", of="Alice")
    await alice.press("Edit", on=await alice.command("/deal Acme"))
    by = await house.member("张军")
    async with house.db.begin() as session:
        about = About(importance="low", approved=False, budget=Decimal(5))
        await deals.edit(
            session, deal_id=deal.id, terms=Terms(deal.name), probability=None, about=about, by=by, now=house.now()
        )

    await alice.fill({"Importance": "high"})
    await alice.submit()

    assert "• Importance: – → low, by @张军" in alice.form.text
    assert "⚖" not in alice.form.text
    await alice.submit()
    kept = await alice.command("/deal Acme")
    assert kept
    async with house.db.begin() as session:
        now = await deals.get(session, deal_id=deal.id, by=by)
    assert (now.importance, now.approved, now.budget) == ("high", False, 5), "what she left stays as he set it"


async def test_a_rep_reads_how_it_is_done_and_sets_nothing_and_it_can_be_stopped(house, admin, xiaoli):
    await admin.choose("从预设开始…", "大项目", on=await admin.command("/genjin score"))
    await admin.submit()
    await admin.dismiss(everything=True)
    read = await xiaoli.command("/genjin 评分")
    assert "是否立项 20%：是 100，否 0" in read.text
    assert not any(button.action_id.startswith("score.") for button in read.buttons)
    stopped = await admin.press("停用评分", on=await admin.command("/genjin 评分"))
    assert "权重未设置" in stopped.text
    assert "撤销" in [button.text for button in stopped.buttons]
    await admin.press("撤销", on=stopped)
    assert "是否立项 20%" in (await admin.command("/genjin 评分")).text
