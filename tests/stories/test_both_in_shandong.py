"""同一笔单: 销售甲 and 销售乙 are on one project in 山东, at two integrators. Story 1, played in the browser.

Both enter their deal in their own words; the same day the manager sees them side by side and decides, once and for all.
"""

import pytest
from playwright.async_api import expect

from tests.stories.desk import JOBS_TAKE, Desk, Open, shows

pytestmark = pytest.mark.browser
OURS, THEIRS = "济南远航系统集成", "青岛科达自动化"
JIA_SAID = "200台激光扫描器、一台服务器、一套仓库管理解决方案,12月底交货,下周三报价"
YI_SAID = "定了激光扫描枪200把、服务器1台、WMS一套,年底前要到货,下周三交方案"
ASKED = "跟的可能是同一个项目"


async def test_one_project_under_two_customers_goes_on_with_one_of_the_two(sits_down: Open) -> None:
    jia = await sits_down("UXIAOSHOUJIA", at="Genjin")
    yi = await sits_down("UXIAOSHOUYI", at="Genjin")
    manager = await sits_down("ULIQINGCHENG", at="Genjin")
    await enters_a_deal(jia, OURS, "96万", JIA_SAID)
    await enters_a_deal(yi, THEIRS, "94万", YI_SAID)
    await yi.keeps("11-乙的商机")
    await _only_the_manager_sees_both(jia, manager)

    await is_asked_the_same_day(manager)
    await manager.keeps("13-两边对照")
    await manager.saying(ASKED).get_by_role("button", name="同一项目，归销售甲").click()
    await shows(
        manager.saying("一天内可以撤销"), "同一项目：由 @销售甲 继续跟进", "@销售乙 致谢并告知", "两边的历史都保留"
    )
    await manager.keeps("14-归销售甲")

    await _is_freed_with_thanks(yi)
    await _goes_on_with_both_histories(jia)
    await _is_not_asked_again(manager, yi)


async def enters_a_deal(rep: Desk, customer: str, amount: str, said: str) -> None:
    """Make the lead a deal by the Advance button of what was just logged."""
    logged = await rep.types(f"/visit {customer} {said}")
    await logged.get_by_role("button", name="推进").click()
    await rep.form.get_by_label("金额").fill(amount)
    await rep.form.get_by_role("button", name="转成商机").click()
    await shows(rep.form, customer, "已录入")
    await rep.page.keyboard.press("Escape")
    await expect(rep.form).to_have_count(0)
    await shows(await rep.types(f"/deal {customer}"), "获得销售机会", "5%")


async def _only_the_manager_sees_both(jia: Desk, manager: Desk) -> None:
    told = await jia.types(f"/taken {THEIRS}")
    await expect(told).not_to_contain_text("销售乙")
    await shows(told, "李庆成")
    hidden = await jia.types(f"/deal {THEIRS}")
    await expect(hidden).not_to_contain_text("94万")
    await shows(await manager.types(f"/deal {OURS}"), "¥96万", "@销售甲")
    await shows(await manager.types(f"/deal {THEIRS}"), "¥94万", "@销售乙")
    await shows(await manager.types("/pipeline"), "获得销售机会", "¥190万")
    await manager.keeps("12-经理看到两笔")


async def is_asked_the_same_day(manager: Desk) -> None:
    """Both side by side, with what matches in words: in the afternoon, as the morning had its digest."""
    await manager.moves_the_clock("到 14:00")
    await manager.saying(ASKED).wait_for(timeout=JOBS_TAKE)
    await shows(manager.saying(ASKED), "@销售甲", OURS, "¥96万", "@销售乙", THEIRS, "¥94万", "不是同一项目")
    await shows(
        manager.saying(ASKED), "最近跟进 今天", "激光扫描器 × 200 = 激光扫描枪 × 200", "同一地区", "交货时间相同"
    )
    await manager.saying(ASKED).scroll_into_view_if_needed()


async def _is_freed_with_thanks(yi: Desk) -> None:
    await shows(yi.saying("感谢你的付出"), "@李庆成", "由 @销售甲 继续跟进", "不算赢单也不算输单")
    card = await yi.types(f"/deal {THEIRS}")
    await shows(card, "这个项目由 @销售甲 继续跟进", "激光扫描枪200把")
    await expect(card).not_to_contain_text("下一步")
    await expect(card.get_by_role("button", name="推进")).to_have_count(0)
    await yi.keeps("15-致谢")
    await expect(await yi.types("/deal 我的")).not_to_contain_text(THEIRS)


async def _goes_on_with_both_histories(jia: Desk) -> None:
    await shows(jia.saying("由你继续跟进"), "@李庆成", THEIRS)
    card = await jia.types(f"/deal {OURS}")
    await shows(card, f"与 @销售乙 跟进的 {THEIRS} 是同一项目", "WMS一套", "仓库管理解决方案")
    await jia.keeps("16-双方的历史")


async def _is_not_asked_again(manager: Desk, yi: Desk) -> None:
    """The answer is remembered, whatever is said on the days that follow."""
    await yi.types(f"/visit {THEIRS} 郑经理又确认一遍,激光扫描枪200把、服务器1台、WMS一套,年底前到货")
    while "休息日" in await manager.moves_the_clock("到明天 09:00"):
        pass
    await expect(manager.messages.filter(has_text=ASKED)).to_have_count(0)
    await shows(await manager.types("/deal 同项目"), "目前没有看起来是同一项目的商机")
