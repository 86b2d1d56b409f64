"""Takes the README's pictures from the real thing: `.venv/bin/python -m docs.pictures.take` in the checkout."""

import asyncio
from pathlib import Path
from urllib.parse import urlencode

from playwright.async_api import Browser

from tests.stories import opened
from tests.stories.desk import Desk, shows
from tests.stories.test_both_in_shandong import (
    JIA_SAID,
    OURS,
    THEIRS,
    YI_SAID,
    enters_a_deal,
    is_asked_the_same_day,
)

HERE = Path(__file__).resolve().parent
SIZE = {"width": 1280, "height": 720}
CARDS = """公司,联系人,手机,需求,来源
杭州云图智造,李敏,13655550001,要50台扫描枪,展会
苏州恒达物流,王强,13655550002,分拣线读码器,展会
方舟电子有限公司,刘兵,,扫描枪,展会
,看不清,,,
宁波港通仓储,赵云,13655550004,冷库盘点枪,展会
"""


async def main() -> None:
    """Open a fresh workspace, sit down as everybody, keep what they see."""
    with opened.folder() as data:
        async with opened.workspace(data) as address, opened.browser(opened.chromium()) as browser:
            await _visit(await _desk(browser, address, "UXIAOLI"))
            await _phone(await _desk(browser, address, "UALICE", "en-US"))
            await _home(await _desk(browser, address, "UALICE", "en-US"))
            await _claim(await _desk(browser, address, "UXIAOSHOUJIA"))
            await _digest(await _desk(browser, address, "UZHANGJUN"))
            await _pipeline(await _desk(browser, address, "UALICE", "en-US"))
            await _import(await _desk(browser, address, "UCHENZONG"))
            await _assign(await _desk(browser, address, "ULIQINGCHENG"))
            await _map(await _desk(browser, address, "UXIAOLI"), await _desk(browser, address, "UZHANGJUN"))
            await _same(
                *[await _desk(browser, address, who) for who in ("UXIAOSHOUJIA", "UXIAOSHOUYI", "ULIQINGCHENG")]
            )


async def _desk(browser: Browser, address: str, who: str, locale: str = "zh-CN") -> Desk:
    page = await browser.new_page(viewport=SIZE, locale=locale)
    await page.goto(f"{address}/?{urlencode({'as': who})}")
    desk = Desk(page, HERE)
    await desk.is_live()
    await desk.goes_to("Genjin")
    return desk


async def _visit(li: Desk) -> None:
    await li.types("方舟电子 见了刘兵,要200台扫描枪,30万以内,下周三报价")
    await shows(li.messages.last, "已记拜访")
    await li.types("/visit 瑞康 同意先做两家")
    await li.keeps("visit.zh")


async def _phone(alice: Desk) -> None:
    await alice.types("Called Harbor Hotels, left voicemail, try again tomorrow 3pm")
    await shows(alice.messages.last, "Undo")
    await alice.types("/taken 方舟电子")
    await alice.keeps("phone.en")


async def _home(alice: Desk) -> None:
    await alice.opens_tab("Home")
    await alice.keeps("home.en")


async def _claim(rep: Desk) -> None:
    await rep.goes_to("lead-pool")
    await rep.messages.get_by_role("button", name="认领").last.click()
    await shows(rep.messages.last, "归你了")
    await rep.keeps("claim.zh")


async def _digest(manager: Desk) -> None:
    await manager.saying("早上好").evaluate("one => one.scrollIntoView({block: 'start'})")
    await manager.keeps("digest.zh")


async def _pipeline(alice: Desk) -> None:
    board = await alice.types("/pipeline")
    await board.evaluate("one => one.scrollIntoView({block: 'end'})")
    await alice.keeps("pipeline.en")


async def _import(chen: Desk) -> None:
    cards = chen.page.get_by_role("main").locator("input[type=file]").first
    await cards.set_input_files({"name": "展会名片.csv", "mimeType": "text/csv", "buffer": CARDS.encode("gbk")})
    await shows(chen.messages.last, "新客户 3 个", "导入 3 行")
    await chen.keeps("import.zh")


async def _assign(manager: Desk) -> None:
    await manager.types("/lead 临沂通达物流")
    await manager.messages.last.get_by_role("button", name="分配").click()
    await shows(manager.form, "手上")
    await manager.keeps("assign.zh")
    await manager.closes_the_form()


async def _map(li: Desk, zhang: Desk) -> None:
    await li.types("/visit 方舟电子 小王调走了,换刘兵负责")
    await zhang.types("/deal 方舟电子 决策图")
    await zhang.keeps("map.zh")


async def _same(jia: Desk, yi: Desk, manager: Desk) -> None:
    """Last, as it moves the clock."""
    await enters_a_deal(jia, OURS, "96万", JIA_SAID)
    await enters_a_deal(yi, THEIRS, "94万", YI_SAID)
    await is_asked_the_same_day(manager)
    await manager.keeps("same.zh")


if __name__ == "__main__":
    asyncio.run(main())
