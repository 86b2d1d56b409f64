"""What no handler is registered for: an old button, an event nobody reads. All are acked; people are told."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest

from bot.payloads import Payload
from bot.telling import tell
from core.errors import msgid
from handlers.words import Translate

ANYTHING = re.compile(".*", re.DOTALL)
OLD_BUTTON = msgid("That button is from an earlier version and no longer works. /genjin help shows what does.")
UNKNOWN = msgid("Genjin does not know this one. /genjin help shows what it knows.")


def register(app: AsyncApp) -> None:
    """Registered last: the first listener that matches is the one that runs."""
    app.action(ANYTHING)(pressed)
    app.options(ANYTHING)(asked_for_options)
    app.command(ANYTHING)(said)
    app.shortcut(ANYTHING)(said)
    app.view(ANYTHING)(closed)
    app.view_closed(ANYTHING)(closed)
    app.event(ANYTHING)(heard)


async def pressed(ack: AsyncAck, action: Payload, request: AsyncBoltRequest, t: Translate) -> None:
    """A button of an earlier version; a link's button (Slack reports the press) needs no word."""
    await ack()
    if not action.get("url"):
        await tell(request, t(OLD_BUTTON))


async def asked_for_options(ack: AsyncAck) -> None:
    """No choices."""
    await ack(options=[])


async def said(request: AsyncBoltRequest, t: Translate) -> None:
    """A command or shortcut in the app's settings that the code does not know."""
    await tell(request, t(UNKNOWN))


async def closed(ack: AsyncAck) -> None:
    """A form of an earlier version."""
    await ack()


async def heard() -> None:
    """An event nobody waits for: Bolt acks it."""
