"""Somebody at their desk with the workspace open, in the words of the stories."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Locator, Page, expect
from playwright.async_api import TimeoutError as NeverCame

Open = Callable[..., Awaitable["Desk"]]
JOBS_TAKE = 90_000  # milliseconds for a morning's jobs on a busy machine
SHOWN_WITHIN = 15_000  # milliseconds, on a busy machine
expect.set_options(timeout=SHOWN_WITHIN)
MORNINGS = {"快进 1 周": 7}  # of a step of the clock, where it is not one


class Desk:
    """One person, one window."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page, self._pictures = page, pictures

    async def is_live(self) -> None:
        """The page hears what others do."""
        await self.page.wait_for_selector("body[data-live=yes]")

    async def goes_to(self, place: str) -> None:
        """Open a channel, or the direct message with Genjin."""
        await self.page.locator("#sidebar a", has_text=place).first.click()
        await expect(self.page.get_by_role("heading", name=place, level=1)).to_be_visible()
        await self.is_live()

    async def opens_tab(self, name: str) -> None:
        """Turn to the app's Home, or to its messages."""
        await self.page.get_by_role("tab", name=name).click()
        await self.is_live()

    async def types(self, text: str) -> Locator:
        """Say it or run it; returns the newest message once it has come."""
        messages = self.messages
        before = await messages.count()
        box = self.page.get_by_role("main").locator("textarea[name=text]")
        await box.fill(text)
        await self.page.keyboard.press("Escape")  # the suggestions
        await self.page.keyboard.press("Enter")
        await expect(messages.nth(before)).to_be_visible()
        return messages.nth(before)

    @property
    def messages(self) -> Locator:
        """All that stands in the open conversation."""
        return self.page.locator("#messages [data-message]")

    async def sends(self, text: str) -> None:
        """Send it as the composer does, without waiting for what comes of it on the screen: for many in a row."""
        await self.page.evaluate("async (text) => (await import('/static/base.js')).post('send', { text })", text)

    def saying(self, text: str) -> Locator:
        """The newest message with those words."""
        return self.messages.filter(has_text=text).last

    @property
    def form(self) -> Locator:
        """The open form."""
        return self.page.get_by_role("dialog")

    async def closes_the_form(self) -> None:
        """Close the window that is open: whoever sits down here next finds none."""
        await self.page.keyboard.press("Escape")
        await expect(self.form).to_have_count(0)

    async def moves_the_clock(self, choice: str) -> str:
        """Press the clock button, wait until all jobs on the way are done, and return what was said meanwhile."""
        await self.page.locator("#clock button[data-menu]").click()
        await self.page.get_by_role("menuitem", name=choice).click()
        toast = self.page.locator("#toasts > *").last
        await expect(toast).to_contain_text(re.compile("现在是|⚠"), timeout=JOBS_TAKE * MORNINGS.get(choice, 1))
        told = await toast.inner_text()
        assert "⚠" not in told, told
        assert "没有办成" not in told, told
        return told

    async def lets_pass(self, step: str, told: Locator, *, most: int = 15, patience: int = 1500) -> Locator:
        """Move the clock by such steps until this has been told, after `patience` milliseconds each; what Genjin finds
        by itself comes once a half-day."""
        for _ in range(most):
            with suppress(NeverCame):
                await told.last.wait_for(timeout=patience)
                return told.last
            await self.moves_the_clock(step)
        raise AssertionError(f"after {most} steps nobody has been told: {told}")

    async def keeps(self, name: str) -> None:
        """Keep a picture of what is on the screen."""
        await self.page.wait_for_timeout(150)  # the last redraw settles
        await self.page.screenshot(path=self._pictures / f"{name}.png", style="#toasts { visibility: hidden }")


async def shows(where: Locator, *words: str) -> None:
    """All these words are there, or come."""
    for each in words:
        await expect(where).to_contain_text(each, timeout=SHOWN_WITHIN)
