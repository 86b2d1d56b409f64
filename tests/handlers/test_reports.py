"""Sources compared in chat, in both languages, over the period asked for."""

from datetime import timedelta

import pytest

from sandbox.words import lines


async def worked(house, xiaoli, zhangjun):
    """Three leads, one of them won, and what the fair cost."""
    await xiaoli.command("/lead new 方舟电子 要200台扫描枪 来源：展会 活动：秋季展")
    await xiaoli.command("/lead new 蓝海物流 要WMS 来源：展会")
    await xiaoli.command("/lead new 金陵印务 要2台印刷机 官网留言")
    await xiaoli.press("lead.claim", on=await xiaoli.command("/lead pool"), near="方舟电子")
    await xiaoli.press("推进", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.fill({"金额": "30万"})
    won = await xiaoli.submit()
    await xiaoli.press("赢单", on=won)
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)
    await zhangjun.press(
        "cost.new", on=await zhangjun.choose("展会", "花费…", on=await zhangjun.command("/genjin 来源"))
    )
    await zhangjun.fill({"金额": "5万", "计入哪天": house.now()})
    await zhangjun.submit()
    await zhangjun.dismiss(everything=True)


def table(seen):
    block = next(block for block in seen.blocks if block["type"] == "table")
    return [[cell["text"] for cell in row] for row in block["rows"]]


async def test_an_admin_reads_what_each_source_brought_and_cost(house, xiaoli, zhangjun, admin):
    await worked(house, xiaoli, zhangjun)

    seen = await admin.command("/genjin 报表 来源 本月")

    assert table(seen) == [
        ["来源", "线索", "已认领", "已转商机", "赢单线索", "转化率", "赢单金额", "花费", "回报"],
        ["展会", "2", "1", "1", "1", "50%", "¥30万", "¥5万", "6×"],
        ["↳ 秋季展", "1", "1", "1", "1", "100%", "¥30万", "–", "–"],
        ["官网", "1", "0", "0", "0", "0%", "–", "–", "–"],
        ["合计", "3", "1", "1", "1", "33.3%", "¥30万", "¥5万", "6×"],
    ]
    charts = [block for block in seen.blocks if block["type"] == "data_visualization"]
    assert [chart["title"] for chart in charts] == ["各来源线索", "金额与花费（人民币）"]
    assert charts[0]["chart"]["axis_config"]["categories"] == ["展会", "官网"]
    assert "转化率：赢单线索 ÷ 进来的线索" in seen.text


async def test_a_rep_reads_their_own_without_costs(house, xiaoli, alice, zhangjun):
    await worked(house, xiaoli, zhangjun)

    mine = await xiaoli.command("/genjin 报表 来源")
    none = await alice.command("/genjin report sources")

    assert table(mine)[0] == ["来源", "线索", "已认领", "已转商机", "赢单线索", "转化率", "赢单金额"]
    assert table(mine)[-1][:2] == ["合计", "3"]
    assert "5万" not in mine.text
    assert "No leads came in during this period" in none.text


async def test_another_period_is_a_press_away(house, xiaoli, zhangjun, admin):
    await worked(house, xiaoli, zhangjun)
    house.move_clock(house.now() + timedelta(days=40))

    this = await admin.command("/genjin report sources this month")
    every = await admin.press("全部", on=this)

    assert "这段时间" in this.text
    assert table(every)[-1][1] == "3"
    assert "来源对比：全部时间" in every.text


async def test_the_same_in_english_with_a_month_by_name(house, xiaoli, alice, zhangjun):
    await worked(house, xiaoli, zhangjun)
    xiaoli.client.me.locale = "en-US"
    month = f"{house.now():%B %Y}"

    seen = await alice.command(f"/genjin report sources {month}")

    assert f"Sources compared: {month}" in "\n".join(lines(seen.blocks, house.slack.workspace, alice.client.me))


@pytest.mark.parametrize("typed", ["天晓得", "next week", "13月"])
async def test_a_period_nobody_knows_is_said_so_with_what_would_do(house, xiaoli, typed):
    told = await xiaoli.command(f"/genjin 报表 来源 {typed}")

    assert "不认识时间段" in told.text
    assert f"/genjin 报表 来源 {typed}" in told.text


async def test_an_empty_report_says_what_to_do(house, admin, alice):
    assert "/lead 新建" in (await admin.command("/genjin 报表")).text
    told = await alice.command("/genjin report")
    assert "Enter one with" in told.text
    assert told.button("Last month")
