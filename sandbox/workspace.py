"""One workspace: its people, channels, messages, views and files, and who is told when they change."""

from collections.abc import Iterable
from typing import Any

from sandbox.changes import Changes, Stream
from sandbox.channels import Channel, Kind
from sandbox.clock import Clock, Ids, secret
from sandbox.drawing import drawn
from sandbox.errors import SlackError
from sandbox.files import File
from sandbox.manifest import App
from sandbox.messages import Message
from sandbox.tickets import Tickets
from sandbox.users import User
from sandbox.views import View

STACK = 3  # views a modal stack holds


class Workspace:
    """State and the changes to it. Knows nothing of HTTP; refuses with SlackError."""

    def __init__(self, app: App, clock: Clock, ids: Ids, *, team: str, name: str, domain: str, base: str = "") -> None:
        self.app, self.clock, self.ids = app, clock, ids
        self.id, self.name, self.domain, self.base = team, name, domain, base
        self.tickets = Tickets(clock)
        self.changes = Changes()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self.bot_token = f"xoxb-{team}-{secret(24)}"
        self.installed = True
        self.bot = self._make_bot()
        self.add_channel("general", bot=False)

    def _make_bot(self) -> User:
        handle = self.app.name.lower()
        bot = User(
            self.ids.new("U"), self.id, handle, self.app.name, self.app.name, "", is_bot=True, bot_id=self.ids.new("B")
        )
        self.users[bot.id] = bot
        return bot

    def subscribe(self) -> Stream:
        """A stream of everything that changes from now on."""
        return self.changes.subscribe()

    # People

    def add_user(
        self,
        name: str,
        *,
        id: str | None = None,  # noqa: A002  the word everyone knows it by
        email: str | None = None,
        real_name: str | None = None,
        locale: str = "en-US",
        tz: str = "Asia/Shanghai",
        admin: bool = False,
        owner: bool = False,
    ) -> User:
        """A new member, in #general like everyone."""
        number = id or self.ids.new("U")
        user = User(
            number,
            self.id,
            name.lower().replace(" ", "."),
            real_name or name,
            name,
            email or f"{number.lower()}@{self.domain}.example",
            locale=locale,
            tz=tz,
            is_admin=admin or owner,
            is_owner=owner,
            updated=int(self.clock.now()),
        )
        self.users[user.id] = user
        self.channel("#general").members.append(user.id)
        self.changes.tell("user.changed", user=None)
        return user

    def user(self, name: str) -> User:
        """The member of that id or name; LookupError when there is none."""
        found = self.users.get(name) or next((u for u in self.users.values() if u.goes_by(name)), None)
        if found is None:
            raise LookupError(f"no {name} in workspace {self.name}")
        return found

    # Channels

    def add_channel(
        self,
        name: str,
        *,
        members: Iterable[str] = (),
        private: bool = False,
        bot: bool = True,
        id: str | None = None,  # noqa: A002  the word everyone knows it by
    ) -> Channel:
        """A new channel; `members` by name or id; `bot` says whether the bot is in it."""
        people = [self.user(member).id for member in members] + ([self.bot.id] if bot else [])
        kind: Kind = "private" if private else "public"
        return self._keep(
            Channel(
                id or self.ids.new("C"),
                name.removeprefix("#"),
                kind,
                people[0] if people else "",
                *self._born(),
                people,
            )
        )

    def dm(self, one: str, other: str | None = None) -> Channel:
        """The direct message between two people, or a person and the bot; made when there is none."""
        pair = {one, other or self.bot.id}
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == pair:
                return channel
        return self._keep(Channel(self.ids.new("D"), "", "im", one, *self._born(), [one, other or self.bot.id]))

    def _born(self) -> tuple[int, str]:
        return int(self.clock.now()), self.id

    def _keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self._messages[channel.id] = {}
        self.changes.tell("channel.changed", channel=channel.id)
        return channel

    def channel(self, name: str) -> Channel:
        """The channel of that id or "#name"; LookupError when there is none."""
        plain = name.removeprefix("#")
        found = self.channels.get(plain) or next((c for c in self.channels.values() if c.name == plain and plain), None)
        if found is None:
            raise LookupError(f"no channel {name} in workspace {self.name}")
        return found

    # Messages

    def post(
        self, channel: str, user: User, text: str, *, blocks: list[dict[str, Any]] | None = None, **more: Any
    ) -> Message:
        """A new message, ephemeral with `only_for`; `more` are fields of Message."""
        by_bot: dict[str, Any] = {"bot_id": user.bot_id, "app_id": self.app.id} if user.bot_id else {}
        message = Message(channel, self.clock.ts(), user.id, self.id, text, drawn(blocks or []), **by_bot, **more)
        self._messages[channel][message.ts] = message
        self.told(message, "message.posted")
        return message

    def told(self, message: Message, kind: str) -> None:
        """Say that a message was posted, changed or deleted."""
        self.changes.tell(kind, channel=message.channel, ts=message.ts, user=message.only_for)

    def message(self, channel: str, ts: str) -> Message | None:
        """The message with that time, if it still stands."""
        return self._messages.get(channel, {}).get(ts)

    def messages(self, channel: str, *, viewer: str | None = None) -> list[Message]:
        """All messages in order; with a viewer also those that only that person sees."""
        return [m for m in self._messages[channel].values() if m.only_for in (None, viewer)]

    def redraw(
        self,
        message: Message,
        *,
        text: str,
        blocks: list[dict[str, Any]],
        attachments: list[dict[str, Any]] | None = None,
    ) -> None:
        """Show other content in its place."""
        message.replace(text=text, blocks=drawn(blocks), attachments=attachments or [])
        if message.only_for is None:
            message.edited = {"user": message.user, "ts": self.clock.ts()}
        self.told(message, "message.changed")

    def delete(self, message: Message) -> None:
        """Take it away."""
        del self._messages[message.channel][message.ts]
        self.told(message, "message.deleted")

    # Views

    def stack(self, user: str) -> list[View]:
        """The modals open in front of a person, bottom first."""
        return self.stacks.setdefault(user, [])

    def _view(self, user: str, body: dict[str, Any], **more: Any) -> View:
        body = {**body, "blocks": drawn(body["blocks"])}
        view = View(self.ids.new("V"), self.id, self.app.id, self.bot.bot_id or "", user, body, **more)
        self.views[view.id] = view
        return view

    def open_view(self, user: str, body: dict[str, Any]) -> View:
        """A new modal; it takes the place of whatever was open."""
        view = self._view(user, body)
        self.close_views(user)
        self.stack(user).append(view)
        self.changes.tell("view.opened", user=user, view=view.id)
        return view

    def push_view(self, user: str, body: dict[str, Any]) -> View:
        """One more modal on the stack; raises push_limit_reached."""
        stack = self.stack(user)
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        if not stack:
            raise SlackError("not_found")
        view = self._view(user, body, root=stack[0].id, previous=stack[-1].id)
        stack.append(view)
        self.changes.tell("view.opened", user=user, view=view.id)
        return view

    def update_view(self, view: View, body: dict[str, Any]) -> View:
        """Other content for a view that is open."""
        view.draw({**body, "blocks": drawn(body["blocks"])}, now=self.clock.now())
        self.changes.tell("home.changed" if view.type == "home" else "view.changed", user=view.user, view=view.id)
        return view

    def publish_home(self, user: str, body: dict[str, Any]) -> View:
        """A person's Home."""
        if user in self.homes:
            return self.update_view(self.homes[user], body)
        view = self.homes[user] = self._view(user, body)
        self.changes.tell("home.changed", user=user, view=view.id)
        return view

    def show_errors(self, view: View, errors: dict[str, str]) -> None:
        """Sentences under the inputs of a modal."""
        view.errors = errors
        self.changes.tell("view.changed", user=view.user, view=view.id)

    def close_view(self, view: View) -> None:
        """Take one modal away; the one below is seen again."""
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)
            self.changes.tell("view.closed", user=view.user, view=view.id)

    def close_views(self, user: str) -> list[View]:
        """Take the whole stack away."""
        closed = list(self.stack(user))
        for view in reversed(closed):
            self.close_view(view)
        return closed

    def view_of(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """A view that is still open, by either id."""
        for view in [*(v for stack in self.stacks.values() for v in stack), *self.homes.values()]:
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        return None

    # Files

    def add_file(self, name: str, user: User, data: bytes = b"", **more: Any) -> File:
        """A new file, seen by nobody yet."""
        file = File(
            self.ids.new("F"), name, user.id, *self._owner(), base=self.base, data=data, secret=secret(), **more
        )
        self.files[file.id] = file
        return file

    def _owner(self) -> tuple[str, int]:
        return self.id, int(self.clock.now())
