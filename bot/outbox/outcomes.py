"""What came of an attempt, written down by whoever still holds the lane."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.metrics import POSTS
from bot.outbox.claims import Claimed
from bot.outbox.limits import Limits
from bot.outbox.wire import Posted

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sent:
    """It stands in Slack, now or since an earlier attempt. `at`: when Slack said so, of `time.monotonic`."""

    posted: Posted
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Over:
    """It will not be sent: `dropped` (no longer true) or `dead` (Slack says never)."""

    status: str
    why: str
    asked: bool = True  # whether Slack was: then the lane keeps its pace


@dataclass(frozen=True, kw_only=True)
class Again:
    """Not this time. `unknown`: it may stand in Slack, and is looked for before it is posted again."""

    why: str
    unknown: bool
    wait: float
    counts: bool = True  # as one of the attempts it has
    everywhere: bool = False  # the whole workspace waits
    ours: bool = False  # the fault is in what we made of it: Slack's troubles are no excuse


@dataclass(frozen=True)
class Later:
    """Its reader does not want to be disturbed before `until` (the bot's clock). Nothing was posted."""

    until: datetime


Outcome = Sent | Over | Again | Later


class Settled(NamedTuple):
    """How a notice stands, and in how many seconds its lane may go on."""

    status: str
    next_in: float


async def settle(session: AsyncSession, claimed: Claimed, outcome: Outcome, limits: Limits) -> Settled | None:
    """Write down what came of it and give the lane back; the notice's new status.

    None when the lane is no longer ours: its new holder finds the notice `sending` and looks for it in Slack.
    """
    if isinstance(outcome, Sent):
        return (await settle_sent(session, [(claimed, outcome)], limits))[0]
    wait, everywhere = _wait(outcome, limits)
    about = {"workspace_id": claimed.workspace_id, "id": claimed.notice_id}
    held = {"workspace_id": claimed.workspace_id, "lane_id": claimed.lane_id, "token": claimed.token, "wait": wait}
    next_in: float | None = await session.scalar(_RELEASE, held)
    if next_in is None:
        return None
    if everywhere:
        await session.execute(_HOLD, {"workspace_id": claimed.workspace_id, "wait": wait + limits.burst * limits.step})
    match outcome:
        case Over(status=over, why=why):
            status = await session.scalar(_OVER, {**about, "status": over, "why": why})
        case Later(until=until):
            status = await session.scalar(_LATER, {**about, "until": until})
        case Again():
            status = await session.scalar(_AGAIN, {**about, **_again(outcome, limits)})
    return Settled(str(status), next_in)


async def settle_sent(
    session: AsyncSession, sent: Sequence[tuple[Claimed, Sent]], limits: Limits
) -> list[Settled | None]:
    """The same for several that stand in Slack, of whatever workspaces, in one statement."""
    rows = [_told(claimed, outcome, limits) for claimed, outcome in sent]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    settled = {row.token: row for row in await session.execute(_SENT, {**columns, "step": limits.pace})}
    found = (settled.get(f"{claimed.token}:{claimed.lane_id}") for claimed, _ in sent)
    return [Settled(row.status, row.next_in) if row else None for row in found]


def _told(claimed: Claimed, outcome: Sent, limits: Limits) -> dict[str, Any]:
    return {
        "workspaces": claimed.workspace_id,
        "lanes": claimed.lane_id,
        "ids": claimed.notice_id,
        "tokens": claimed.token,
        "waits": _wait(outcome, limits)[0],
        "channels": outcome.posted.channel,
        "stamps": outcome.posted.ts,
        "unasked": claimed.claimed_at if claimed.unasked else None,
    }


def report(claimed: Claimed, outcome: Outcome, status: str | None) -> None:
    """Count it, and say in the log what somebody should know."""
    why = outcome.why if isinstance(outcome, Over | Again) else ""
    POSTS.labels(status or "lease_lost").inc()
    line = log.bind(workspace=claimed.workspace_id, channel=claimed.channel, key=claimed.key, why=why)
    if status == "dead":
        line.error("a notice is given up", attempts=claimed.attempts)
    elif status is None:
        line.warning("the lane was taken over before its notice was settled")
    elif isinstance(outcome, Again):
        line.warning("a notice is tried again", attempts=claimed.attempts, wait=round(outcome.wait, 1))


def _wait(outcome: Outcome, limits: Limits) -> tuple[float, bool]:
    match outcome:
        case Again(wait=wait, everywhere=everywhere):
            return max(wait, limits.pace), everywhere
        case Sent(at=at):
            return max(limits.closest - (time.monotonic() - at), 0.0), False
        case Over(asked=False) | Later():
            return 0.0, False
        case _:
            return limits.pace, False


def _again(outcome: Again, limits: Limits) -> dict[str, object]:
    return {
        "status": "sending" if outcome.unknown else "pending",
        "why": outcome.why,
        "uncounted": 0 if outcome.counts else 1,
        "ours": outcome.ours,
        "attempts": limits.attempts,
        "give_up_after": limits.give_up_after,
    }


# Fencing: only under the token it was taken with.
_OURS = "workspace_id = :workspace_id and id = :lane_id and lease_token = :token"
_NEXT_IN = "extract(epoch from next_at - now())::float as next_in"
_RELEASE = text(f"""
    update lanes set lease_until = null, lease_token = null,
           next_at = greatest(now() + make_interval(secs => :wait), next_at)
    where {_OURS} returning {_NEXT_IN}
""")

# What most often comes of it, in one statement; what lanes are not ours any more stays as it is.
_SENT = text("""
    with told as (
        select * from unnest(cast(:workspaces as text[]), cast(:lanes as bigint[]), cast(:ids as bigint[]),
                             cast(:tokens as uuid[]), cast(:waits as float[]), cast(:channels as text[]),
                             cast(:stamps as text[]), cast(:unasked as timestamptz[]))
            as told(workspace_id, lane_id, id, token, wait, channel, stamp, unasked_at)
    ), lane as (
        update lanes set lease_until = null, lease_token = null,
               next_at = greatest(now() + make_interval(secs => told.wait), next_at + make_interval(secs => :step)),
               conversation = told.channel, unasked_at = coalesce(told.unasked_at, lanes.unasked_at),
               first_id = coalesce(first_id, told.id)
        from told
        where lanes.workspace_id = told.workspace_id and lanes.id = told.lane_id and lanes.lease_token = told.token
        returning told.*, extract(epoch from next_at - now())::float as next_in
    )
    update notices
    set status = 'sent', sent_at = now(), slack_channel = lane.channel, slack_ts = lane.stamp, error = null
    from lane where notices.workspace_id = lane.workspace_id and notices.id = lane.id
    returning lane.token || ':' || lane.lane_id as token, status, lane.next_in
""")

_HOLD = text("""
    update paces set next_at = greatest(next_at, now() + make_interval(secs => :wait))
    where workspace_id = :workspace_id
""")

_OVER = text("""
    update notices set status = :status, error = :why where workspace_id = :workspace_id and id = :id returning status
""")

_LATER = text("""
    update notices set status = 'pending', due_at = :until, attempts = attempts - 1
    where workspace_id = :workspace_id and id = :id returning status
""")

# Given up after so many attempts if others got through since the first (then it is this one's fault, and the lane goes
# on). Attempts that failed while others failed as well, and none got through, are Slack's: an outage uses up none.
_AGAIN = text("""
    with attempt as (
        select notices.id, attempts - :uncounted as attempts, excused + (
            case when :uncounted = 0 and not :ours
                 and exists (select from notices as other where other.workspace_id = :workspace_id
                             and other.status in ('pending', 'sending') and other.id <> notices.id
                             and other.failed_at > coalesce(notices.failed_at, notices.first_try_at))
                 and not exists (select from notices as other where other.workspace_id = :workspace_id
                                 and other.status = 'sent' and other.id <> notices.id
                                 and other.sent_at > coalesce(notices.failed_at, notices.first_try_at))
            then 1 else 0 end) as excused
        from notices where notices.workspace_id = :workspace_id and notices.id = :id
    )
    update notices set error = :why, attempts = attempt.attempts, excused = attempt.excused,
        failed_at = case when :uncounted = 0 then now() else failed_at end,
        status = case
            when attempt.attempts < :attempts then :status
            when :ours or first_try_at < now() - make_interval(secs => :give_up_after) then 'dead'
            when attempt.attempts - attempt.excused < :attempts then :status
            when exists (select from notices as other where other.workspace_id = notices.workspace_id
                         and other.status = 'sent' and other.sent_at > notices.first_try_at) then 'dead'
            else :status end
    from attempt where notices.workspace_id = :workspace_id and notices.id = attempt.id returning notices.status
""")
