"""Messages as lines of a conversation: who, when, what, and what stands beside them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from sandbox.browser.draw import dates
from sandbox.browser.draw.blocks import blocks
from sandbox.browser.draw.emoji import emojis
from sandbox.browser.draw.layout import attachments
from sandbox.browser.draw.mrkdwn import mrkdwn
from sandbox.browser.draw.viewer import Viewer
from sandbox.browser.faces import Face, face
from sandbox.browser.overlay import as_entered
from sandbox.messages import Message
from sandbox.workspace import Workspace

TOGETHER = 300  # seconds within which one person's messages stand under one name


@dataclass(frozen=True)
class Replies:
    """The thread below a message."""

    count: int
    last: str
    faces: tuple[Face, ...]


@dataclass(frozen=True)
class Attached:
    """A file under a message."""

    id: str
    name: str
    size: str
    is_image: bool


@dataclass(frozen=True)
class Line:
    """One message, ready for its template. `day` is the divider above it, empty when there is none."""

    ts: str
    channel: str
    author: Face
    time: str
    full_time: str
    day: str
    follows: bool
    body: Markup
    edited: bool
    private: bool
    mine: bool
    files: tuple[Attached, ...]
    reactions: tuple[tuple[str, int], ...]
    replies: Replies | None


class Lines:
    """Turns messages into lines for one viewer."""

    def __init__(self, workspace: Workspace, viewer: Viewer) -> None:
        self.workspace, self.viewer = workspace, viewer

    def all(self, messages: Sequence[Message], threads: dict[str, list[Message]] | None = None) -> Iterator[Line]:
        """Each message beside the one before it; `threads` adds the replies below."""
        for before, message in pairwise([None, *messages]):
            if message is not None:
                yield self.one(message, before, (threads or {}).get(message.ts, []))

    def one(self, message: Message, before: Message | None, replies: Sequence[Message] = ()) -> Line:
        """One message; `before` decides whether its author and the day are said again."""
        moment = self.viewer.local(float(message.ts))
        earlier = self.viewer.local(float(before.ts)) if before else None
        new_day = earlier is None or earlier.date() != moment.date()
        near = before is not None and float(message.ts) - float(before.ts) < TOGETHER
        same = before is not None and before.user == message.user and before.only_for == message.only_for
        return Line(
            ts=message.ts,
            channel=message.channel,
            author=self.face(message.user),
            time=dates.clock(moment, self.viewer),
            full_time=dates.full(moment, self.viewer),
            day=dates.day(moment, self.viewer) if new_day else "",
            follows=near and same and not new_day,
            body=self.body(message),
            edited=message.edited is not None,
            private=message.only_for is not None,
            mine=message.user == self.viewer.user_id,
            files=tuple(attached(file) for file in message.files),
            reactions=tuple((emojis(f":{name}:"), len(people)) for name, people in message.reactions.items()),
            replies=self.summary(replies) if replies else None,
        )

    def body(self, message: Message) -> Markup:
        """Its blocks, or its text when it has none, and its attachments."""
        if message.blocks:
            entered = message.entered.get(self.viewer.user_id, {})
            main = blocks(as_entered(message.blocks, entered), self.viewer)
        else:
            main = mrkdwn(message.text, self.viewer)
        return main + attachments(message.attachments, self.viewer)

    def summary(self, replies: Sequence[Message]) -> Replies:
        """How many answered, who, and when last."""
        people = list(dict.fromkeys(reply.user for reply in replies))[:3]
        last = dates.slack_date(float(replies[-1].ts), "{date_short_pretty} {time}", self.viewer)
        return Replies(len(replies), last, tuple(self.face(person) for person in people))

    def face(self, user_id: str) -> Face:
        """Someone's face here."""
        return face(self.workspace.user(user_id), self.workspace)


def attached(file: dict[str, object]) -> Attached:
    """A file as a message carries it."""
    size = int(str(file.get("size") or 0))
    words = f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(size, 1) / 1024:.1f} KB"
    is_image = file.get("filetype") in ("png", "jpg", "jpeg", "gif")
    return Attached(str(file["id"]), str(file.get("name") or ""), words, is_image)


def threads_of(messages: Iterable[Message]) -> tuple[list[Message], dict[str, list[Message]]]:
    """The messages that stand in the channel itself, and the replies by the message they are under."""
    roots: list[Message] = []
    replies: dict[str, list[Message]] = {}
    for message in messages:
        if message.is_reply():
            replies.setdefault(str(message.thread_ts), []).append(message)
        if not message.is_reply() or message.broadcast:
            roots.append(message)
    return roots, replies
