"""`python -m sandbox` as anybody starts it, and a real Chromium to look at its pages."""

import asyncio
import re
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 150  # seconds, on a busy machine; an idle one takes about twenty


class NotOpenError(Exception):
    """The workspace did not open, or did not end in good order; the text is what it said."""


@contextmanager
def folder() -> Iterator[Path]:
    """A place for a workspace, gone afterwards. Under root its database runs as somebody else, who must get in."""
    with tempfile.TemporaryDirectory(prefix="genjin-stories-") as made:
        Path(made).chmod(0o755)
        yield Path(made)
        log = Path(made, "bot.log").read_text()
    if "Traceback" in log:
        raise NotOpenError(log[-4000:])


@asynccontextmanager
async def workspace(data: Path) -> AsyncIterator[str]:
    """The address of a workspace with its history, made from nothing under `data`."""
    arguments = (sys.executable, "-m", "sandbox", "--port", "0", "--data", str(data))
    process = await asyncio.create_subprocess_exec(*arguments, cwd=ROOT, stdout=PIPE, stderr=PIPE)
    try:
        yield await asyncio.wait_for(_ready(process), READY_WITHIN)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        _, errors = await asyncio.wait_for(process.communicate(), 30)
    if process.returncode != 0 or b"not played" in errors:
        raise NotOpenError(errors.decode())


async def _ready(process: Process) -> str:
    assert process.stdout is not None
    assert process.stderr is not None
    address = ""
    while line := (await process.stdout.readline()).decode():
        found = re.search(r"http://[\d.:]+", line)
        address = found[0] if found else address
        if line.startswith("Ready"):
            return address
    raise NotOpenError((await process.stderr.read()).decode()[-4000:])


def chromium() -> str | None:
    """Where the browser is, when this machine has one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@asynccontextmanager
async def browser(path: str | None) -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        await opened.close()
