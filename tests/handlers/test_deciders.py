"""Who decides at a customer: the map, what is known of each, what is missing, who has moved on: 方舟电子's story."""

from datetime import UTC, datetime, timedelta

import pytest

MONDAY = datetime(2026, 11, 30, 2, tzinfo=UTC)  # ten in the morning in Shanghai


@pytest.fixture
async def deal(house, xiaoli):
    """小李's deal with 方舟电子, where only 小王 is known."""
    house.move_clock(MONDAY)
    await xiaoli.command("/deal new 方舟电子 30万, 20台扫描枪")
    await xiaoli.command("/visit 方舟电子 见了小王,方案没问题,下周三报价")


def later(house, **time):
    house.move_clock(house.now() + timedelta(**time))


@pytest.mark.usefixtures("deal")
async def test_genjin_says_what_is_missing_long_before_the_only_contact_goes(house, xiaoli, zhangjun):
    for _ in range(6):
        later(house, days=7)
        await xiaoli.command(f"/visit 方舟电子 见了小王,他说没问题,第{_ + 1}次确认预算")
        await house.work()
    said = "\n".join(told.text for told in (*xiaoli.dms, *zhangjun.dms) if "关系薄弱" in told.text)

    assert "只有 小王 一个联系人" in said
    assert "个工作日没有认识新的人" in said
    assert any("关系薄弱" in told.text for told in zhangjun.dms), "who leads them hears it too"


@pytest.mark.usefixtures("deal")
async def test_the_change_logged_in_one_line_reaches_the_manager_that_day_with_who_knows_the_new_one(
    house, xiaoli, jia, zhangjun
):
    for who, customer in ((zhangjun, "三励公司"), (jia, "宏达机械")):
        await who.command(f"/lead new {customer}")
        await who.press("lead.claim", on=await who.command("/lead pool"), near=customer)
        await who.command(f"/visit {customer} 见了刘兵,聊了聊")

    await xiaoli.command("/visit 方舟电子 小王调走了,换刘兵负责")
    await house.work()

    told = next(each for each in reversed(zhangjun.dms) if "已调离" in each.text)
    assert "@小李 记录" in told.text
    assert "由 刘兵 接替" in told.text
    assert "张军 在 三励公司 见过同名的人" in told.text, "his own old acquaintance"
    assert "销售甲 在别的客户见过同名的人" in told.text
    assert "宏达" not in told.text, "whose customer that is, another team's manager is not told"
    drawn = await zhangjun.press("决策图", on=told)
    assert "小王 · 今天 10:00 调离" in drawn.text
    assert "刘兵" in drawn.text
    assert "小王 已调离" in drawn.text


@pytest.mark.usefixtures("deal")
async def test_taking_the_follow_up_back_puts_the_map_back(house, xiaoli, zhangjun):
    logged = await xiaoli.command("/visit 方舟电子 小王调走了,换刘兵负责")
    await xiaoli.press("撤销", on=logged)
    await house.work()

    assert "调离" not in (await xiaoli.command("/deal 方舟电子 决策图")).text
    assert not any("已调离" in each.text for each in zhangjun.dms)


@pytest.mark.usefixtures("deal")
async def test_the_map_is_a_tree_by_whom_they_report_to(house, xiaoli):
    await xiaoli.command("/visit 方舟电子 见了刘兵和王总")
    drawn = await xiaoli.command("/deal 方舟电子 map")
    await xiaoli.press("修改…", on=drawn, near="王总")
    await xiaoli.fill(
        {"角色": "决策者", "态度": "支持", "话语权": "话语权大", "关心什么": "年底前上线", "个人爱好": "钓鱼"}
    )
    saved = await xiaoli.submit()
    await xiaoli.press("修改…", on=saved, near="刘兵")
    await xiaoli.fill({"角色": "技术负责人", "态度": "反对", "向谁汇报": "王总"})
    saved = await xiaoli.submit()

    lines = saved.text.replace("*", "")
    assert "🟢 👑 王总 · 决策者 · 话语权大" in lines
    assert "关心：年底前上线 · 爱好：钓鱼 · 小李 见过" in lines
    assert " └ 🔴 刘兵 · 技术负责人" in lines
    assert lines.index("王总") < lines.index("刘兵")
    again = await xiaoli.press("撤销", on=saved)
    assert "已撤销" in again.text
    assert "└" not in (await xiaoli.command("/deal 方舟电子 决策图")).text


@pytest.mark.usefixtures("deal")
async def test_nobody_reports_to_those_who_report_to_them(xiaoli):
    await xiaoli.command("/visit 方舟电子 见了刘兵和王总")
    drawn = await xiaoli.command("/deal 方舟电子 map")
    await xiaoli.press("修改…", on=drawn, near="刘兵")
    await xiaoli.fill({"向谁汇报": "王总"})
    drawn = await xiaoli.submit()
    await xiaoli.press("修改…", on=drawn, near="王总")
    await xiaoli.fill({"向谁汇报": "刘兵"})

    refused = await xiaoli.submit()

    assert "刘兵 已经向 王总 汇报" in str(refused.problems) + str(refused.text) + str(
        xiaoli.form and xiaoli.form.errors
    )


@pytest.mark.usefixtures("deal")
async def test_in_english_too_and_not_for_those_outside_the_team(xiaoli, alice, jia):
    await alice.command("/deal new Acme 300k, 20 scanners")
    await alice.command("/visit Acme met Tom Baker, wants 20 scanners")
    await alice.command("/visit Acme Tom Baker left, Jane Smith takes over")

    drawn = (await alice.command("/deal Acme map")).text.replace("*", "")

    assert "Decision map of Acme" in drawn
    assert "Tom Baker has moved on. Who takes their place" in drawn
    assert "❔ Jane Smith · not met yet" in drawn
    assert "决策图" not in (await jia.command("/deal 方舟电子 决策图")).text


@pytest.mark.usefixtures("deal")
async def test_what_somebody_is_can_be_said_in_a_line_and_taken_back(house, xiaoli, alice):
    drawn = await xiaoli.command("/deal 方舟电子 小王 决策者 支持")
    assert "小王：决策者 · 支持" in drawn.text.replace(" ：", "：")
    assert "🟢 👑 小王" in drawn.text
    await xiaoli.press("撤销", on=drawn)
    drawn = await xiaoli.command("/deal 方舟电子 map")
    assert "❔ 小王" in drawn.text
    new = await xiaoli.command("/deal 方舟电子 周敏 反对")
    assert "🔴 周敏" in new.text
    await xiaoli.press("撤销", on=new)
    assert "周敏" not in (await xiaoli.command("/deal 方舟电子 map")).text
    assert "方舟电子" in (await xiaoli.command("/deal 方舟电子 支持")).text, "no person is named: the card"
    assert "小王" not in (await alice.command("/deal 方舟电子 小王 决策者")).text.replace("方舟电子 小王 决策者", "")


@pytest.mark.usefixtures("deal")
async def test_a_follow_up_that_says_plainly_who_decides_sets_it_and_undone_takes_it_back(xiaoli):
    logged = await xiaoli.command("/visit 方舟电子 见了小王,确认小王是决策者,支持我们,下周三报价")
    assert "小王：决策者" in logged.text
    assert "👑 小王" in (await xiaoli.command("/deal 方舟电子 map")).text

    await xiaoli.press("撤销", on=logged)

    assert "👑" not in (await xiaoli.command("/deal 方舟电子 map")).text
