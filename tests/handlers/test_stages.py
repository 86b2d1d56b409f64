"""The workspace's own stages, set in chat by its admins and felt by everybody's deals at once."""

import asyncio

from core import deals, presets
from core.deals import Terms
from core.models import Deal, Pipeline
from tests.handlers.test_deals import count


async def entered(house, name="方舟电子", of="小李", **terms):
    by = await house.member(of)
    async with house.db.begin() as session:
        deal, _ = await deals.create(session, customer=name, terms=Terms(**terms), by=by, now=house.now(), anyway=True)
    return deal


async def opened(admin, command="/genjin 流程设置"):
    """The first pipeline with its stages."""
    return await admin.press("pipeline.open", on=await admin.command(command))


async def test_only_an_admin_sets_stages_and_everybody_else_is_told_whom_to_ask(house, xiaoli, alice, admin):
    for who, line in ((xiaoli, "/genjin 流程设置"), (alice, "/genjin pipelines"), (alice, "/genjin lists")):
        told = await who.command(line)
        assert "@陈总" in told.text
    board = await admin.command("/pipeline")
    assert board.button("设置阶段…")
    assert all(button.text != "设置阶段…" for button in (await xiaoli.command("/pipeline")).buttons)


async def test_the_presets_are_there_to_begin_with(house, admin):
    listed = await admin.command("/genjin 流程设置")

    for preset in presets.PIPELINES:
        assert preset.zh in listed.text
        assert " → ".join(stage.zh for stage in preset.stages) in listed.text


async def test_a_stage_is_added_and_new_deals_pass_through_it(house, admin, xiaoli):
    await admin.press("添加阶段…", on=await opened(admin))
    await admin.fill({"中文名称": "试用", "成交概率（%）": "３０％", "预计停留工作日": "５", "打法说明": "带样机"})
    done = await admin.submit()

    assert "试用 已保存" in done.text
    assert "8. 试用 30%" in done.text
    assert "5 个工作日" in done.text
    deal = await entered(house)
    card = await xiaoli.command("/deal 方舟电子")
    assert any("试用" in each for each in card.input("移到阶段…").options)
    assert deal.probability == 5


async def test_a_new_probability_is_on_the_board_and_on_posted_cards_at_once(house, admin, xiaoli):
    await entered(house, amount=1000)
    await xiaoli.choose("更多…", "把卡片发到私信", on=await xiaoli.command("/deal 方舟电子"))
    await house.deliver()
    posted = xiaoli.dms[-1]
    await admin.press("修改…", on=await opened(admin))
    await admin.fill({"成交概率（%）": "50"})
    done = await admin.submit()

    assert "1 个进行中的商机已改用新概率" in done.text
    assert "加权 ¥500" in (await xiaoli.command("/pipeline")).text
    await house.deliver()
    again = next(each for each in xiaoli.dms if each.ts == posted.ts)
    assert "获得销售机会，50%" in again.text


async def test_a_stage_is_retired_with_its_deals_moved_as_many_as_it_says(house, admin, xiaoli):
    for n in range(3):
        await entered(house, f"客户{n}")
    await admin.press("停用…", on=await opened(admin))

    assert "里面有 3 个进行中的商机" in admin.form.text
    await admin.fill({"进行中的商机移到": "首次接触"})
    done = await admin.submit()

    assert "获得销售机会 已停用" in done.text
    assert "已移动 3 个进行中的商机" in done.text
    card = await xiaoli.command("/deal 客户1")
    assert "首次接触，10%" in card.text
    history = await xiaoli.choose("更多…", "阶段历史", on=card)
    assert "获得销售机会" in history.text


async def test_two_admins_at_once_the_second_is_told_and_loses_nothing(house, admin, zhangjun):
    await house_admin(house, "张军")
    for who in (admin, zhangjun):
        await who.press("修改…", on=await opened(who))
    await zhangjun.fill({"成交概率（%）": "25", "打法说明": "带样机"})
    await zhangjun.submit()
    await admin.fill({"成交概率（%）": "15", "中文名称": "线索确认"})
    told = await admin.submit()

    assert "概率（%）：5 → 25，@张军" in told.text
    assert admin.form.fields["成交概率（%）"].value == "15"
    assert admin.form.fields["中文名称"].value == "线索确认"
    done = await admin.submit()
    assert "1. 线索确认 15%" in done.text
    assert "有打法说明" in done.text, "what the other one added stays"


async def house_admin(house, name):
    from sqlalchemy import update

    from core.models import Member

    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == name).values(role="admin"))


