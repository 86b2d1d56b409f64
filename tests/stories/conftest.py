"""A workspace with its history, and people who sit down before it in a browser."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.async_api import Browser

from tests.stories import opened
from tests.stories.desk import Desk, Open


@pytest.fixture(scope="session")
async def workspace() -> AsyncIterator[str]:
    """The address of a workspace made from nothing; in the end its bot has nothing wrong in its log."""
    with opened.folder() as data:
        async with opened.workspace(data) as address:
            yield address


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = opened.chromium()
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine; install the package chromium to play the stories")
    async with opened.browser(path) as browser:
        yield browser


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots are kept: GENJIN_PICTURES, else a folder of the run's own."""
    folder = Path(os.environ.get("GENJIN_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
async def sits_down(chromium: Browser, workspace: str, pictures: Path) -> AsyncIterator[Open]:
    """Somebody opens the workspace in a window of their own; an error in the page's script fails the test."""
    errors: list[str] = []
    contexts = []

    async def sit(who: str, *, locale: str = "zh-CN", at: str = "") -> Desk:
        context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale=locale)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{workspace}/?{urlencode({'as': who})}")
        desk = Desk(page, pictures)
        await desk.is_live()
        if at:
            await desk.goes_to(at)
        return desk

    yield sit
    for context in contexts:
        await context.close()
    assert errors == []
