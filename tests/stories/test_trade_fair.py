"""A trade fair: two hundred cards in one file, looked at, entered, and given to five people."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests import lists
from tests.stories.desk import Desk, Open, shows

pytestmark = pytest.mark.browser
CARDS = 200
NEW, NORTHERN = CARDS - 5, 20
HEAD = ("公司", "联系人", "手机", "需求", "来源", "地区")


def cards() -> bytes:
    """What was typed off the cards: known customers in other words, somebody twice, a card nobody can read."""
    fresh = [(*card, "华东展会", "内蒙古" if n < NORTHERN else "江苏") for n, card in enumerate(lists.many(NEW))]
    known = [("方舟电子有限公司", "刘兵", "", "扫描枪", "", ""), ("瑞康医药", "孙经理", "", "打印机", "", "")]
    twice = [(fresh[n][0], "另一位", f"1370000999{n}", "", "", "") for n in range(2)]
    return lists.text(HEAD, *fresh, *known, *twice, ("", "看不清", "", "", "", ""), encoding="gbk")


async def test_two_hundred_cards_of_a_fair(sits_down: Open) -> None:
    chen = await sits_down("UCHENZONG", at="Genjin")
    await _enters_the_cards(chen)
    await _gives_them_to_five(chen)
    await _each_hears_of_theirs(sits_down)


async def _enters_the_cards(chen: Desk) -> None:
    """He drops the file; known customers, doubles and the unreadable card are told before anything is entered."""
    await (
        chen.page.get_by_role("main")
        .locator("input[type=file]")
        .first.set_input_files({"name": "展会.csv", "mimeType": "text/csv", "buffer": cards()})
    )
    preview = chen.messages.filter(has_text="展会.csv").filter(has_text="新客户").last
    await shows(preview, f"共 {CARDS} 行", f"新客户 {NEW} 个", "重复", "有问题 1 行")
    await chen.keeps("41-展会名单")
    await preview.get_by_role("button", name=f"导入 {NEW} 行").click()
    await expect(_result(chen)).to_contain_text(f"录入线索 {NEW} 条", timeout=60_000)


def _result(chen: Desk) -> Locator:
    return chen.messages.filter(has_text="展会.csv").filter(has_text="录入线索").last


async def _gives_them_to_five(chen: Desk) -> None:
    """The few from the north go to one, by hand; all others are shared out by rank among four."""
    await _result(chen).get_by_role("button", name="分配").click()
    await chen.form.get_by_label("只看包含").fill("内蒙古")
    await chen.page.keyboard.press("Enter")
    await shows(chen.form, f"符合条件的线索有 {NORTHERN} 条")
    await chen.form.get_by_role("combobox", name="分配给").click()
    await chen.form.get_by_role("option", name="张军").click()
    await _gives(chen, f"{NORTHERN} 条线索 → 1 人")
    await _result(chen).get_by_role("button", name="分配").click()
    await _gives(chen, f"{NEW - NORTHERN} 条线索 → 4 人")
    await chen.keeps("42-分给五个人")


async def _each_hears_of_theirs(sits_down: Open) -> None:
    """In one message, each in their language; taken at once, all of them."""
    zhang = await sits_down("UZHANGJUN", at="Genjin")
    await shows(zhang.saying("给你分配了"), "陈总", f"{NORTHERN} 条线索")
    for who in ("UXIAOSHOUJIA", "UXIAOSHOUYI"):
        rep = await sits_down(who, at="Genjin")
        await shows(rep.saying("给你分配了"), "陈总", "条线索", "全部接受")
    alice = await sits_down("UALICE", locale="en-US", at="Genjin")
    await shows(alice.saying("gave you"), "leads", "Accept all")
    li = await sits_down("UXIAOLI", at="Genjin")
    given = li.saying("给你分配了")
    await given.get_by_role("button", name="全部接受").click()
    await shows(given, "✅")
    await expect(given.get_by_role("button", name="全部接受")).to_have_count(0)
    await li.keeps("43-全部接受")


async def _gives(manager: Desk, to: str) -> None:
    """Tick all, look at the preview, and give them."""
    await manager.form.get_by_text(re.compile("^(显示的)?全部 ")).click()
    await manager.form.get_by_role("button", name="预览").click()
    await shows(manager.form, to)
    await manager.form.get_by_role("button", name="分配", exact=True).click()
    await shows(manager.form, "已分配")
    await manager.page.keyboard.press("Escape")
    await expect(manager.form).to_have_count(0)
