"""What a listener of a button or a form is given, and how it shows what came of it: where it was pressed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from core import audit, undelivered
from core.errors import Refusal
from core.figures import whole
from core.models import Member
from handlers import ids, payload
from handlers.blocks import Message, View, pack, plain, sent
from handlers.payload import Payload
from handlers.today import home
from handlers.words import Translate

DONE = "form.done"
AT_HOME = "home"  # kept by a form that was opened from the Home tab


@dataclass(frozen=True)
class Press:
    """A button pressed, or a menu chosen from."""

    values: Payload
    action: Payload
    db: Any  # bot.database.Database, the workspace's own
    me: Member
    t: Translate
    now: Callable[[], datetime]
    source: str
    body: Payload
    client: AsyncWebClient
    respond: Any
    base: str = ""  # the address under which we are reached from outside

    def id(self, name: str) -> int:
        """An id that the button carries; a forged one is answered as if the record were not there."""
        return payload.number(self.values, name)

    def place(self, name: str) -> int:
        """A place in a list that the button carries, from 0; a forged one is answered in the same way."""
        return payload.place(self.values, name)

    @property
    def anyway(self) -> bool:
        """Whether the presser was told of a customer that looks like it, and says that this is another."""
        return self.values.get(payload.ANYWAY) is True

    async def show(self, message: Message) -> None:
        """Put the message where the button was: into the message or the form; over the Home tab, as a window.

        Where the button was one thing's among several, it is told beside them.
        """
        view: Payload = self.body.get("view") or {}
        if str(self.action.get("block_id")).startswith(ids.TOGETHER):
            await self.tell(message)
        elif self.body.get("response_url"):
            await self.respond(replace_original=True, **sent(message))
        elif view.get("type") == "modal":
            if not await self._drawn_again(result(message, self.t)):
                await self.client.chat_postMessage(channel=self.me.slack_id, **sent(message))
        else:
            await self._in_window(message)

    async def _in_window(self, message: Message) -> None:
        """Over the Home tab; in the DM where the work took longer than Slack lets a window be opened."""
        try:
            await self.client.views_open(trigger_id=self.body["trigger_id"], view=result(message, self.t))
        except SlackApiError as refused:
            if "trigger" not in refused.response["error"]:
                raise
            await self.client.chat_postMessage(channel=self.me.slack_id, **sent(message))

    async def tell(self, message: Message) -> None:
        """Tell the presser alone, and leave what they pressed on as it is."""
        if self.body.get("response_url"):
            await self.respond(replace_original=False, response_type="ephemeral", **sent(message))
        else:
            await self.show(message)

    async def open(self, view: View) -> None:
        """Open a form; over the form it was pressed in, if there is one. In the place of what a form over another has
        turned into: Slack piles up no more than three."""
        below: Payload = self.body.get("view") or {}
        inside = below.get("type") == "modal"
        if self.at_home:
            view = {**view, "private_metadata": pack({**payload.kept(view), AT_HOME: True})}
        if inside and below.get("callback_id") == DONE and below.get("previous_view_id"):
            await self.client.views_update(view_id=below["id"], view=view)
            return
        opened = self.client.views_push if inside else self.client.views_open
        await opened(trigger_id=self.body["trigger_id"], view=view)

    @property
    def entered(self) -> dict[str, str | None]:
        """What stands in the form that it was pressed in."""
        return payload.fields(self.body.get("view") or {})

    @property
    def before_others(self) -> bool:
        """Whether it was pressed on a message that others read too: posted, and not in the DM with the bot."""
        container: Payload = self.body.get("container") or {}
        posted = container.get("type") == "message" and not container.get("is_ephemeral")
        return posted and not str(container.get("channel_id") or "").startswith("D")

    async def redraw(self, view: View) -> bool:
        """Draw the form it was pressed in again; False where that is another one, none, or closed meanwhile."""
        inside: Payload = self.body.get("view") or {}
        if inside.get("callback_id") != view.get("callback_id"):
            return False
        return await self._drawn_again({**view, "private_metadata": inside.get("private_metadata") or ""})

    async def _drawn_again(self, view: View) -> bool:
        """Put another view where the open one is; False where that was closed meanwhile."""
        try:
            await self.client.views_update(view_id=self.body["view"]["id"], view=view)
        except SlackApiError as refused:
            if refused.response["error"] != "not_found":
                raise
            return False
        return True

    @property
    def at_home(self) -> bool:
        """Whether it was pressed in the Home tab."""
        return bool((self.body.get("view") or {}).get("type") == "home")


Handler = Callable[[Press], Awaitable[None]]


@dataclass(frozen=True)
class Submission:
    """A form sent: what was entered, and what the form kept."""

    fields: dict[str, str | None]
    many: dict[str, list[str]]  # what was ticked, by field
    files: list[Payload]
    kept: Payload
    db: Any
    me: Member
    t: Translate
    now: Callable[[], datetime]
    source: str
    ack: Any
    meet: Callable[[str], Awaitable[None]]  # takes in somebody picked in Slack whom Genjin may not know yet
    base: str = ""  # the address under which we are reached from outside

    def id(self, name: str) -> int:
        """An id that the form kept."""
        return payload.number(self.kept, name)

    def ids(self, name: str) -> list[int]:
        """Ids that the form kept as a list."""
        return payload.numbers(self.kept, name)

    def text(self, name: str) -> str:
        """What was typed into a field; nothing typed is the empty text."""
        return self.fields.get(name) or ""

    def whole(self, name: str, odd: Refusal) -> int | None:
        """The whole number typed into a field; None where nothing was. Raises `odd` where it is no such number."""
        text = self.text(name)
        found = whole(text) if text else None
        if text and (found is None or found < 0):
            raise odd
        return found

    def anyway(self, name: str) -> bool:
        """Whether the sender was told of a customer that looks like this one, and says that it is another."""
        return bool(name) and self.kept.get(payload.ANYWAY) == name

    def chosen(self, name: str) -> int | None:
        """The id behind the option chosen; a forged one is answered as if the record were not there."""
        text = self.fields.get(name)
        return payload.row(text) if text is not None else None

    async def turn(self, view: View) -> None:
        """Answer inside the ack: the form turns into the next one."""
        await self.ack(response_action="update", view=view)

    async def show(self, message: Message) -> None:
        """Answer inside the ack: the form turns into what came of it."""
        await self.ack(response_action="update", view=result(message, self.t))

    async def redraw(self, view: View) -> None:
        """Answer inside the ack: the form stays open, drawn anew, or as another."""
        if self.kept.get(AT_HOME):
            view = {**view, "private_metadata": pack({**payload.kept(view), AT_HOME: True})}
        await self.ack(response_action="update", view=view)


def result(message: Message, t: Translate) -> View:
    """A message as a window: what a form turns into. Windows have no tables and charts: what stands in for these."""
    blocks = message.get("fallback") or message["blocks"]
    return {
        "type": "modal",
        "callback_id": DONE,
        "title": plain("Genjin", 24),
        "close": plain(t.plain("Close"), 24),
        "blocks": [block for block in blocks if block["type"] not in ("table", "data_visualization")],
    }


def press(handler: Handler) -> Callable[..., Awaitable[None]]:
    """The Bolt listener of a button: the ack first, within Slack's three seconds whatever the work takes."""

    async def listen(
        ack: Any,
        action: Payload,
        body: Payload,
        client: AsyncWebClient,
        respond: Any,
        db: Any,
        me: Member,
        t: Translate,
        now: Callable[[], datetime],
        base: str,
    ) -> None:
        await ack()
        source = payload.source(body)
        values = payload.carried(action)
        pressed = Press(values, action, db, me, t, now, source, body, client, respond, base)
        with audit.came_from(source):
            await handler(pressed)
        await _remember(pressed)
        if pressed.at_home:
            await home.draw(client, db, me, now())

    return listen


