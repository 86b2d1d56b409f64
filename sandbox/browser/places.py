"""The sidebar: where one can go, and what waits there unread."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.browser.faces import Face, face
from sandbox.browser.reads import Reads
from sandbox.browser.window import Window
from sandbox.channels import Channel


@dataclass(frozen=True)
class Place:
    """One row of the sidebar."""

    name: str
    url: str
    open: bool
    unread: int = 0
    face: Face | None = None
    private: bool = False
    you: bool = False


@dataclass
class Places:
    """Draws sidebars, and remembers what everybody has read."""

    reads: Reads = field(default_factory=Reads)

    def seen(self, window: Window) -> None:
        """The person reads the open channel to its end; the Home tab is not its messages."""
        messages = window.messages()
        if messages and not window.on_home:
            self.reads.mark(window.me.id, window.channel.id, messages[-1].ts)

    def sidebar(self, window: Window) -> dict[str, Any]:
        """The app, the channels by name, and everybody else."""
        workspace, me = window.workspace, window.me
        seen = window.client.channels()
        channels = sorted((one for one in seen if one.name and me.id in one.members), key=lambda one: one.name)
        directs = {one.other(me.id): one for one in seen if one.kind == "im"}
        people = [one for one in workspace.users.values() if not one.is_bot and not one.deleted]
        app = self._place(window, workspace.dm(me.id), face(workspace.bot, workspace))
        return {
            "app": app,
            "channels": [self._place(window, one) for one in channels],
            "people": [self._person(window, face(one, workspace), directs.get(one.id)) for one in people],
        }

    def _place(self, window: Window, channel: Channel, whose: Face | None = None) -> Place:
        is_open = channel.id == window.channel.id
        unread = self.reads.unread(window.me.id, channel.id, window.messages_in(channel))
        return Place(
            name=channel.name or (whose.name if whose else ""),
            url=window.url(channel=channel.id, tab="messages"),
            open=is_open,
            unread=0 if is_open and not window.on_home else unread,
            face=whose,
            private=channel.kind == "private",
            you=whose is not None and whose.id == window.me.id,
        )

    def _person(self, window: Window, whose: Face, direct: Channel | None) -> Place:
        if direct is not None:
            return self._place(window, direct, whose)
        url = window.url(channel="", tab="messages", person=whose.id)
        return Place(whose.name, url, open=False, face=whose, you=whose.id == window.me.id)
