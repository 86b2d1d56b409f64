"""Two colleagues on one project under two customers' names: the manager sees both side by side and decides, in chat."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from core.models import Member

MONDAY = datetime(2026, 11, 30, 2, tzinfo=UTC)  # ten in the morning in Shanghai
LUNENG, HUAXIN = "鲁能系统集成", "华信科技"


@pytest.fixture
async def jia(house):
    return house.person("销售甲")


@pytest.fixture
async def yi(house):
    return house.person("销售乙")


@pytest.fixture
async def manager(house):
    return house.person("李庆成")


@pytest.fixture
async def one_project(house, jia, yi, manager):
    """The story of 南开戈德: each logs a deal for an integrator of their own, in their own words."""
    house.move_clock(MONDAY)
    await jia.command(f"/deal new {LUNENG} 120万, 200台激光扫描器、一台服务器、一套仓库管理解决方案, 山东, 12月底交货")
    await yi.command(f"/lead new {HUAXIN} 刘兵 13900139000 济南客户")
    await yi.press("lead.claim", on=await yi.command("/lead pool"), near=HUAXIN)
    await yi.command(f"/visit {HUAXIN} 见了刘兵,物流园项目七月立项")
    await yi.press("lead.convert", on=await yi.command(f"/lead {HUAXIN}"))
    await yi.submit()
    await yi.command(f"/visit {HUAXIN} 济南那边要激光扫描枪200把、WMS一套、服务器1台,年底前到货,下周三报价")
    await house.work()
    assert question(manager) is None  # whose digest was this morning's message
    house.move_clock(MONDAY + timedelta(hours=2, minutes=1))
    await house.work()
    return question(manager)


def question(manager):
    asked = (told for told in reversed(manager.dms) if any("project." in each.action_id for each in told.buttons))
    return next(asked, None)


async def test_the_manager_sees_both_side_by_side_the_same_day_with_what_matches(one_project):
    seen = one_project.text.replace("*", "")

    for each in ("销售甲", "销售乙", LUNENG, HUAXIN, "激光扫描器 × 200 = 激光扫描枪 × 200", "¥120万", "同一地区"):
        assert each in seen
    assert "交货时间相同" in seen
    assert "WMS × 1" in seen  # as it was typed
    assert [each.text for each in one_project.buttons if each.action_id.startswith("project.")] == [
        "同一项目，归销售甲",
        "同一项目，归销售乙",
        "不是同一项目",
    ]


async def test_one_keeps_it_and_the_other_is_freed_with_thanks_and_nothing_of_either_is_lost(
    house, one_project, manager, jia, yi
):
    done = await manager.press("同一项目，归销售甲", on=one_project)
    await house.work()

    assert "同一项目：由 @销售甲 继续跟进" in done.text.replace("*", "")
    freed = next(told for told in reversed(yi.dms) if "感谢你的付出" in told.text)
    assert "由 @销售甲 继续跟进" in freed.text
    kept = next(told for told in reversed(jia.dms) if "由你继续跟进" in told.text)
    assert HUAXIN in kept.text
    card = await jia.command(f"/deal {LUNENG}")
    assert f"与 @销售乙 跟进的 {HUAXIN} 是同一项目，双方的历史都在这里。" in card.text.replace("*", "")
    assert "物流园项目七月立项" in card.text, "the colleague's follow-up"
    assert [each.text for each in card.buttons].count("查看") == 0, (
        "the colleague's card is not for the one who goes on"
    )
    history = await jia.choose("更多…", "全部历史")
    assert "WMS一套" in history.text
    assert "物流园项目七月立项" in history.text, "what was said to the lead, before it was a deal"
    assert "🔗 这个项目由 @销售甲 继续跟进。" in (await yi.command(f"/deal {HUAXIN}")).text
    other = await manager.press("查看", on=await manager.command(f"/deal {LUNENG}"), near="🔗")
    assert f"🔗 与 {LUNENG} 是同一项目，由 @销售甲 继续跟进。" in other.text.replace("*", "")
    assert "激光扫描枪200把" in (await yi.command(f"/deal {HUAXIN}")).text
    assert "1" in (await manager.command("/pipeline")).text
    await refused_where_it_ended(yi, manager)
    assert HUAXIN not in (await yi.command("/deal mine")).text
    assert "目前没有看起来是同一项目的商机" in (await manager.command("/deal 同项目")).text


async def refused_where_it_ended(yi, manager):
    """What is said of the deal that ended leads to the one that goes on, as far as each may know of it."""
    for who, told in ((yi, "由 @销售甲 继续跟进。有什么情况请直接告诉 @销售甲。"), (manager, f"/deal {LUNENG}")):
        said = (await who.command(f"/deal {HUAXIN} 计划 送样 周五")).text.replace("*", "")
        assert told in said
        assert (LUNENG in said) == (who is manager)
        assert "新建一个商机" not in said


async def test_it_is_undone_from_the_answer_for_a_day(house, one_project, manager, yi):
    await manager.press("同一项目，归销售甲", on=one_project)
    await house.work()
    house.move_clock(house.now() + timedelta(hours=3))
    answered = next(told for told in reversed(manager.dms) if any(each.text == "撤销" for each in told.buttons))

    await manager.press("撤销", on=answered)
    await house.work()

    assert any("重新打开，仍由你跟进" in told.text for told in yi.dms)
    assert HUAXIN in (await yi.command("/deal mine")).text
    again = await manager.command("/deal same")
    assert "有 1 对商机可能是同一项目" in again.text


async def test_two_projects_stay_two_and_nobody_is_asked_again(house, one_project, manager, yi):
    said = await manager.press("不是同一项目", on=one_project)
    await yi.command(f"/visit {HUAXIN} 客户再次确认,激光扫描枪200把,年底前到货")
    await house.work()

    assert "是两个项目，以后不再询问" in said.text.replace("*", "")
    asking = [told for told in manager.dms if any("project." in each.action_id for each in told.buttons)]
    assert asking == []
    assert any("是两个项目" in told.text for told in manager.dms)


async def test_it_reads_in_english_for_whoever_reads_english(house, one_project, manager):
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "李庆成").values(language="en-US"))

    listed = await manager.command("/deal same")

    assert "1 pair of deals may be one project" in listed.text
    assert "激光扫描器 × 200 = 激光扫描枪 × 200, " in listed.text
    assert "delivery at the same time" in listed.text
    done = await manager.press("Same: 销售乙 keeps it", on=listed)
    assert "One project: @销售乙 goes on with" in done.text
    assert "Undo works for a day." in done.text


async def test_a_rep_is_told_who_decides_and_nothing_of_the_pair(one_project, jia):
    answer = await jia.command("/deal same")

    assert "李庆成" in answer.text
    assert HUAXIN not in answer.text
