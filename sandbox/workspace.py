"""One workspace: its people, channels and files; messages are on its Board, modals and Homes among its Windows."""

from collections.abc import Iterable
from typing import Any

from sandbox.board import Board
from sandbox.channels import Channel, Kind
from sandbox.clock import secret
from sandbox.files import File
from sandbox.tickets import Tickets
from sandbox.users import User
from sandbox.windows import Windows


class Workspace(Board, Windows):
    """State and the changes to it. Knows nothing of HTTP; refuses with SlackError."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self.tickets = Tickets(self.clock)
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.bot_token = f"xoxb-{self.id}-{secret(24)}"
        self.installed = True
        self.add_channel("general", bot=False)

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
        self.changes.tell("user.changed")
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
        return self._keep(id or self.ids.new("C"), name.removeprefix("#"), kind, people)

    def dm(self, one: str, other: str | None = None) -> Channel:
        """The direct message between two people, or a person and the bot; made when there is none."""
        pair = [one, other or self.bot.id]
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == set(pair):
                return channel
        return self._keep(self.ids.new("D"), "", "im", pair)

    def _keep(self, number: str, name: str, kind: Kind, members: list[str]) -> Channel:
        creator = members[0] if members else ""
        channel = Channel(number, name, kind, creator, int(self.clock.now()), self.id, members)
        self.channels[channel.id] = channel
        self.changes.tell("channel.changed", channel=channel.id)
        return channel

    def channel(self, name: str) -> Channel:
        """The channel of that id or "#name"; LookupError when there is none."""
        plain = name.removeprefix("#")
        found = self.channels.get(plain) or next((c for c in self.channels.values() if c.name == plain and plain), None)
        if found is None:
            raise LookupError(f"no channel {name} in workspace {self.name}")
        return found

    # Files

    def add_file(self, name: str, user: User, data: bytes = b"", **more: Any) -> File:
        """A new file, seen by nobody yet."""
        made = int(self.clock.now())
        file = File(self.ids.new("F"), name, user.id, self.id, made, self.base, data, secret=secret(), **more)
        self.files[file.id] = file
        return file
