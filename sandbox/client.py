"""Slack's own program on one person's desk: everything by id, nothing waited for beyond the ack."""

from typing import Any

from sandbox import answers, payloads
from sandbox.channels import Channel
from sandbox.elements import KINDS, Element, Values, find, state_of
from sandbox.files import File
from sandbox.messages import Message
from sandbox.outcome import Ack, Outcome
from sandbox.screen import Screen
from sandbox.typed import encode
from sandbox.views import View


class Client(Screen):
    """What a page calls when its person does something, and what it shows them."""

    # Messages

    async def send(self, channel_id: str, text: str, thread_ts: str | None = None) -> Outcome:
        """Say something; text that starts with "/" is a command."""
        if text.startswith("/") and not thread_ts:
            return await self.command(channel_id, text)
        return self._post(channel_id, encode(text, self.ws), thread_ts)

    def _post(self, channel_id: str, text: str, thread_ts: str | None, files: list[File] | None = None) -> Outcome:
        channel = self.ws.channels[channel_id]
        if channel.archived:
            return Outcome(False, error="is_archived", shown="This channel has been archived.")
        if thread_ts and (parent := self.ws.message(channel_id, thread_ts)):
            thread_ts = parent.thread_ts = parent.thread_ts or parent.ts
        shown = [file.as_json() for file in files or ()]
        message = self.ws.post(channel_id, self.me, text, thread_ts=thread_ts, files=shown)
        self.slack.events.posted(self.ws, message)
        return Outcome(True, message=message, spoke=self.ws.bot.id not in channel.members)

    def edit(self, message: Message, text: str) -> None:
        """Change one's own message; LookupError when it is someone else's."""
        self._own(message)
        before = message.as_json()
        self.ws.redraw(message, text=encode(text, self.ws), blocks=[])
        self.slack.events.edited(self.ws, message, before)

    def delete(self, message: Message) -> None:
        """Delete one's own message; LookupError when it is someone else's."""
        self._own(message)
        self.ws.delete(message)
        self.slack.events.deleted(self.ws, message)

    def _own(self, message: Message) -> None:
        if message.user != self.user or self.ws.message(message.channel, message.ts) is not message:
            raise LookupError("only one's own messages can be changed")

    def open_dm(self, user_id: str) -> Channel:
        """The direct message with someone."""
        return self.ws.dm(self.user, user_id)

    async def upload(
        self, channel_id: str, name: str, data: bytes, text: str = "", thread_ts: str | None = None
    ) -> Outcome:
        """Drop a file into a channel, a direct message or a thread."""
        file = self.ws.add_file(name, self.me, data)
        outcome = self._post(channel_id, encode(text, self.ws), thread_ts, [file])
        if outcome.message:
            file.shares.setdefault(channel_id, []).append(outcome.message.ts)
            self.ws.changes.tell("file.shared", channel=channel_id)
            self.slack.events.file_shared(self.ws, file, channel_id)
        return outcome

    def join(self, channel: Channel) -> None:
        """Enter a channel."""
        if self.user not in channel.members:
            channel.members.append(self.user)
            self.ws.changes.tell("channel.changed", channel=channel.id)
            self.slack.events.joined(self.ws, channel, self.user)

    def leave(self, channel: Channel) -> None:
        """Leave a channel."""
        channel.members.remove(self.user)
        self.ws.changes.tell("channel.changed", channel=channel.id)
        self.slack.events.left(self.ws, channel, self.user)

    def change(self, **fields: Any) -> None:
        """Change one's profile, language, zone or standing: fields of User."""
        for name, value in fields.items():
            setattr(self.me, name, value)
        self.me.updated = int(self.ws.clock.now())
        self.ws.changes.tell("user.changed")
        self.slack.events.user_changed(self.ws, self.me)

    # Commands and shortcuts

    async def command(self, channel_id: str, text: str) -> Outcome:
        """Run a slash command there."""
        word, _, rest = text.strip().partition(" ")
        known = self.ws.app.command(word) if self.ws.installed else None
        if known is None:
            return Outcome(False, error="unknown_command", shown=f"{word} is not a valid command.")
        said = encode(rest.strip(), self.ws) if known.should_escape else rest.strip()
        payload = payloads.command(self.ws, self.me, self.ws.channels[channel_id], word, said)
        ack = await self.slack.wire.command(payload)
        outcome = answers.command(self.ws, word, ack, user=self.user, channel=channel_id)
        if outcome.message:
            self.slack.events.posted(self.ws, outcome.message)
        return outcome

    async def shortcut(self, callback_id: str, channel_id: str | None = None, ts: str | None = None) -> Outcome:
        """A global shortcut, or one on a message."""
        if self.ws.app.shortcut(callback_id) is None:
            return Outcome(False, error="unknown_shortcut", shown="This shortcut is not available.")
        if ts is None or channel_id is None:
            return await self._interact(payloads.shortcut(self.ws, self.me, callback_id))
        message = self.ws.message(channel_id, ts)
        if message is None or message.only_for:
            return Outcome(False, error="message_not_found", shown="This message can't be used.")
        return await self._interact(payloads.message_shortcut(self.ws, self.me, callback_id, message))

    async def _interact(self, payload: dict[str, Any]) -> Outcome:
        return _taken(await self.slack.wire.interaction(payload))

    # Things on messages, modals and Home

    def enter(self, on: Message | View, block_id: str, action_id: str, value: Any) -> None:
        """Type or choose something; nothing is sent. LookupError when there is no such input or option."""
        found = find(on.blocks, block_id, action_id)
        if found is None:
            raise LookupError(f"no input {block_id}/{action_id}")
        self._keep(on, block_id, found[1], value)

    def _keep(self, on: Message | View, block_id: str, element: Element, value: Any) -> dict[str, Any]:
        entry = state_of(element, value)
        values = on.values if isinstance(on, View) else on.values(self.user)
        values.setdefault(block_id, {})[element["action_id"]] = entry
        if isinstance(on, View):
            on.errors.pop(block_id, None)
        return entry

    async def act(
        self, on: Message | View, block_id: str, action_id: str, value: Any = None, *, element: Element | None = None
    ) -> Outcome:
        """Press or choose something that the bot hears of at once. `element` stands for one drawn earlier."""
        found = (None, element) if element else find(on.blocks, block_id, action_id)
        if found is None:
            raise LookupError(f"nothing to press at {block_id}/{action_id}")
        action = self._action(on, block_id, found[1], value)
        if isinstance(on, View):
            payload = payloads.view_action(self.ws, self.me, on, action)
        else:
            payload = payloads.message_action(self.ws, self.me, on, action)
        return await self._interact(payload)

    def _action(self, on: Message | View, block_id: str, element: Element, value: Any) -> dict[str, Any]:
        kind = element["type"]
        action = {
            "type": kind,
            "action_id": element["action_id"],
            "block_id": block_id,
            "action_ts": self.ws.clock.ts(),
        }
        shown = {key: element[key] for key in ("text", "value", "style", "url", "placeholder") if element.get(key)}
        if kind in KINDS:
            return action | shown | self._keep(on, block_id, element, value)
        if kind == "overflow":
            chosen = next((o for o in element["options"] if o["value"] == value), None)
            if chosen is None:
                raise LookupError(f"{value!r} is not in the menu {element['action_id']}")
            return action | {"selected_option": chosen}
        return action | shown

    async def suggest(self, on: Message | View, block_id: str, action_id: str, typed: str) -> list[dict[str, Any]]:
        """What an external select offers for what was typed so far."""
        payload = payloads.suggestion(self.ws, self.me, on, (block_id, action_id), typed)
        return answers.suggestions(await self.slack.wire.interaction(payload))

    # Modals and Home

    async def submit(self, view_id: str, values: Values | None = None) -> Outcome:
        """Press a modal's submit button; what Slack refuses by itself never reaches the bot."""
        view = self._open_view(view_id)
        for block_id, held in (values or {}).items():
            for action_id, value in held.items():
                self.enter(view, block_id, action_id, value)
        if refused := answers.empty_inputs(view):
            self.ws.show_errors(view, refused)
            return Outcome(False, errors=refused, view=view, spoke=True)
        ack = await self.slack.wire.interaction(payloads.view_submission(self.ws, self.me, view))
        return answers.submission(self.ws, view, ack)

    async def dismiss(self, view_id: str, everything: bool = False) -> Outcome:
        """Close a modal, or the whole stack; the bot hears of it when it asked to."""
        view = self._open_view(view_id)
        cleared = everything or bool(view.body.get("clear_on_close"))
        closed = self.ws.close_views(self.user) if cleared else [view]
        self.ws.close_view(view)
        outcome = Outcome(True, spoke=True)
        for gone in closed:
            if gone.body.get("notify_on_close"):
                outcome = await self._interact(payloads.view_closed(self.ws, self.me, gone, cleared=cleared))
        return outcome

    def _open_view(self, view_id: str) -> View:
        view = self.ws.view_of(view_id)
        if view is None:
            raise LookupError(f"the view {view_id} is not open")
        return view

    async def open_home(self) -> None:
        """Look at the app's Home tab."""
        self.slack.events.home_opened(self.ws, self.me, tab="home", view=self.home)

    async def open_messages(self) -> None:
        """Look at the app's Messages tab."""
        self.slack.events.home_opened(self.ws, self.me, tab="messages", view=None)


def _taken(ack: Ack) -> Outcome:
    return Outcome(True, ack.status) if ack.ok else answers.failed(ack, answers.TROUBLE)
