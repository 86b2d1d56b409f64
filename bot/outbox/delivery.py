"""One notice on its way: looked for if its fate is unknown, drawn from what is true now, edited or posted."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.database import Databases
from bot.outbox.claims import Claimed
from bot.outbox.limits import Limits
from bot.outbox.outcomes import Again, Later, Outcome, Over, Sent
from bot.outbox.quiet import Quiet
from bot.outbox.together import Together, fail, give
from bot.outbox.wire import Posted, Refused, Unknown, Wait, Wire
from core.models import Lane, Member, Notice, Workspace

log = structlog.get_logger(__name__)

# {"text", "blocks"} and, where blocks hold something not every Slack draws, "fallback" blocks; None: no longer true.
Message = Mapping[str, Any]
Render = Callable[[AsyncSession, Notice, datetime], Awaitable[Message | None]]  # as of a moment of the bot's clock
# The message shown of the topic so far, and what there is to say now: in a batch, of all that it holds.
Drawn = tuple[Posted | None, Message | None]

_NEVER = {
    *("account_inactive", "token_revoked", "user_disabled", "user_not_found", "users_not_found", "user_not_visible"),
    *("channel_not_found", "is_archived", "not_in_channel", "is_inactive", "channel_type_not_supported"),
    *("cannot_dm_bot", "messages_tab_disabled", "restricted_action", "team_not_found"),
    *("invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text"),
    *("invalid_arguments", "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema"),
}
LEASE_OVER = "the lease ran out"
_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}


class Delivery:
    """Carries one claimed notice to Slack and says what came of it."""

    def __init__(
        self, databases: Databases, wire: Wire, render: Render, limits: Limits, desk: asyncio.Semaphore
    ) -> None:
        self._databases = databases
        self._drawing = Together(self._draw_some, most=limits.drawn_together, desk=desk)
        self._wire = wire
        self._render = render
        self._limits = limits
        self._quiet = Quiet(wire, ask_again=limits.ask_again)

    async def carry(self, claimed: Claimed) -> Outcome:
        """The outcome of one attempt; never raises for what Slack, the database or a view does wrong."""
        try:
            return await self._carry(claimed)
        except Refused as said:
            return self._refused(claimed, said)
        except Wait as asked:
            wait = self._limits.wait(claimed.attempts) if asked.seconds is None else asked.seconds
            unreached = asked.seconds is None
            return self._again(claimed, asked.word, wait=wait, counts=unreached, everywhere=asked.everywhere)
        except Unknown as broken:
            # The request may still be travelling inside Slack: look no sooner than it can be answered.
            wait = max(self._limits.wait(claimed.attempts), self._limits.timeout)
            return Again(why=str(broken), unknown=True, wait=wait)
        except SQLAlchemyError as broken:
            return self._again(claimed, type(broken).__name__, wait=self._limits.wait(claimed.attempts), counts=False)
        except Exception as broken:
            log.exception("a notice cannot be drawn", workspace=claimed.workspace_id, key=claimed.key)
            why = f"cannot be drawn: {type(broken).__name__}"
            return self._again(claimed, why, wait=self._limits.wait(claimed.attempts), ours=True)

    def _again(self, claimed: Claimed, why: str, *, wait: float, **more: bool) -> Again:
        return Again(why=why, unknown=claimed.unknown, wait=wait, **more)

    def _refused(self, claimed: Claimed, said: Refused) -> Outcome:
        if said.word in _NEVER:
            return Over("dead", said.word)
        return self._again(claimed, said.word, wait=self._limits.wait(claimed.attempts))

    async def _carry(self, claimed: Claimed) -> Outcome:
        if claimed.unknown and (found := await self._look(claimed)):
            return Sent(found)
        if claimed.expired:
            return Over("expired", "too late to be of use", asked=True)
        if claimed.unknown and claimed.bound and not claimed.at_once:
            # Nothing stands there, so it is as if new: whether it is still the hour is asked again.
            return Again(why="looked for, not there", unknown=False, wait=0, counts=False)
        shown, message = await self._drawing.ask(claimed.workspace_id, claimed)
        if message is None:
            return Over("dropped", "nothing to say any more", asked=claimed.unknown)
        if shown and (edited := await self._edit(claimed, shown, message)):
            return Sent(edited)
        if claimed.mode != "post":
            return Over("dropped", "its message is gone", asked=True)
        if until := await self._wants_quiet(claimed):
            return Later(until)
        return Sent(await self._post(claimed, message))

    async def _wants_quiet(self, claimed: Claimed) -> datetime | None:
        if not claimed.personal or claimed.at_once:
            return None
        return await self._quiet.until(claimed.workspace_id, claimed.channel, now=claimed.claimed_at)

    async def _draw_some(self, workspace_id: str, some: Sequence[tuple[Claimed, asyncio.Future[Drawn]]]) -> None:
        """Notices of one workspace, in one transaction; each may go as soon as it is drawn."""
        async with self._databases.of(workspace_id).begin() as session:
            # Kept at hand while they are drawn: workspace, lane and reader are not asked for once more.
            asked = {"workspace": workspace_id, "notices": [claimed.notice_id for claimed, _ in some]}
            told = {row[0].id: row for row in await session.execute(_TOLD, asked)}
            for claimed, answer in some:
                try:
                    drawn = await self._draw(session, claimed, told[claimed.notice_id][0])
                except SQLAlchemyError:  # the transaction is spoilt, for the others too
                    raise
                except Exception as broken:
                    fail(answer, broken)
                else:
                    give(answer, drawn)

    async def _draw(self, session: AsyncSession, claimed: Claimed, notice: Notice) -> Drawn:
        shown, batch = await _shown(session, claimed)
        if shown is None and claimed.mode != "post":
            return None, None
        # What is run by hand is drawn as of the moment that it was run for.
        now = notice.due_at if claimed.at_once else claimed.claimed_at
        if batch:
            notice = await session.get_one(Notice, (claimed.workspace_id, batch))
        return shown, await self._render(session, notice, now)

    async def _look(self, claimed: Claimed) -> Posted | None:
        """The message an earlier attempt may have left. None as well where Slack will not let us look: then resend."""
        since = claimed.first_try_at.timestamp() - 2
        await _turn(claimed)
        try:
            conversation = claimed.conversation or await self._conversation(claimed)
            return await self._wire.find(claimed.workspace_id, conversation, claimed.key, since=since)
        except Refused as said:
            log.warning("cannot look for a notice, so it is sent again", key=claimed.key, why=said.word)
            return None
        except Unknown as broken:
            raise Wait(f"looking: {broken}", seconds=None) from broken

    async def _conversation(self, claimed: Claimed) -> str:
        if claimed.channel.startswith(("U", "W")):
            return await self._wire.opened(claimed.workspace_id, claimed.channel)
        return claimed.channel

    async def _post(self, claimed: Claimed, message: Message) -> Posted:
        async def post(drawn: Message) -> Posted:
            may = partial(self._check, claimed)
            return await self._wire.post(claimed.workspace_id, claimed.channel, drawn, claimed.key, may=may)

        return await self._plainer_if_refused(claimed, message, post)

    async def _edit(self, claimed: Claimed, shown: Posted, message: Message) -> Posted | None:
        """The message edited; None when it is no longer there to be."""

        async def edit(drawn: Message) -> Posted:
            return await self._wire.edit(claimed.workspace_id, shown, drawn, may=partial(self._check, claimed))

        try:
            return await self._plainer_if_refused(claimed, message, edit)
        except Refused as said:
            if said.word in _GONE:
                return None
            raise

    async def _plainer_if_refused(
        self, claimed: Claimed, message: Message, send: Callable[[Message], Awaitable[Posted]]
    ) -> Posted:
        drawn = {part: what for part, what in message.items() if part != "fallback"}
        await _turn(claimed)
        self._check(claimed)
        try:
            return await send(drawn)
        except Refused as said:
            if said.word not in _BLOCKS or not message.get("fallback"):
                raise
            log.warning("blocks refused, sent in their plainer form", key=claimed.key, why=said.word)
        self._check(claimed)
        return await send({**drawn, "blocks": message["fallback"]})

    def _check(self, claimed: Claimed) -> None:
        """Just before a request: if the lease would not outlast it, another worker could post the same meanwhile."""
        if time.monotonic() + self._limits.timeout > claimed.deadline:
            raise Wait(LEASE_OVER, seconds=0)


async def _turn(claimed: Claimed) -> None:
    """Wait for its moment: a lane is claimed a little ahead of it."""
    await asyncio.sleep(claimed.turn - time.monotonic())


# Notices with all that drawing them begins with; built once, as it is asked so often.
_TOLD = (
    select(Notice, Workspace, Lane, Member)
    .join(Workspace, Workspace.id == Notice.workspace_id)
    .join(Lane, and_(Lane.workspace_id == Notice.workspace_id, Lane.id == Notice.lane_id))
    .outerjoin(Member, and_(Member.workspace_id == Notice.workspace_id, Member.id == Notice.member_id))
    .where(Notice.workspace_id == bindparam("workspace"), Notice.id.in_(bindparam("notices", expanding=True)))
)


async def _shown(session: AsyncSession, claimed: Claimed) -> tuple[Posted | None, int | None]:
    """The message this lane shows of the topic, unless the topic was closed there; and the batch, where it is one."""
    if claimed.topic is None:
        return None, None
    batch = aliased(Notice)
    last = (
        await session.execute(
            select(
                func.coalesce(Notice.slack_channel, batch.slack_channel).label("channel"),
                func.coalesce(Notice.slack_ts, batch.slack_ts).label("ts"),
                Notice.mode,
                batch.id.label("batch"),
            )
            .outerjoin(
                batch,
                and_(
                    batch.workspace_id == Notice.workspace_id,
                    batch.lane_id == Notice.lane_id,
                    batch.kind.in_(("batch", "missed")),
                    batch.mode == "post",
                    batch.status == "sent",
                    or_(batch.id == Notice.folded_into, batch.slack_ts == Notice.slack_ts),
                ),
            )
            .where(
                Notice.workspace_id == claimed.workspace_id,
                Notice.lane_id == claimed.lane_id,
                Notice.topic == claimed.topic,
                or_(Notice.status == "sent", and_(Notice.status == "folded", batch.id.is_not(None))),
            )
            .order_by(func.coalesce(Notice.sent_at, batch.sent_at).desc(), Notice.id.desc())
            .limit(1)
        )
    ).first()
    if last is None or last.mode == "close":
        return None, None
    return Posted(last.channel, last.ts), last.batch
