"""方舟电子: 小李 says 没问题 week after week. Story 2's first week, played in the browser against the real bot."""

from contextlib import suppress

import pytest
from playwright.async_api import TimeoutError as NeverCame
from playwright.async_api import expect

from tests.stories.desk import Desk, Open, shows

pytestmark = pytest.mark.browser
TRIES = 15  # mornings: some fall on days off
SILENT = "方舟电子 ：从"  # so every alert about it begins


async def test_the_first_week_at_fangzhou(sits_down: Open) -> None:
    li = await sits_down("UXIAOLI", at="Genjin")

    # He reports 没问题 once more: it is kept, and does not count.
    answer = await li.types("/visit 方舟电子 没问题")
    await shows(answer, "方舟电子", "不算有效跟进", "撤销")
    again = await li.types("/visit 方舟电子 没问题")
    await shows(again, "十分钟")
    await li.keeps("01-没问题")

    # He claims a lead; 张军 sees on his own screen whose it is.
    zhang = await sits_down("UZHANGJUN", at="lead-pool")
    await expect(zhang.saying("瑞康医药").get_by_role("button", name="认领")).to_be_visible()
    pool = await li.types("/lead 公海")
    await pool.get_by_role("button", name="认领 瑞康医药").click()
    await shows(li.saying("瑞康医药"), "归你了")
    await shows(zhang.saying("瑞康医药"), "@小李")
    await expect(zhang.saying("瑞康医药").get_by_role("button", name="认领")).to_have_count(0)
    await zhang.keeps("02-公海")

    # Two customers fit what he writes: he is asked which, and his words are not lost.
    asked = await li.types("/visit 瑞康 同意先做两家,下周三签约")
    await shows(asked, "同意先做两家")
    await li.keeps("03-哪个客户")
    await asked.get_by_role("button", name="瑞康口腔").click()
    await shows(li.messages.last, "瑞康口腔", "已记拜访", "签约")

    # He moves a deal.
    card = await li.types("/deal 云栖家居")
    await shows(card, "确定决策者", "45%")
    await card.get_by_role("button", name="推进").click()
    await shows(li.messages.last, "提案/报价", "60%")
    await li.keeps("04-推进")

    # The days go by without a word that counts. He is told first, and can act on it where he reads it.
    await _days_until(li, "Genjin", SILENT)
    await shows(li.saying(SILENT), "没有有效跟进", "记跟进", "再保留 7 天", "退回公海")
    await li.keeps("05-沉默提醒")

    # Working days later the team is told, and his manager reads it in that morning's digest.
    await _days_until(li, "ads-team", SILENT)
    await shows(li.saying(SILENT), "@小李")
    await li.keeps("06-告诉小组")
    await zhang.goes_to("Genjin")
    digest = zhang.saying("早上好")
    await shows(digest, "沉默的线索", "方舟电子", "@小李")
    await digest.scroll_into_view_if_needed()
    await zhang.keeps("07-晨报")

    # 刘兵 takes over; 小李 logs it, and both alerts say that it is dealt with, where they stand.
    await li.goes_to("Genjin")
    news = await li.types("/visit 方舟电子 王主管调去行政部,刘兵接手,下周三约见刘兵")
    await shows(news, "方舟电子", "已记拜访", "约见刘兵")
    await expect(news).not_to_contain_text("不算有效跟进")
    await expect(li.messages.filter(has_text=SILENT)).to_have_count(0)
    await zhang.goes_to("ads-team")
    await expect(zhang.messages.filter(has_text=SILENT)).to_have_count(0)
    await expect(zhang.messages.filter(has_text="方舟电子").filter(has_text="已处理")).to_have_count(1)
    await zhang.keeps("08-已处理")


async def _days_until(someone: Desk, place: str, words: str) -> None:
    """Let mornings come until these words stand there."""
    await someone.goes_to(place)
    for _ in range(TRIES):
        with suppress(NeverCame):
            return await someone.messages.filter(has_text=words).first.wait_for(timeout=1500)
        await someone.moves_the_clock("到明天 09:00")
    pytest.fail(f"{words} never came to {place}")


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
    await alice.keeps("09-pipeline")
    await alice.opens_tab("Home")
    home = alice.page.locator("#home")
    await shows(home, "Today", "Log a follow-up")
    for button in await home.get_by_role("button").all_inner_texts():
        assert button.isascii() or button.endswith("…"), button
    await alice.keeps("10-home")
