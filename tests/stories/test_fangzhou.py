"""方舟电子: 小李 says 没问题 week after week, until the only contact there is moved. Story 2, played in the browser.

Genjin has said it in time: no follow-up that counts, one contact only, nobody who decides.
"""

import re
from contextlib import suppress

import pytest
from playwright.async_api import Locator, expect
from playwright.async_api import TimeoutError as NeverCame

from tests.stories.desk import Desk, Open, shows

pytestmark = pytest.mark.browser
WEEKS = 8  # in some the office is closed
SILENT = "方舟电子 ：从"  # so every alert about it begins
THIN = "方舟电子[^🕸]*关系薄弱[^🕸]*"  # and no other deal's warning: several may come as one message


async def test_alice_works_in_english(sits_down: Open) -> None:
    alice = await sits_down("UALICE", locale="en-US", at="Genjin")
    logged = await alice.types("/phone Marlow Coffee left voicemail, try again tomorrow 3pm")
    await shows(logged, "Marlow Coffee", "Next step", "15:00", "Undo")
    await logged.get_by_role("button", name="Undo").click()
    await shows(alice.messages.last, "Undone")
    await shows(await alice.types("/lead pool"), "Pinecone Toys", "Claim")
    await shows(await alice.types("/taken 方舟电子"), "held by a colleague")
    await alice.types("/pipeline")
    await shows(alice.saying("Weighted"), "Proposal or quote")  # a reminder may come between
    await alice.keeps("01-pipeline")
    await alice.opens_tab("Home")
    home = alice.page.locator("#home")
    await shows(home, "Today", "Log a follow-up")
    for button in await home.get_by_role("button").all_inner_texts():
        assert button.isascii() or button.endswith("…"), button
    await alice.keeps("02-home")


async def test_the_weeks_at_fangzhou(sits_down: Open) -> None:
    li = await sits_down("UXIAOLI", at="Genjin")
    zhang = await sits_down("UZHANGJUN", at="lead-pool")
    await _works_a_morning(li, zhang)
    await _is_told_of_the_silence(li, zhang)
    await _makes_it_a_deal(li)
    await _says_no_problem_week_after_week(li, zhang)
    await _logs_who_takes_over(li, zhang)


async def _works_a_morning(li: Desk, zhang: Desk) -> None:
    """He reports 没问题 once more; claims a lead, is asked which customer he means, moves a deal."""
    answer = await li.types("/visit 方舟电子 没问题")
    await shows(answer, "方舟电子", "不算有效跟进", "撤销")
    again = await li.types("/visit 方舟电子 没问题")
    await shows(again, "十分钟")
    await li.keeps("21-没问题")

    # He claims a lead; 张军 sees on his own screen whose it is.
    await expect(zhang.saying("瑞康医药").get_by_role("button", name="认领")).to_be_visible()
    await li.types("/lead 公海")
    await li.messages.get_by_role("button", name="认领 瑞康医药").last.click()
    await shows(li.saying("瑞康医药"), "归你了")
    await shows(zhang.saying("瑞康医药"), "@小李")
    await expect(zhang.saying("瑞康医药").get_by_role("button", name="认领")).to_have_count(0)
    await zhang.keeps("22-公海")

    # Two customers fit what he writes: he is asked which, and his words are not lost.
    asked = await li.types("/visit 瑞康 同意先做两家,下周三签约")
    await shows(asked, "同意先做两家")
    await li.keeps("23-哪个客户")
    await asked.get_by_role("button", name="瑞康口腔").click()
    await shows(li.messages.last, "瑞康口腔", "已记拜访", "签约")

    card = await li.types("/deal 云栖家居")
    await shows(card, "确定决策者", "45%")
    await card.get_by_role("button", name="推进").click()
    await shows(li.messages.last, "提案/报价", "60%")
    await li.keeps("24-推进")


async def _is_told_of_the_silence(li: Desk, zhang: Desk) -> None:
    """The days go by without a word that counts. He is told first, can act on it where he reads it; then the team."""
    await _days_until(li, "Genjin", SILENT)
    await shows(li.saying(SILENT), "没有有效跟进", "记跟进", "再保留 7 天", "退回公海")
    await li.keeps("25-沉默提醒")
    await _days_until(li, "ads-team", SILENT)
    await shows(li.saying(SILENT), "@小李")
    await li.keeps("26-告诉小组")
    await zhang.goes_to("Genjin")
    digest = zhang.saying("早上好")
    await shows(digest, "沉默的线索", "方舟电子", "@小李")
    await digest.scroll_into_view_if_needed()
    await zhang.keeps("27-晨报")

    # Now he says something, and both alerts say where they stand that it is dealt with.
    await li.goes_to("Genjin")
    news = await li.types("/visit 方舟电子 见了小王,总部批了150万,下周三交媒介计划")
    await shows(news, "方舟电子", "已记拜访", "交媒介计划")
    await expect(news).not_to_contain_text("不算有效跟进")
    await expect(li.messages.filter(has_text=SILENT)).to_have_count(0)
    await zhang.goes_to("ads-team")
    await expect(zhang.messages.filter(has_text=SILENT)).to_have_count(0)
    await expect(zhang.messages.filter(has_text="方舟电子").filter(has_text="已处理")).to_have_count(1)
    await zhang.keeps("28-已处理")
    await zhang.goes_to("Genjin")


