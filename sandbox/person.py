"""Someone who uses Slack, in words: for tests and demo scripts."""

from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from itertools import chain
from typing import Any

from sandbox import seen
from sandbox.changes import Change
from sandbox.client import Client
from sandbox.meant import Place, meant, place
from sandbox.messages import Message
from sandbox.outcome import Outcome
from sandbox.seen import Button, Field, Form, Seen
from sandbox.views import View
from sandbox.words import lines


class Person:
    """Acts, waits for what comes of it, and tells what is seen."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.slack, self.ws = client.slack, client.ws

    @property
    def id(self) -> str:
        """The user id."""
        return self.client.user

    @property
    def name(self) -> str:
        """The name others read."""
        return self.client.me.shown()

    def __repr__(self) -> str:
        return f"<{self.name}>"

    # What is seen

    def sees(self, channel: Place, thread: Seen | None = None) -> list[Seen]:
        """Messages in a channel in order, threads included, or those of one thread; one's own ephemeral ones too."""
        found = self.ws.messages(place(self.client, channel), viewer=self.id)
        if thread is not None:
            first = thread.thread_ts or thread.ts
            found = [m for m in found if first in (m.ts, m.thread_ts)]
        return [self._read(m) for m in found] if self.client.sees(place(self.client, channel)) else []

    @property
    def dms(self) -> list[Seen]:
        """The direct messages with the bot."""
        return self.sees(None)

    @property
    def form(self) -> Form | None:
        """The modal on top."""
        stack = self.client.stack
        return seen.view(self.ws, self.client.me, stack[-1]) if stack else None

    @property
    def home(self) -> Form | None:
        """The app's Home as last published."""
        return seen.view(self.ws, self.client.me, self.client.home) if self.client.home else None

    @property
    def told(self) -> Seen | None:
        """The newest thing the bot told this person alone: errors in a form, else an ephemeral or direct message."""
        form = self.form
        if form and form.errors:
            return form
        alone = [m for c in self.client.channels() for m in self.ws.messages(c.id, viewer=self.id) if self._private(m)]
        return self._read(max(alone, key=lambda m: m.ts)) if alone else None

    def _private(self, message: Message) -> bool:
        in_dm = self.ws.channels[message.channel].kind == "im"
        return message.user == self.ws.bot.id and (in_dm or message.only_for == self.id)

    def _read(self, message: Message) -> Seen:
        return seen.message(self.ws, self.client.me, message)

    # What is done

    async def command(self, text: str, channel: Place = None) -> Seen:
        """Type a slash command."""
        return await self._after(self.client.command(place(self.client, channel), text))

    async def says(self, text: str, to: Place = None, thread: Seen | None = None) -> Seen:
        """Write a message; to the bot unless told otherwise. Returns what the bot makes of it, empty when nothing."""
        return await self._after(self.client.send(place(self.client, to), text, _thread(thread)), posts=True)

    async def uploads(
        self, name: str, data: bytes, to: Place = None, thread: Seen | None = None, text: str = ""
    ) -> Seen:
        """Drop a file somewhere. Returns what the bot makes of it, empty when nothing."""
        work = self.client.upload(place(self.client, to), name, data, text, _thread(thread))
        return await self._after(work, posts=True)

    async def edits(self, message: Seen, text: str) -> Seen:
        """Change one's own message."""
        return await self._after(self._does(lambda: self.client.edit(_message(message), text)))

    async def deletes(self, message: Seen) -> Seen:
        """Delete one's own message."""
        return await self._after(self._does(lambda: self.client.delete(_message(message))))

    async def _does(self, act: Callable[[], None]) -> Outcome:
        act()
        return Outcome(True)

    async def shortcut(self, callback_id: str, message: Seen | None = None) -> Seen:
        """A message shortcut, or a global one."""
        where = (message.channel, message.ts) if message else (None, None)
        return await self._after(self.client.shortcut(callback_id, *where), on=message)

    async def opens_home(self) -> Form:
        """Look at the app's Home tab, once it was drawn anew; as it was where nobody draws it."""
        before = self.client.home and self.client.home.hash
        await self.client.open_home()
        with suppress(AssertionError):
            await self.slack.until(lambda: self.client.home and self.client.home.hash != before, self.slack.patience)
        return self.home or Form(ok=False)

    async def press(self, name: str, on: Seen | None = None, *, near: str | None = None) -> Seen:
        """Press a button or menu entry by its words or action_id; `near`: the first one at or after those words."""
        where, button = self._find(name, on, near)
        value = button.value if button.element["type"] == "overflow" else None
        assert where.on is not None
        work = self.client.act(where.on, button.block_id, button.action_id, value, element=button.element)
        return await self._after(work, on=where)

    def _find(self, name: str, on: Seen | None, near: str | None) -> tuple[Seen, Button]:
        if on is not None:
            return on, _below(on, near, self).button(name)
        for where in self._around():
            try:
                return where, _below(where, near, self).button(name)
            except LookupError:
                continue
        raise LookupError(f"{self.name} sees no button {name!r} anywhere")

    def _around(self) -> Iterable[Seen]:
        """The open form alone, or else messages newest first, and Home."""
        if self.form:
            return [self.form]
        messages = [m for c in self.client.channels() for m in self.ws.messages(c.id, viewer=self.id)]
        newest = sorted(messages, key=lambda m: m.ts, reverse=True)
        return chain(map(self._read, newest), [self.home] if self.home else [])

    async def choose(self, name: str, value: Any, on: Seen | None = None) -> Seen:
        """Choose or enter something by the words around it; values as people read them, see `fill`."""
        where = on or self.form or next((s for s in self._around() if _has_input(s, name)), None)
        if where is None:
            raise LookupError(f"{self.name} sees nothing called {name!r} to choose from")
        if not _has_input(where, name):
            return await self.press(str(value), on=where)
        return await self._enter(where, where.input(name), value)

    async def _enter(self, where: Seen, found: Field, value: Any) -> Seen:
        assert where.on is not None
        held = await meant(self.client, where, found, value)
        if found.dispatches:
            work = self.client.act(where.on, found.block_id, found.action_id, held, element=found.element)
            return await self._after(work, on=where)
        self.client.enter(where.on, found.block_id, found.action_id, held)
        return seen.view(self.ws, self.client.me, where.on) if isinstance(where.on, View) else where

    async def fill(self, entries: dict[str, Any]) -> Form:
        """Fill the open form by label: words, numbers, dates, texts of options, people, "#channels", or lists."""
        for label, value in entries.items():
            form = self.form
            if form is None:
                raise LookupError(f"{self.name} has no form open")
            await self._enter(form, form.input(label), value)
        form = self.form
        if form is None:
            raise LookupError(f"{self.name}'s form closed while it was filled")
        return form

    async def submit(self) -> Seen:
        """Press the form's submit button; `.ok` is False when it stays open with errors."""
        view = self._top()
        return await self._after(self.client.submit(view.id), closes=True)

    async def dismiss(self, everything: bool = False) -> Seen:
        """Close the form, or the whole stack."""
        return await self._after(self.client.dismiss(self._top().id, everything), closes=True)

    def _top(self) -> View:
        if not self.client.stack:
            raise LookupError(f"{self.name} has no form open")
        return self.client.stack[-1]

    # What comes of it

    async def _after(
        self, work: Coroutine[Any, Any, Outcome], *, on: Seen | None = None, posts: bool = False, closes: bool = False
    ) -> Seen:
        pulse, slack = self.slack.pulse, self.slack
        # A form that closes is an answer already: what else the bot says follows at once or much later.
        patience = 2 * slack.calm if closes else slack.patience
        before = pulse.effects
        async with self.ws.subscribe() as stream:
            outcome = await work
            if outcome.ok and not outcome.spoke:
                await pulse.settle(before, patience=patience, calm=slack.calm)
            changes = [c for c in stream.waiting() if c.user in (None, self.id)]
        found = self._pick(outcome, changes, on, posts=posts)
        found.ok, found.status, found.error = outcome.ok, outcome.status, outcome.error
        found.problems = outcome.problems
        return found

    def _pick(self, outcome: Outcome, changes: list[Change], on: Seen | None, *, posts: bool) -> Seen:
        """What strikes the eye first: the direct answer, a form, a word to oneself, the thing pressed, other news."""
        if outcome.message and not posts:
            return self._read(outcome.message)
        if outcome.errors or outcome.view:
            return self.form or Seen()
        if not outcome.ok:
            return seen.failure(outcome)
        if any(c.kind in ("view.opened", "view.changed") for c in changes) and self.form:
            return self.form
        return self._news(changes, on)

    def _news(self, changes: list[Change], on: Seen | None) -> Seen:
        news = [m for c in reversed(changes) if (m := self._changed(c))]
        mine = next((m for m in news if m.only_for == self.id), None)
        pressed = next((m for m in news if on is not None and m is on.on), None)
        if first := mine or pressed or next(iter(news), None):
            return self._read(first)
        at_home = on is not None and isinstance(on.on, View) and on.on.type == "home"
        return (self.home if at_home else None) or Seen()

    def _changed(self, change: Change) -> Message | None:
        if not change.channel or not change.ts or not self.client.sees(change.channel):
            return None
        message = self.ws.message(change.channel, change.ts)
        return message if message and message.user == self.ws.bot.id else None


def _message(found: Seen) -> Message:
    if not isinstance(found.on, Message):
        raise LookupError("this is no message")
    return found.on


def _thread(message: Seen | None) -> str | None:
    return (message.thread_ts or message.ts) if message else None


def _has_input(where: Seen, name: str) -> bool:
    try:
        where.input(name)
    except LookupError:
        return False
    return True


def _below(where: Seen, near: str | None, who: Person) -> Seen:
    """The part of it from the block that says `near` on."""
    if near is None:
        return where
    for index, block in enumerate(where.blocks):
        if any(near in line for line in lines([block], who.ws, who.client.me)):
            return Seen(buttons=seen.buttons(where.blocks[index:]), on=where.on)
    raise LookupError(f"nothing says {near!r}")