async def _remember(pressed: Press) -> None:
    """Note that somebody acted on the notice, if it was pressed on one: how useful each kind is, is counted so."""
    container: Payload = pressed.body.get("container") or {}
    channel, ts = container.get("channel_id"), container.get("message_ts")
    if not channel or not ts or container.get("is_ephemeral") or pressed.action.get("action_id") == ids.NOTICE_MENU:
        return
    async with pressed.db.begin() as session:
        await undelivered.acted_on(
            session,
            workspace_id=pressed.me.workspace_id,
            channel=str(channel),
            ts=str(ts),
            about=pressed.values,
            now=pressed.now(),
        )


def submission(handler: Callable[[Submission], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """The Bolt listener of a form: the work first, so that a refusal lands in the form itself."""

    async def listen(
        ack: Any,
        view: Payload,
        body: Payload,
        client: AsyncWebClient,
        db: Any,
        me: Member,
        t: Translate,
        now: Callable[[], datetime],
        meet: Callable[[str], Awaitable[None]],
        base: str,
    ) -> None:
        entered, many, kept = payload.fields(view), payload.ticked(view), payload.kept(view)
        files = payload.files(view)
        source = payload.source(body)
        with audit.came_from(source):
            await handler(Submission(entered, many, files, kept, db, me, t, now, source, ack, meet, base))
        if kept.get(AT_HOME):
            await home.draw(client, db, me, now())

    return listen