async def test_an_old_list_pressed_says_who_moved_the_stage(house, admin, zhangjun):
    await house_admin(house, "张军")
    old = await opened(admin)
    await zhangjun.press("下移", on=await opened(zhangjun))

    told = await admin.press("下移", on=old)

    assert "获得销售机会”的位置刚被 @张军 调过" in told.text


async def test_a_pipeline_from_a_preset_and_empty_in_english(house, alice):
    await house_admin(house, "Alice")
    await alice.press("New pipeline…", on=await alice.command("/genjin pipelines"))
    await alice.fill({"Begin with": "Distribution", "Name in English": "East"})
    made = await alice.submit()

    assert "East is there. New deals can go into it." in made.text
    assert "1. Inquiry 20%" in made.text
    await alice.press("‹ All pipelines")
    await alice.press("New pipeline…")
    await alice.fill({"Begin with": "Empty: one stage, won and lost"})
    await alice.submit()
    assert "Name in Chinese" in alice.form.errors
    await alice.fill({"Name in English": "Service"})
    made = await alice.submit()
    assert "1. New deal 10%" in made.text
    assert await count(house, Pipeline) == 5


async def test_a_pipeline_retired_takes_its_deals_elsewhere(house, admin, xiaoli):
    await entered(house)
    await admin.press("停用销售流程…", on=await opened(admin))
    await admin.fill({"进行中的商机移到": "需求分析"})
    done = await admin.submit()

    assert "项目销售 已停用" in done.text
    assert "需求分析，20%" in (await xiaoli.command("/deal 方舟电子")).text
    assert "另有 1 个已停用" in (await admin.command("/genjin 流程设置")).text


async def test_a_stage_that_means_won_ends_its_deals_for_a_reason(house, admin, xiaoli):
    await entered(house)
    await admin.press("修改…", on=await opened(admin))
    await admin.fill({"含义": "赢单：商机到此结束"})
    await admin.submit()
    assert "每个销售流程都要有" not in str(admin.form.errors)
    assert "请写明原因" in str(admin.form.errors)
    await admin.fill({"改为赢单或输单时，里面商机关闭的原因": "首谈即成交"})
    done = await admin.submit()

    assert "1 个进行中的商机随之关闭" in done.text
    card = await xiaoli.command("/deal 方舟电子")
    assert "🏆" in card.text
    assert "首谈即成交" in card.text


async def test_odd_entries_are_told_in_their_fields_and_nothing_is_lost(house, admin):
    await admin.press("添加阶段…", on=await opened(admin))
    await admin.fill({"中文名称": "试用", "成交概率（%）": "很高", "打法说明": "带样机"})
    await admin.submit()
    assert "成交概率（%）" in admin.form.errors
    await admin.fill({"成交概率（%）": "30", "预计停留工作日": "0"})
    await admin.submit()
    assert "预计停留工作日" in admin.form.errors
    await admin.fill({"预计停留工作日": "", "检查清单，每行一项": "\n".join(f"第{n}项" for n in range(11))})
    await admin.submit()
    assert "最多 10 行" in str(admin.form.errors)
    await admin.fill({"检查清单，每行一项": "签字", "中文名称": "报价"})
    await admin.submit()
    assert "已经有“报价”了" in str(admin.form.errors)
    assert admin.form.fields["打法说明"].value == "带样机"


async def test_the_same_form_sent_three_times_at_once_adds_one_stage(house, admin):
    await admin.press("添加阶段…", on=await opened(admin))
    await admin.fill({"中文名称": "试用", "成交概率（%）": "30"})
    view = admin.client.stack[-1].id

    await asyncio.gather(*(admin.client.submit(view) for _ in range(3)), return_exceptions=True)

    assert (await opened(admin)).text.count("试用") == 1


async def test_lists_offered_in_forms_are_the_workspaces_own(house, admin, xiaoli):
    await admin.command("/genjin 选项")
    await admin.fill({"输单原因": "太贵 | Too dear\n没预算", "竞争对手": "三励"})
    await admin.submit()
    await entered(house)
    await xiaoli.press("输单", on=await xiaoli.command("/deal 方舟电子"))

    assert xiaoli.form.fields["原因"].options == ("太贵", "没预算", "其他原因")
    await xiaoli.fill({"原因": "其他原因"})
    await xiaoli.submit()
    assert "为什么" in str(xiaoli.form.errors)
    await xiaoli.fill({"原因": "太贵", "竞争对手": "三励"})
    done = await xiaoli.submit()
    assert "太贵" in done.text
    assert "三励" in done.text
    assert await count(house, Deal) == 1
