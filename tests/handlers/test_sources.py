"""The list of sources in chat: read by all, kept by managers, with costs, spellings merged and everything undone."""

from datetime import timedelta

from tests.handlers.forging import press, submit

NAMES = ("红杉机械", "蓝海物流", "金陵印务", "长城仪表", "云帆科技", "大成建材", "北辰医疗", "飞鸿服饰", "绿野食品",
         "宏图家电", "天工模具", "银河照明")  # fmt: skip


async def told(who, *lines):
    for line in lines:
        await who.command(f"/lead new {line}")


async def test_the_empty_list_says_how_one_begins(house, xiaoli, alice):
    assert "还没有来源" in (await xiaoli.command("/genjin 来源")).text
    shown = await alice.command("/genjin sources")
    assert "Nothing yet" in shown.text
    assert not [button for button in shown.buttons if button.text == "Add…"]


async def test_what_was_typed_with_leads_is_listed_until_a_manager_confirms_it(house, xiaoli, alice, zhangjun):
    await told(xiaoli, "方舟电子 来源：展会 活动：秋季展", "蓝海物流 展会来的", "金陵印务 来源：官网")

    shown = await alice.command("/genjin sources")
    managed = await zhangjun.command("/genjin 来源")

    assert "3 sources and campaigns" in shown.text
    assert "3 were typed by somebody and are not confirmed yet" in shown.text
    assert "展会 · 2 leads · not confirmed" in shown.text
    assert "↳ 秋季展 · 1 lead" in shown.text
    assert not shown.inputs
    confirmed = await zhangjun.choose("官网", "确认", on=managed)
    assert "官网 已确认" in confirmed.text
    assert "其中 2 个" in confirmed.text
    undone = await zhangjun.press("撤销", on=confirmed)
    assert "已撤销" in undone.text


async def test_a_manager_puts_one_on_the_list_and_it_is_offered(house, zhangjun, alice):
    listed = await zhangjun.command("/genjin 来源")
    await zhangjun.press("新增…", on=listed)
    await zhangjun.fill({"名称": "慕尼黑展"})
    added = await zhangjun.submit()
    assert "慕尼黑展 已加入列表" in added.text
    await zhangjun.dismiss(everything=True)
    await zhangjun.press("source.new", on=await zhangjun.command("/genjin 来源"))
    await zhangjun.fill({"是什么？": "活动", "名称": "春季", "活动属于哪个来源": "慕尼黑展"})
    await zhangjun.submit()

    await alice.command("/lead new")
    await alice.fill({"Customer": "Acme", "Campaign": "春季"})
    captured = await alice.submit()

    assert "慕尼黑展 · 春季" in captured.text


async def test_the_same_name_again_is_refused_in_the_form(house, zhangjun):
    for refused in (False, True):
        await zhangjun.command("/genjin sources")
        await zhangjun.press("source.new")
        await zhangjun.fill({"名称": "展会"})
        await zhangjun.submit()
        assert bool(zhangjun.form.errors) == refused
        await zhangjun.dismiss(everything=True)


async def test_two_spellings_are_merged_and_parted_again(house, xiaoli, alice, zhangjun):
    await told(xiaoli, "方舟电子 来源：展会")
    await told(alice, "Acme, needs 20 scanners, source: Trade Fair")
    listed = await zhangjun.command("/genjin 来源")

    await zhangjun.choose("Trade Fair", "合并到…", on=listed)
    await zhangjun.fill({"合并到": "展会"})
    merged = await zhangjun.submit()

    assert "都算在 展会 名下" in merged.text
    again = await alice.command("/genjin sources")
    assert "展会 · 2 leads · not confirmed\nalso written: Trade Fair" in again.text
    await told(alice, "Globex, needs 20 scanners, from the trade fair")
    await zhangjun.dismiss(everything=True)
    await zhangjun.choose("source.more", "其他写法…", on=await zhangjun.command("/genjin 来源"))
    parted = await zhangjun.press("分开")
    assert "Trade Fair 已重新单独列出" in parted.text
    assert "展会 · 2 leads" in (await alice.command("/genjin sources")).text


async def test_costs_are_entered_shown_and_removed(house, xiaoli, alice, zhangjun):
    await told(xiaoli, "方舟电子 来源：展会")
    listed = await zhangjun.command("/genjin 来源")
    costs = await zhangjun.choose("source.more", "花费…", on=listed)
    await zhangjun.press("新增花费…", on=costs)
    await zhangjun.fill({"金额": "很多"})
    await zhangjun.submit()
    assert list(zhangjun.form.errors) == ["金额"]
    await zhangjun.fill({"金额": "3万", "计入哪天": house.now() - timedelta(days=3), "用途": "展位"})

    added = await zhangjun.submit()

    assert "花费 ¥3万" in added.text
    assert "花费 ¥3万" in (await zhangjun.command("/genjin 来源")).text
    assert "¥" not in (await alice.command("/genjin sources")).text
    await zhangjun.dismiss(everything=True)
    page = await zhangjun.choose("source.more", "花费…", on=await zhangjun.command("/genjin 来源"))
    assert "¥3万 · 展位" in page.text
    removed = await zhangjun.press("删除", on=page)
    assert "已删除 展会" in removed.text
    await zhangjun.press("撤销", on=removed)
    assert "花费 ¥3万" in (await zhangjun.command("/genjin 来源")).text


async def test_a_new_name_a_retirement_and_a_page_too_many(house, xiaoli, zhangjun):
    await told(xiaoli, *(f"{name} 来源：来源{n}" for n, name in enumerate(NAMES)))
    listed = await zhangjun.command("/genjin 来源")
    assert "共 12 个来源和活动" in listed.text
    second = await zhangjun.press("下一页 ›", on=listed)
    assert len([block for block in second.blocks if block.get("accessory")]) == 2
    await zhangjun.press("‹ 上一页", on=second)
    await zhangjun.choose("source.more", "修改…", on=listed)
    await zhangjun.fill({"名称": "行业展会"})
    changed = await zhangjun.submit()
    assert "行业展会 已修改" in changed.text
    await zhangjun.dismiss(everything=True)
    retired = await zhangjun.choose("source.more", "停用", on=await zhangjun.command("/genjin 来源"))
    assert "已停用，以前带来的线索不变" in retired.text


async def test_a_rep_changes_nothing_however_they_press(house, xiaoli, alice):
    await told(xiaoli, "方舟电子 来源：展会")
    before = (await alice.command("/genjin sources")).text
    values = {"source": 1, "into": 1, "cost": 1}

    acks = [await press(alice, "source.new", values), await press(alice, "cost.new", values)]
    acks += [
        await press(alice, "source.more", {**values, "do": do}, kind="static_select") for do in ("retire", "merge")
    ]
    acks += [await press(alice, action, values) for action in ("source.part", "cost.remove", "source.costs")]
    for callback in ("source.form", "source.edit_form", "source.merge_form", "cost.form"):
        acks.append(await submit(alice, callback, values, name="x", amount="1"))

    assert all(ack.status == 200 for ack in acks)
    assert (await alice.command("/genjin sources")).text == before
