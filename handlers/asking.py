"""How a command reaches its handler: `/lead pool`, `/lead 公海` and `/genjin lead pool` are one question."""

import difflib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from core import audit
from core.models import Member
from handlers.blocks import Message, View, sent
from handlers.payload import Payload, source
from handlers.words import Translate, unescape


@dataclass(frozen=True)
class Ask:
    """A command as its handler sees it: the words after it, who asks, and what is at hand to answer."""

    text: str
    db: Any  # bot.database.Database, the workspace's own
    me: Member
    t: Translate
    now: Callable[[], datetime]
    source: str
    base: str = ""  # the address under which we are reached from outside
    anyway: bool = False  # typed before, and refused for a customer that looks like the one named
    meet: Callable[[str], Awaitable[None]] | None = None  # takes in somebody mentioned whom Genjin may not know yet
    words: tuple[str, ...] = ()  # the sub-commands there are, for what may have been meant


Answer = Message | View
Handler = Callable[[Ask], Awaitable[Answer]]


@dataclass(frozen=True)
class Example:
    """A line to copy, and what it does in a few words."""

    line: str
    about: str = ""


@dataclass(frozen=True)
class Word:
    """A sub-command: its names in both languages, the first one shown in English, the second in Chinese; an example,
    and what it does in a few words."""

    names: tuple[str, ...]
    handler: Handler
    example: str = ""
    about: str = ""
    alone: bool = False  # only when nothing follows it


@dataclass(frozen=True)
class Command:
    """A slash command: `words` are its sub-commands, `otherwise` takes any other text, `empty` none at all."""

    name: str
    description: str
    hint: str
    otherwise: Handler
    empty: Handler
    words: Sequence[Word] = ()
    examples: Sequence[Example] = ()

    async def answer(self, ask: Ask) -> Answer:
        """The answer of the sub-command asked for."""
        if not ask.text:
            return await self.empty(ask)
        head, *rest = ask.text.split(maxsplit=1)
        for word in self.words:
            # "Help AG met Tom" is about a customer.
            if head.casefold() in word.names and not (rest and word.alone):
                return await word.handler(replace(ask, text=rest[0].strip() if rest else ""))
        return await self.otherwise(replace(ask, words=tuple(name for word in self.words for name in word.names)))


def nearest(text: str, known: Mapping[str, Any] | Sequence[str]) -> str | None:
    """The known word a person most likely meant."""
    close = difflib.get_close_matches(text.casefold(), list(known), n=1, cutoff=0.5)
    return close[0] if close else None


def listener(command: Command) -> Callable[..., Awaitable[None]]:
    """The Bolt listener of a command: the work first, the answer inside the ack, no call to Slack but for a form."""

    async def listen(
        ack: Any,
        command: Payload,
        client: AsyncWebClient,
        db: Any,
        me: Member,
        t: Translate,
        now: Callable[[], datetime],
        body: Payload,
        base: str,
        meet: Callable[[str], Awaitable[None]],
    ) -> None:
        text = unescape(command.get("text") or "").strip()
        came = source(body)
        with audit.came_from(came):
            answer = await asked.answer(Ask(text, db, me, t, now, came, base, meet=meet))
        if answer.get("type") == "modal":
            await client.views_open(trigger_id=command["trigger_id"], view=answer)
            await ack()
        else:
            await ack(response_type="ephemeral", **sent(answer))

    asked = command
    return listen
