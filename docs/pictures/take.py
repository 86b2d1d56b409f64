"""Takes the README's pictures from the real thing: `.venv/bin/python -m docs.pictures.take` in the checkout."""

import asyncio
from pathlib import Path
from urllib.parse import urlencode

from playwright.async_api import Browser

from tests.stories import opened
from tests.stories.desk import Desk

HERE = Path(__file__).resolve().parent
SIZE = {"width": 1120, "height": 680}


async def main() -> None:
    """Open a fresh workspace, sit down as six people, keep what they see."""
    with opened.folder() as data:
        async with opened.workspace(data) as address, opened.browser(opened.chromium()) as browser:
            await _visit(await _desk(browser, address, "UXIAOLI"))
            await _phone(await _desk(browser, address, "UALICE", "en-US"))
            await _home(await _desk(browser, address, "UALICE", "en-US"))
            await _pool(await _desk(browser, address, "UXIAOSHOUJIA"))
            await _digest(await _desk(browser, address, "UZHANGJUN"))
            await _pipeline(await _desk(browser, address, "ULIQINGCHENG"))


async def _desk(browser: Browser, address: str, who: str, locale: str = "zh-CN") -> Desk:
    page = await browser.new_page(viewport=SIZE, locale=locale)
    await page.goto(f"{address}/?{urlencode({'as': who})}")
    desk = Desk(page, HERE)
    await desk.is_live()
    await desk.goes_to("Genjin")
    return desk


async def _visit(li: Desk) -> None:
    await li.types("/visit 方舟电子 见了刘兵,要200台扫描枪,30万以内,下周三报价")
    await li.types("/visit 瑞康 客户同意先做两家")
    await li.keeps("visit.zh")


async def _phone(alice: Desk) -> None:
    await alice.types("/phone Harbor Hotels left voicemail, try again tomorrow 3pm")
    await alice.types("/lead pool")
    await alice.keeps("pool.en")


async def _home(alice: Desk) -> None:
    await alice.opens_tab("Home")
    await alice.keeps("home.en")


async def _pool(rep: Desk) -> None:
    await rep.goes_to("lead-pool")
    await rep.messages.get_by_role("button", name="认领").last.click()
    await rep.page.wait_for_timeout(1500)
    await rep.keeps("claimed.zh")


async def _digest(manager: Desk) -> None:
    digest = manager.saying("早上好")
    await digest.evaluate("one => one.scrollIntoView({block: 'start'})")
    await manager.keeps("digest.zh")


async def _pipeline(manager: Desk) -> None:
    board = await manager.types("/pipeline")
    await board.evaluate("one => one.scrollIntoView({block: 'start'})")
    await manager.keeps("pipeline.zh")


if __name__ == "__main__":
    asyncio.run(main())
