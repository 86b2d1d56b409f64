"""同一笔单: 销售甲 and 销售乙 are on one project in 山东, at two integrators. Story 1's first day: both enter a deal.

What the manager is shown side by side comes later; today each sees his own, the manager both, and nobody more.
"""

import pytest
from playwright.async_api import expect

from tests.stories.desk import Desk, Open, shows

pytestmark = pytest.mark.browser


async def test_both_enter_their_deal_and_only_the_manager_sees_both(sits_down: Open) -> None:
    jia = await sits_down("UXIAOSHOUJIA", at="Genjin")
    yi = await sits_down("UXIAOSHOUYI", at="Genjin")
    await _enters_a_deal(jia, "济南远航系统集成", "96万")
    await _enters_a_deal(yi, "青岛科达自动化", "94万")
    await yi.keeps("11-乙的商机")

    told = await jia.types("/taken 青岛科达自动化")
    await expect(told).not_to_contain_text("销售乙")
    await shows(told, "李庆成")
    hidden = await jia.types("/deal 青岛科达自动化")
    await expect(hidden).not_to_contain_text("94万")

    manager = await sits_down("ULIQINGCHENG", at="Genjin")
    await shows(await manager.types("/deal 济南远航系统集成"), "¥96万", "@销售甲")
    await shows(await manager.types("/deal 青岛科达自动化"), "¥94万", "@销售乙")
    await shows(await manager.types("/pipeline"), "获得销售机会", "¥190万")
    await manager.keeps("12-经理看到两笔")


async def _enters_a_deal(rep: Desk, customer: str, amount: str) -> None:
    """Make the lead a deal by the Advance button of what was just logged."""
    logged = await rep.types(f"/visit {customer} 200台激光扫描器、一台服务器、一套仓库管理方案都定了,下周三报价")
    await logged.get_by_role("button", name="推进").click()
    await rep.form.get_by_label("金额").fill(amount)
    await rep.form.get_by_role("button", name="转成商机").click()
    await shows(rep.form, customer, "已录入")
    await rep.page.keyboard.press("Escape")
    await expect(rep.form).to_have_count(0)
    await shows(await rep.types(f"/deal {customer}"), "获得销售机会", "5%")
