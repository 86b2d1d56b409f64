"""The page of a web form in a real Chromium: on a phone, by keyboard, in a frame of another site, without scripts."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy import func, select

from core.models import Lead
from tests.handlers.test_webforms import make

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine; install the package chromium to play these tests")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


def _is_wrong(said) -> bool:
    """An error of the page: not the browser's note that an answer was a refusal."""
    return said.type == "error" and not re.search("status of (404|422)", said.text)


@pytest.fixture
async def look(house, chromium):
    """Open a page as a visitor with a phone would, scripts switched off; what the browser complains of fails it."""
    context = await chromium.new_context(
        viewport={"width": 360, "height": 720},
        java_script_enabled=False,
        locale="zh-CN",
        base_url=f"http://127.0.0.1:{house.settings.port}",
    )
    context.set_default_timeout(8000)
    wrong: list[str] = []

    async def look(path: str) -> Page:
        page = await context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if _is_wrong(said) else None)
        await page.goto(path)
        return page

    yield look
    await context.close()
    assert wrong == []


async def leads(house) -> int:
    async with house.db.begin() as session:
        return await session.scalar(select(func.count()).select_from(Lead))


async def test_a_visitor_with_a_phone_fills_it_in_and_is_thanked(house, admin, look):
    page = await look(await make(admin))
    await expect(page).to_have_title("请告诉我们您的需求")

    await page.get_by_label("公司").fill("方舟电子")
    await page.get_by_label("您的姓名").fill("刘兵")
    await page.get_by_label("电话").fill("138 0013 8000")
    await page.get_by_label("您的需求").fill("200台扫描枪")
    await page.get_by_role("button", name="提交").click()

    await expect(page.get_by_role("status")).to_have_text("谢谢！我们已经收到，会尽快与您联系。")
    assert page.url.endswith("?sent=1")
    await page.reload()
    assert await leads(house) == 1


async def test_what_is_wrong_is_told_and_everything_typed_stands(house, admin, look):
    page = await look(await make(admin))
    await page.get_by_label("公司").fill("方舟电子")
    await page.get_by_label("电话").fill("12")
    await page.get_by_label("您的需求").fill("200台\n扫描枪")

    await page.get_by_role("button", name="提交").click()

    await expect(page.get_by_role("alert")).to_have_text("电话号码不完整，请再看一下。")
    await expect(page.get_by_label("公司")).to_have_value("方舟电子")
    await expect(page.get_by_label("您的需求")).to_have_value("200台\n扫描枪")
    await expect(page.get_by_label("电话")).to_have_attribute("aria-invalid", "true")
    await page.get_by_label("电话").fill("13800138000")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_role("status")).to_be_visible()
    assert await leads(house) == 1


async def test_it_is_filled_in_by_keyboard_alone_and_the_trap_is_not_reached(house, admin, look):
    page = await look(await make(admin))
    for text in ("方舟电子", "刘兵", "13800138000", "扫描枪"):
        await page.keyboard.press("Tab")
        await page.keyboard.type(text)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="提交")).to_be_focused()

    await page.keyboard.press("Enter")

    await expect(page.get_by_role("status")).to_be_visible()
    assert await leads(house) == 1


async def test_nothing_runs_over_the_edge_of_a_small_phone_and_all_is_large_enough_to_hit(house, admin, look):
    page = await look(await make(admin, **{"要填的内容": [
        "公司", "您的姓名", "电话", "微信号", "邮箱", "您的需求", "所在省市", "大概预算",
    ]}))  # fmt: skip

    boxes = [
        await each.bounding_box() for each in await page.locator("input:not(#website), textarea, button, h1").all()
    ]

    assert len(boxes) == 10
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
    assert all(box["height"] >= 40 for box in boxes[1:])
    trap = await page.locator("#website").bounding_box()
    assert trap["x"] < 0
    await expect(page.locator("#website")).to_have_attribute("tabindex", "-1")


async def test_the_other_language_is_one_touch_away(house, admin, look):
    page = await look(await make(admin))

    await page.get_by_role("link", name="English").click()

    await expect(page.get_by_role("heading")).to_have_text("Tell us what you need")
    await page.get_by_label("Company").fill("Acme")
    await page.get_by_label("Phone number").fill("+1 415 555 0132")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("status")).to_have_text("Thank you. We have received it and will be in touch soon.")


@asynccontextmanager
async def another_site(html: str) -> AsyncIterator[str]:
    """The address of a page that somebody else serves."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + html.encode())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_in_a_frame_of_another_site_it_works_as_well(house, admin, look):
    url = f"http://127.0.0.1:{house.settings.port}{await make(admin)}"
    async with another_site(f'<link rel="icon" href="data:,"><iframe title="form" src="{url}"></iframe>') as site:
        page = await look(site)
        frame = page.frame_locator("iframe")

        await frame.get_by_label("公司").fill("方舟电子")
        await frame.get_by_label("电话").fill("13800138000")
        await frame.get_by_role("button", name="提交").click()

        await expect(frame.get_by_role("status")).to_be_visible()
        assert await leads(house) == 1


async def test_a_form_that_is_closed_says_so(house, admin, look):
    path = await make(admin)
    await admin.choose("webform.more", "关闭", on=await admin.command("/genjin forms"))

    page = await look(re.sub(r"\?.*", "", path))

    await expect(page.get_by_role("alert")).to_have_text("这个表单已关闭，请通过其他方式联系我们。")
