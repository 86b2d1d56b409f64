"""All that somebody holds handed over: 小李 is away from today, Alice takes what is his, and he is back after all."""

import pytest
from playwright.async_api import expect

from tests.stories.desk import Open, shows

pytestmark = pytest.mark.browser
WAIT = 30_000  # milliseconds for what a worker does and the outbox tells, on a busy machine


async def test_everything_goes_to_a_colleague_with_a_summary_and_comes_back(sits_down: Open) -> None:
    zhang = await sits_down("UZHANGJUN", at="Genjin")
    li = await sits_down("UXIAOLI", at="Genjin")
    alice = await sits_down("UALICE", locale="en-US", at="Genjin")

    await zhang.sends("/genjin 交接 小李")
    await shows(zhang.form, "谁的工作", "手上有", "线索", "商机")
    await zhang.form.get_by_role("combobox", name="交给谁").click()
    await zhang.form.get_by_role("option", name="Alice").click()
    await zhang.form.get_by_label("附言").fill("他从今天起休病假")
    await zhang.keeps("60-交接")
    await zhang.form.get_by_role("button", name="交接", exact=True).click()
    await shows(zhang.form, "正在交接")
    await zhang.page.keyboard.press("Escape")

    # Alice reads of each customer what matters, the largest first; 小李 that it is done, 张军 how much it was.
    summary = alice.saying("gave you what")
    await expect(summary).to_be_visible(timeout=WAIT)
    await shows(summary, "小李", "customers", "他从今天起休病假", "星澜咖啡", "Next:")
    await alice.keeps("61-handed-over")
    await expect(li.saying("交接出去")).to_be_visible(timeout=WAIT)
    through = zhang.saying("交接完毕")
    await expect(through).to_be_visible(timeout=WAIT)
    await shows(through, "Alice", "个商机")
    await zhang.keeps("62-交接完毕")

    # He is back after all: one press, and everything stands as it stood.
    await through.get_by_role("button", name="撤销").click()
    await shows(zhang.messages.last, "恢复原状")
    await expect(li.saying("又归你了")).to_be_visible(timeout=WAIT)
    await li.keeps("63-又归小李")
    await shows(await li.types("/deal 星澜咖啡"), "星澜咖啡", "推进")
