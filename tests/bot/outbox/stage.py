"""What the tests of delivery play on: a workspace, the stand-in for Slack, and an outbox that draws plainly."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Databases
from bot.outbox import Limits, Outbox, Wire
from core import notices
from core.models import Member, Notice, Workspace
from core.notices import Telling
from sandbox.slack import Slack

QUICK = Limits(
    timeout=0.5,
    lease=2,
    poll=0.05,
    pace=0.02,
    per_minute=60_000,
    burst=1000,
    longest_wait=0.5,
    give_up_after=3600,
    gather=0,
)


async def render(session: AsyncSession, notice: Notice, now: datetime) -> dict[str, Any] | None:
    """Says what the facts say; nothing when they say that it is no longer true."""
    if notice.facts.get("untrue"):
        return None
    says = str(notice.facts.get("says", notice.key))
    message: dict[str, Any] = {"text": says, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": says}}]}
    return message | {part: notice.facts[part] for part in ("blocks", "fallback") if part in notice.facts}


class Stage:
    """One workspace on both sides: its rows here, its channels in the stand-in."""

    def __init__(self, databases: Databases, slack: Slack) -> None:
        self.databases = databases
        self.slack = slack
        self.db = databases.of(slack.workspace.id)
        self.workspace_id = slack.workspace.id
        self.hours = timedelta()  # how far the bot's clock has been moved
        self._number = 0
        self._wires: list[Wire] = []

    def now(self) -> datetime:
        """The bot's clock."""
        return datetime.now(UTC) + self.hours

    async def set_up(self) -> None:
        """The workspace, in an empty database."""
        async with self.db.begin() as session:
            session.add(Workspace(id=self.workspace_id))

    def channel(self, name: str = "east") -> str:
        """A channel's id; made at its first use, with the bot in it."""
        found = [one for one in self.slack.workspace.channels.values() if one.name == name]
        return (found[0] if found else self.slack.workspace.add_channel(name)).id

    async def member(self, name: str = "小李") -> Member:
        """A person on both sides."""
        user = self.slack.workspace.add_user(name)
        member = Member(workspace_id=self.workspace_id, slack_id=user.id, name=name, created_at=self.now())
        async with self.db.begin() as session:
            session.add(member)
        return member

    async def tell(self, key: str | None = None, **more: Any) -> str:
        """Tell something in #east, now, unless told otherwise; its key."""
        self._number += 1
        key = key or f"k{self._number}"
        facts = {name: more.pop(name) for name in ("says", "untrue", "blocks", "fallback") if name in more}
        if "to" not in more:
            more.setdefault("channel", self.channel())
        told = {"kind": "test", "due_at": self.now(), **more}
        if told["kind"] == "test":
            told.setdefault("manner", "asked")
        async with self.db.begin() as session:
            await notices.tell(session, workspace_id=self.workspace_id, key=key, facts=facts, now=self.now(), **told)
        return key

    async def tell_each(self, channels: int, each: int, *, prefix: str = "n") -> list[str]:
        """So many notices into each of so many channels; their keys."""
        now = self.now()
        ids = [self.channel(f"c{number}") for number in range(channels)]
        tellings = [
            Telling(
                kind="test", manner="asked", key=f"{prefix}-{number:03}-{place}", facts={}, channel=place, due_at=now
            )
            for number in range(each)
            for place in ids
        ]
        async with self.db.begin() as session:
            await notices.tell_many(session, workspace_id=self.workspace_id, tellings=tellings, now=now)
        return [telling.key for telling in tellings]

    async def again(self, verb: Any, topic: str, key: str, **facts: Any) -> int:
        """Redraw or close a topic."""
        async with self.db.begin() as session:
            count: int = await verb(
                session,
                workspace_id=self.workspace_id,
                topic=topic,
                kind="test",
                facts=facts,
                key=key,
                now=self.now(),
            )
            return count

    def outbox(self, limits: Limits = QUICK) -> Outbox:
        """A worker's outbox in this process."""
        return Outbox(self.databases, self.wire(limits), render, self.now, limits)

    def wire(self, limits: Limits = QUICK) -> Wire:
        """The way to the stand-in."""

        async def token_of(_workspace_id: str) -> str:
            return self.slack.bot_token

        wire = Wire(self.slack.api_url, token_of, timeout=limits.timeout)
        self._wires.append(wire)
        return wire

    async def close(self) -> None:
        """Let go of Slack."""
        for wire in self._wires:
            await wire.close()
        await self.slack.close()

    async def notice(self, key: str) -> Notice:
        """How a notice stands."""
        async with self.db.begin() as session:
            found = await session.scalars(
                select(Notice).where(Notice.workspace_id == self.workspace_id, Notice.key == key)
            )
            return found.one()

    async def statuses(self) -> Counter[str]:
        """How many notices stand how."""
        async with self.db.begin() as session:
            return Counter((await session.scalars(select(Notice.status))).all())

    async def settled(self) -> bool:
        """Whether nothing waits any more that is due."""
        async with self.db.begin() as session:
            waiting = await session.scalars(
                select(Notice.id).where(Notice.status.in_(["pending", "sending"]), Notice.due_at <= self.now()).limit(1)
            )
            return waiting.first() is None

    def texts(self, channel: str | None = None) -> list[str]:
        """What stands in the channel, oldest first."""
        return [message.text for message in self.slack.workspace.messages(channel or self.channel())]

    def keys_posted(self) -> Counter[str]:
        """How often each notice stands in Slack, by the key it carries."""
        everywhere = self.slack.workspace.channels
        return Counter(
            message.metadata["event_payload"]["key"]
            for channel in everywhere
            for message in self.slack.workspace.messages(channel)
            if message.metadata
        )

    def out_of_order(self) -> list[str]:
        """Channels whose messages do not stand in the order of their keys."""
        return [
            channel for channel in self.slack.workspace.channels if self.texts(channel) != sorted(self.texts(channel))
        ]

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of the method so far."""
        return [call.args for call in self.slack.calls if call.method == method]


@asynccontextmanager
async def opened(databases: Databases) -> AsyncIterator[Stage]:
    """A stage on an empty database, for as long as the block runs."""
    slack = Slack()
    await slack.serve()
    stage = Stage(databases, slack)
    await stage.set_up()
    try:
        yield stage
    finally:
        await stage.close()