async def _makes_it_a_deal(li: Desk) -> None:
    """At 30 per cent somebody who decides should be known."""
    await li.saying("交媒介计划").get_by_role("button", name="推进").click()
    await li.form.get_by_label("金额").fill("150万")
    await li.form.get_by_role("combobox", name="销售流程").click()
    await li.form.get_by_role("option", name="通用商机").click()
    await li.form.get_by_role("button", name="转成商机").click()
    await shows(li.form, "已录入")
    await li.page.keyboard.press("Escape")
    await expect(li.form).to_have_count(0)
    card = await li.types("/deal 方舟电子")
    for stage in ("需求分析", "价值建议"):
        await card.get_by_role("button", name="推进").click()
        await shows(card, f"· {stage}")


async def _says_no_problem_week_after_week(li: Desk, zhang: Desk) -> None:
    """His reports reset no clock: both are told what is missing there, and for how long nothing new was said."""
    await li.moves_the_clock("到 14:00")  # the weeks pass from afternoon to afternoon: the mornings have their digest
    missing = f"{THIN}还不知道谁是决策者.*只有 小王 一个联系人"
    told = await _weeks_until(li, missing)
    await told.scroll_into_view_if_needed()
    await li.keeps("29-关系薄弱")
    told = await _weeks_until(zhang, missing, reports=li)
    await shows(told, "@小李")
    await told.scroll_into_view_if_needed()
    await zhang.keeps("30-告诉经理")
    card = await li.types("/deal 方舟电子")
    for _ in range(WEEKS):
        if "没有有效跟进" in await card.inner_text():
            break
        await _another_week(li)
        card = await li.types("/deal 方舟电子")
    await shows(card, "没有有效跟进", "还不知道谁是决策者", "只有 小王 一个联系人")
    await li.keeps("31-卡片提醒")


async def _logs_who_takes_over(li: Desk, zhang: Desk) -> None:
    """One line; 张军 hears it that day, and that he himself knows who follows."""
    await shows(await li.types("/visit 方舟电子 小王调走了,换刘兵负责"), "方舟电子", "已记拜访")
    left = await zhang.lets_pass("到 14:00", zhang.messages.filter(has_text="已调离"), patience=20_000)
    await shows(left, "@小李", "小王", "方舟电子", "由 刘兵 接替", "张军 在 三励公司 见过同名的人")
    await left.scroll_into_view_if_needed()
    await zhang.keeps("32-张军认识刘兵")
    await left.get_by_role("button", name="决策图").last.click()  # it may have joined the message of the afternoon
    drawn = zhang.saying("方舟电子 的决策图")
    await shows(drawn, "小王", "调离", "刘兵", "还没见过", "张军 在 三励公司 见过同名的人")
    await zhang.keeps("33-决策图")

    # The two meet; what is known of him is put down, and nothing is missing any more.
    await shows(await li.types("/visit 方舟电子 见了刘兵,他说可以拍板,下周三签框架"), "已记拜访", "签框架")
    drawn = await li.types("/deal 方舟电子 决策图")
    await drawn.get_by_role("button", name="修改 刘兵").click()
    await li.form.get_by_role("combobox", name="角色").click()
    await li.form.get_by_role("option", name="决策者").click()
    await li.form.get_by_role("button", name="保存").click()
    await shows(li.form, "👑 刘兵", "小李 见过")
    await li.keeps("34-刘兵拍板")
    await li.closes_the_form()


async def _days_until(someone: Desk, place: str, words: str) -> None:
    """Let mornings come until these words stand there."""
    await someone.goes_to(place)
    await someone.lets_pass("到明天 09:00", someone.messages.filter(has_text=words))


async def _weeks_until(someone: Desk, said: str, *, reports: Desk | None = None) -> Locator:
    """Let weeks pass until a message says so (a regular expression)."""
    told = someone.messages.filter(has_text=re.compile(said)).last
    for _ in range(WEEKS):
        with suppress(NeverCame):
            await told.wait_for(timeout=5000)
            return told
        await _another_week(reports or someone)
    pytest.fail(f"{said} never came")


async def _another_week(li: Desk) -> None:
    await li.moves_the_clock("快进 1 周")
    await shows(await li.types("/visit 方舟电子 没问题"), "不算有效跟进")
