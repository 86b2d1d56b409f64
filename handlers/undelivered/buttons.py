"""Buttons on notices that were given up: Send again 重新发送, Drop 不再发送."""

from core import undelivered
from handlers.blocks import message, section
from handlers.pressing import Press


async def again(press: Press) -> None:
    """Send a notice that was given up once more."""
    async with press.db.begin() as session:
        done = await undelivered.send_again(session, notice_id=press.id("notice"), by=press.me, now=press.now())
    await _tell(press, press.t("It is on its way again.") if done else None)


async def drop(press: Press) -> None:
    """Let a notice that was given up go."""
    async with press.db.begin() as session:
        done = await undelivered.drop(session, notice_id=press.id("notice"), by=press.me, now=press.now())
    await _tell(press, press.t("It is dropped.") if done else None)


async def _tell(press: Press, said: str | None) -> None:
    said = said or press.t("Somebody has dealt with it already.")
    await press.tell(message(said, [section(said)]))
