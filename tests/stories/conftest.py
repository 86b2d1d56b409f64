"""`python -m sandbox` as anybody starts it, and people who look at its pages in a real Chromium."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.async_api import Browser, async_playwright

from tests.stories.desk import Desk, Open

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
READY_WITHIN = 150  # seconds, on a busy machine; an idle one takes about twenty


@pytest.fixture(scope="module")
async def workspace(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a workspace with its history, made from nothing."""
    data = tmp_path_factory.mktemp("sandbox")
    arguments = (sys.executable, "-m", "sandbox", "--port", "0", "--data", str(data))
    process = await asyncio.create_subprocess_exec(
        *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(READY_WITHIN):
            told = await _until_ready(process)
        address = re.search(r"http://[\d.:]+", told[0])
        assert address, told
        yield address[0]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, errors.decode()
    assert "not played" not in errors.decode(), "Genjin did not take a scene of the history"
    log = (data / "bot.log").read_text()
    assert "Traceback" not in log, log[-4000:]


async def _until_ready(process: asyncio.subprocess.Process) -> list[str]:
    assert process.stdout is not None
    assert process.stderr is not None
    told: list[str] = []
    while not any(line.startswith("Ready") for line in told):
        line = await process.stdout.readline()
        if not line:
            pytest.fail(f"the workspace did not open: {(await process.stderr.read()).decode()[-4000:]}")
        told.append(line.decode())
    return told


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine; install the package chromium to play the stories")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


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
